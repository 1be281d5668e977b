"""Every request to AWS survives what networks and services do, or is explained: never a traceback.

Each public method of an adapter in `aws/` has a call here; a new one without fails the first
test. A call is made once to see which operations it sends, then once for each of them and each
fault.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from botocore import handlers
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

from generator import aws
from generator.errors import AmiFactoryError, DeniedError, NoCredentialsError, ThrottledError
from generator.ports.place import Place
from generator.ports.stack_sets import StackSetOrder, Targets
from generator.ports.stacks import Body, Order
from tests.fakes.faulty_aws import ARN, FaultyAws, garbage, raising, refusal, throttling

EXECUTION = "11112222-3333-4444-5555-666677778888"
HERE = ("eu-west-1", None)
PLACE = Place("123456789012", "eu-west-1", "aws")
ORDER = Order("web", "amifactory-1", creates=True, body=Body("{}"), token="t")  # noqa: S106  # no password
SET = StackSetOrder("set", "A set", Body("{}"), {}, "SELF_MANAGED", ())
TARGETS = Targets(accounts=("123456789012",), regions=("eu-west-1",))

CALLS: dict[str, Callable[[Any], object]] = {
    "amis.Ec2Amis.describe": lambda it: it.describe(("ami-0123456789abcdef0",)),
    "amis.Ec2Amis.parameters": lambda it: it.parameters(("/golden/web",)),
    "amis.Ec2Amis.tagged": lambda it: it.tagged({"amifactory:factory": "web"}),
    "automations.SsmAutomations.execution": lambda it: it.execution(EXECUTION),
    "bucket_policy.S3BucketPolicy.public": lambda it: it.public(),
    "bucket_policy.S3BucketPolicy.text": lambda it: it.text(),
    "builds.ImageBuilder.build": lambda it: it.build(ARN),
    "builds.ImageBuilder.builds": lambda it: it.builds(ARN),
    "builds.ImageBuilder.cancel": lambda it: it.cancel(ARN, "token"),
    "builds.ImageBuilder.distribute": lambda it: it.distribute(ARN, ARN, ARN, "token", {}),
    "builds.ImageBuilder.pipelines": lambda it: it.pipelines(),
    "builds.ImageBuilder.retry": lambda it: it.retry(ARN, "token"),
    "builds.ImageBuilder.start": lambda it: it.start(ARN, "token", {}),
    "builds.ImageBuilder.steps": lambda it: it.steps("wf-1"),
    "builds.ImageBuilder.workflows": lambda it: it.workflows(ARN),
    "functions.LambdaFunctions.invoke": lambda it: it.invoke("buildAmi", {}),
    "hour.hour": lambda it: it(*HERE),
    "identity.place": lambda it: it(*HERE),
    "logs.CloudWatchLogs.lines": lambda it: it.lines("group", "stream"),
    "logs.CloudWatchLogs.streams": lambda it: it.streams("group"),
    "objects.S3Scripts.fetch": lambda it: it.fetch("s3://bucket/script.sh"),
    "published.S3Published.fetch": lambda it: it.fetch("bucket", "web.yaml"),
    "stack_sets.CloudFormationStackSets.add": lambda it: it.add("set", "SELF", TARGETS, "o"),
    "stack_sets.CloudFormationStackSets.create": lambda it: it.create(SET, "token"),
    "stack_sets.CloudFormationStackSets.delete": lambda it: it.delete("set"),
    "stack_sets.CloudFormationStackSets.find": lambda it: it.find("set"),
    "stack_sets.CloudFormationStackSets.instances": lambda it: it.instances("set"),
    "stack_sets.CloudFormationStackSets.operation": lambda it: it.operation("set", "o"),
    "stack_sets.CloudFormationStackSets.remove": lambda it: it.remove("set", "SELF", TARGETS, "o"),
    "stack_sets.CloudFormationStackSets.running": lambda it: it.running("set"),
    "stack_sets.CloudFormationStackSets.update": lambda it: it.update(SET, "o"),
    "stacks.CloudFormationStacks.change_set": lambda it: it.change_set("arn"),
    "stacks.CloudFormationStacks.change_sets": lambda it: it.change_sets("web"),
    "stacks.CloudFormationStacks.delete": lambda it: it.delete("web", "token"),
    "stacks.CloudFormationStacks.discard": lambda it: it.discard("arn"),
    "stacks.CloudFormationStacks.events": lambda it: it.events("web"),
    "stacks.CloudFormationStacks.execute": lambda it: it.execute("arn", "token"),
    "stacks.CloudFormationStacks.find": lambda it: it.find("web"),
    "stacks.CloudFormationStacks.last_event": lambda it: it.last_event("web"),
    "stacks.CloudFormationStacks.policy": lambda it: it.policy("web"),
    "stacks.CloudFormationStacks.prepare": lambda it: it.prepare(ORDER),
    "stacks.CloudFormationStacks.protect": lambda it: it.protect("web", protected=True),
    "stacks.CloudFormationStacks.resources": lambda it: it.resources("web"),
    "stacks.CloudFormationStacks.rollback": lambda it: it.rollback("web", "token"),
    "stacks.CloudFormationStacks.set_policy": lambda it: it.set_policy("web", {}),
    "stacks.CloudFormationStacks.tagged": lambda it: it.tagged("amifactory:factory"),
    "stacks.CloudFormationStacks.shells": lambda it: it.shells(),
    "stacks.CloudFormationStacks.template": lambda it: it.template("web"),
    "stacks.CloudFormationStacks.validation": lambda it: it.validation("arn"),
    "store.S3Store.get": lambda it: it.get("web.yaml"),
    "store.S3Store.put": lambda it: it.put("web.yaml", b"{}", "application/yaml"),
    "store.S3Store.replace": lambda it: it.replace("web.yaml", b"{}", "application/yaml"),
    "store.bucket_region": lambda it: it(_s3(), "bucket", "123456789012"),
    "template_bucket.connect": lambda it: it(PLACE)[1],
}
ASKS_NOTHING = {"store.S3Store.url"}
"""Public methods that send no request."""
MADE_WITH: dict[str, tuple[Any, ...]] = {
    "store": ("bucket", "123456789012", *HERE),
    "bucket_policy": ("bucket", *HERE),
}
"""What an adapter's `connect` takes where it is not region and profile."""

PASSING = {
    "throttling": throttling,
    "failure of the service": refusal("InternalFailure", 500),
    "read time-out": raising(lambda url: ReadTimeoutError(endpoint_url=url)),
    "connection reset": raising(lambda url: ConnectionClosedError(endpoint_url=url)),
}
"""Faults after which the same request is sent again."""
ONCE = {"functions.LambdaFunctions.invoke"}
"""Calls that are not safe to repeat: only what surely never ran is sent again."""
BODILESS = ("HeadBucket",)
"""Operations whose errors have no body: S3 says `400` and no more."""


def found() -> Iterator[str]:
    """Public methods of adapters, and functions that ask AWS by themselves."""
    for info in pkgutil.iter_modules(aws.__path__):
        module = importlib.import_module(f"generator.aws.{info.name}")
        for name, each in vars(module).items():
            if name.startswith("_") or getattr(each, "__module__", "") != module.__name__:
                continue
            if not callable(each) or "with translated(" not in inspect.getsource(each):
                continue
            if inspect.isclass(each):
                methods = inspect.getmembers(each, inspect.isfunction)
                yield from (f"{info.name}.{name}.{m}" for m, _ in methods if not m.startswith("_"))
            else:
                yield f"{info.name}.{name}"


def test_every_request_of_the_adapters_is_tried() -> None:
    known = set(CALLS) | ASKS_NOTHING | {"session.client"}

    assert known == set(found())


@pytest.fixture(scope="module")
def faulty() -> Iterator[FaultyAws]:
    """An AWS that fails on demand, between every client of botocore and the network.

    Pauses between tries take no time, and failures of one test do not use up the tries of the
    next (standard mode has a quota for each client).
    """
    made = FaultyAws()
    ours = [
        ("before-call", made.remember),
        ("before-send", made.answer),
        ("before-parse", made.fill),
    ]
    handlers.BUILTIN_HANDLERS[:0] = ours
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("AWS_ACCESS_KEY_ID", "local")
        patched.setenv("AWS_SECRET_ACCESS_KEY", "local")
        patched.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _seconds: None))
        patched.setattr("botocore.retries.quota.RetryQuota.acquire", lambda *_: True)
        yield made
    for each in ours:
        handlers.BUILTIN_HANDLERS.remove(each)
    _adapter.cache_clear()
    _s3.cache_clear()


@cache
def _s3() -> Any:
    return importlib.import_module("generator.aws.session").client("s3", *HERE)


@cache
def _adapter(module: str) -> Any:
    connect = importlib.import_module(f"generator.aws.{module}").connect
    return connect(*MADE_WITH.get(module, HERE))


def call(name: str) -> object:
    """Make the call of this name."""
    module, *rest = name.split(".")
    if len(rest) == 2:
        return CALLS[name](_adapter(module))
    return CALLS[name](getattr(importlib.import_module(f"generator.aws.{module}"), rest[0]))


def sites(name: str, faulty: FaultyAws) -> tuple[object, list[str]]:
    """What a call gives when nothing fails, and the operations that it sends."""
    if name not in faulty.known:
        if name.count(".") == 2:  # what making the adapter sends is no part of the call
            _adapter(name.split(".", 1)[0])
        faulty.begin()
        result = call(name)
        faulty.known[name] = result, list(dict.fromkeys(faulty.calls))
    result, operations = faulty.known[name]

    assert operations, "it asks nothing, so that its tests would prove nothing"

    return result, operations


@pytest.mark.parametrize("fault", PASSING)
@pytest.mark.parametrize("name", sorted(set(CALLS) - ONCE))
def test_what_passes_is_waited_for(name: str, fault: str, faulty: FaultyAws) -> None:
    """Twice in a row: the third request is answered, and nobody notices."""
    expected, operations = sites(name, faulty)
    for operation in operations:
        faulty.begin((operation, PASSING[fault], 2))

        assert repr(expected) == repr(call(name)), operation
        assert faulty.sent[operation] >= 3, operation


@pytest.mark.parametrize("name", sorted(CALLS))
@pytest.mark.parametrize(
    ("fault", "kind"), [("ExpiredToken", NoCredentialsError), ("AccessDenied", DeniedError)]
)
def test_what_does_not_pass_is_explained(
    name: str, fault: str, kind: type[AmiFactoryError], faulty: FaultyAws
) -> None:
    """With what was tried and what to do."""
    for operation in sites(name, faulty)[1]:
        faulty.begin((operation, refusal(fault, 403), 100))
        error = _error(name)
        if error is None:
            assert (name, operation, fault) in TOLERATED
            continue

        assert isinstance(error, AmiFactoryError), operation
        assert error.message
        assert operation in BODILESS or isinstance(error, kind), operation
        assert operation in BODILESS or error.hint


TOLERATED = {("amis.Ec2Amis.describe", "DescribeInstances", "AccessDenied")}
"""What can be done without: who may not list instances still sees the AMIs."""


@pytest.mark.parametrize("fault", ["throttling", "connection reset", "malformed reply"])
@pytest.mark.parametrize("name", sorted(CALLS))
def test_nothing_ends_in_a_traceback(name: str, fault: str, faulty: FaultyAws) -> None:
    """When it goes on, or when somebody else answers in the place of AWS."""
    fails = PASSING.get(fault, garbage)
    for operation in sites(name, faulty)[1]:
        faulty.begin((operation, fails, 100))
        error = _error(name)

        assert error is None or (isinstance(error, AmiFactoryError) and error.message), operation
        if fault == "throttling" and operation not in BODILESS:
            assert isinstance(error, ThrottledError), operation


def _error(name: str) -> Exception | None:
    """How a call fails; None when it does not."""
    try:
        call(name)
    except Exception as error:  # noqa: BLE001  # all of them are looked at
        return error
    return None
