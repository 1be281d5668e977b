"""`amifactory classic`: a payload in, the event or what buildAmi made of it out."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest

from generator.cli import classic, sending
from generator.errors import (
    DeniedError,
    Exit,
    NoAnswerError,
    NoCredentialsError,
    NoRegionError,
    ThrottledError,
    UnreachableError,
)
from generator.ports.automations import Execution, StepRun
from generator.ports.functions import Answer
from tests.fakes.automations import FakeAutomations
from tests.fakes.functions import FakeFunctions

SOURCE = "ami-0123456789abcdef0"
EVENT = {"amis": [{"imageName": "base", "sourceImage": SOURCE}]}
TWO = """\
factory: {region: eu-central-1}
amis:
  - {imageName: web, sourceImage: ami-0123456789abcdef0, scan: true}
  - {imageName: market, sourceImage: prod-abcdefgh12345}
"""
STARTED = {
    "image": "base",
    "status": "started",
    "notes": ["description cut"],
    "executionId": "1234-abcd",
}
REPEATED = {"image": "old", "status": "started", "notes": [], "executionId": None}
FAILED = {"image": "web", "status": "failed", "notes": [], "faults": ["accounts: no", "x: y"]}
FOLLOW = "aws ssm get-automation-execution --automation-execution-id 1234-abcd"

pytestmark = pytest.mark.usefixtures("payloads")


def raised(kind: str, message: str) -> Answer:
    """What Lambda gives when a function raises."""
    return Answer({"errorType": kind, "errorMessage": message, "stackTrace": []}, failed=True)


def some_failed(answer: dict[str, Any]) -> Answer:
    return raised("ImagesFailedError", f"images that did not start: web\n{json.dumps(answer)}")


@pytest.fixture
def factory(monkeypatch):
    """An account in which buildAmi gives such an answer; remembers how it was connected to."""

    def make(answer: Answer | Exception) -> FakeFunctions:
        functions = FakeFunctions(buildAmi=answer)
        functions.places = []

        def connect(region: str | None, profile: str | None) -> FakeFunctions:
            functions.places.append((region, profile))
            return functions

        monkeypatch.setattr("generator.aws.functions.connect", connect)
        return functions

    return make


@pytest.fixture
def sound(factory):
    return factory(Answer({"started": [STARTED], "failed": []}))


@pytest.fixture(autouse=True)
def _two(here):
    (here / "two.yaml").write_text(TWO)


def test_the_group_lists_its_commands(amifactory) -> None:
    said = amifactory("classic", "--help")

    assert Exit.DONE == said.code
    assert [] == [name for name in classic.COMMANDS if name not in said.out]


@pytest.mark.parametrize("name", classic.COMMANDS)
def test_every_command_has_help_with_an_example(amifactory, name: str) -> None:
    said = amifactory("classic", name, "--help")

    assert classic.COMMANDS[name] in said.out
    assert f"Example: amifactory classic {name} " in said.out


def test_a_wrong_command_is_a_usage_error(amifactory) -> None:
    assert Exit.USAGE == amifactory("classic", "evnt", "sound.yaml").code


def test_the_event_is_printed_alone(amifactory) -> None:
    said = amifactory("classic", "event", "sound.yaml")

    assert (Exit.DONE, EVENT, "") == (said.code, said.json, said.err)


def test_a_payload_comes_from_standard_input_too(amifactory) -> None:
    said = amifactory("classic", "event", "-", stdin=json.dumps(EVENT))

    assert (Exit.DONE, EVENT) == (said.code, said.json)


def test_findings_go_to_standard_error_and_do_not_touch_the_event(amifactory) -> None:
    said = amifactory("classic", "event", "doubtful.yaml")

    assert Exit.DONE == said.code
    assert "https://example.com/base.sh" == said.json["amis"][0]["bootstrapUrl"]
    assert "AF320 warning" in said.err


def test_findings_for_programs_stand_alone_on_standard_error(amifactory) -> None:
    said = amifactory("classic", "event", "two.yaml", "--image", "web", "--findings", "json")

    assert "web" == said.json["amis"][0]["imageName"]
    assert "findings" in json.loads(said.err)


def test_errors_of_the_payload_stop_the_event(amifactory) -> None:
    said = amifactory("classic", "event", "faulty.yaml")

    assert (Exit.FINDINGS, "") == (said.code, said.out)
    assert "faulty.yaml:3:18" in said.err


def test_a_source_of_image_builder_is_told_at_its_line(amifactory) -> None:
    said = amifactory("classic", "event", "two.yaml")

    assert (Exit.FINDINGS, "") == (said.code, said.out)
    assert (
        'error: two.yaml:4:38: sourceImage "prod-abcdefgh12345" is a Marketplace product, '
        "from which the classic engine cannot build\n"
    ) in said.err


def test_images_are_chosen_by_name_and_unused_keys_named(amifactory) -> None:
    said = amifactory("classic", "event", "two.yaml", "--image", "web")

    assert ["web"] == [image["imageName"] for image in said.json["amis"]]
    assert 'note: image "web": not used by the classic engine: scan\n' == said.err


def test_an_image_that_is_not_there_gets_a_suggestion(amifactory) -> None:
    said = amifactory("classic", "event", "two.yaml", "--image", "wbe")

    assert Exit.USAGE == said.code
    assert 'the payload has no image "wbe"; did you mean "web"?' in said.err


def test_the_command_line_sends_the_event_once(amifactory) -> None:
    """As the shell reads it: one attempt, time enough, the event untouched."""
    said = amifactory("classic", "event", "sound.yaml", "--cli", "--function", "buildAmi")
    words = shlex.split(said.out)
    options = dict(zip(words[4:-1:2], words[5:-1:2], strict=True))

    assert ["AWS_MAX_ATTEMPTS=1", "aws", "lambda", "invoke"] == words[:4]
    assert EVENT == json.loads(options.pop("--payload"))
    assert {
        "--function-name": "buildAmi",
        "--cli-binary-format": "raw-in-base64-out",
        "--cli-read-timeout": "150",
    } == options
    assert "/dev/stdout" == words[-1]


def test_the_shell_cannot_be_made_to_read_more_than_one_line() -> None:
    event = {"amis": [{"description": "it's; $(rm -rf x) `y`\u2028"}]}
    line = sending.command_line(event, "buildAmi")

    assert event == json.loads(shlex.split(line)[-2])


def test_an_event_too_long_for_a_command_line_is_read_from_a_file(capsys) -> None:
    line = sending.command_line({"amis": ["x" * sending.LONGEST_ARGUMENT]}, "buildAmi")

    assert "fileb://event.json" in shlex.split(line)
    assert "write the event to event.json first" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["event", "sound.yaml", "--cli"],
        ["event", "sound.yaml", "--function", "buildAmi"],
        ["invoke", "sound.yaml"],
        ["invoke", "sound.yaml", "--function", ""],
        ["invoke", "sound.yaml", "--function", "two words"],
    ],
)
def test_function_is_given_where_it_is_used(amifactory, arguments: list[str]) -> None:
    said = amifactory("classic", *arguments)

    assert (Exit.USAGE, "") == (said.code, said.out)
    assert "--function" in said.err


def invoke(amifactory, *more: str, file: str = "sound.yaml"):
    return amifactory("classic", "invoke", file, "--function", "buildAmi", *more)


def test_what_was_started_is_shown_with_how_to_follow_it(amifactory, sound) -> None:
    said = invoke(amifactory)

    assert Exit.DONE == said.code
    assert f"started base: execution 1234-abcd, see `{FOLLOW}`\n  note: description cut\n" == (
        said.out
    )
    assert [("buildAmi", EVENT)] == sound.sent


def test_region_and_profile_go_along(amifactory, sound) -> None:
    said = invoke(amifactory, "--region", "eu-west-1", "--profile", "my team")

    assert [("eu-west-1", "my team")] == sound.places
    assert f"{FOLLOW} --region eu-west-1 --profile 'my team'`" in said.out


@pytest.mark.parametrize(
    ("where", "region"),
    [
        ("sound.yaml", "us-east-2"),
        ("two.yaml --image web", "eu-central-1"),
        ("two.yaml --image web --region eu-west-1", "eu-west-1"),
    ],
)
def test_the_region_comes_from_option_payload_or_environment(
    amifactory, sound, monkeypatch, where: str, region: str
) -> None:
    monkeypatch.setenv("AWS_REGION", "us-east-2")
    file, *options = where.split()
    invoke(amifactory, *options, file=file)

    assert [(region, None)] == sound.places


def test_one_image_that_failed_fails_the_command_and_the_others_are_shown(
    amifactory, factory
) -> None:
    factory(some_failed({"started": [STARTED, REPEATED], "failed": [FAILED]}))
    said = invoke(amifactory)

    assert Exit.FAILED == said.code
    assert [
        f"started base: execution 1234-abcd, see `{FOLLOW}`",
        "  note: description cut",
        "started old: execution of an earlier attempt",
        "failed  web: accounts: no; x: y",
    ] == said.out.splitlines()


def test_records_are_json_beside_the_findings(amifactory, factory) -> None:
    factory(some_failed({"started": [STARTED], "failed": [FAILED]}))
    said = invoke(amifactory, "--format", "json", file="doubtful.yaml")

    assert (Exit.FAILED, "") == (said.code, said.err)
    assert ([STARTED], [FAILED]) == (said.json["started"], said.json["failed"])
    assert ["AF320"] == [finding["code"] for finding in said.json["findings"]]


def test_what_the_function_says_cannot_command_the_terminal(amifactory, factory) -> None:
    record = {"image": "x\x1b[2J", "faults": ["##[error]"], "notes": ["\x1b"]}
    factory(some_failed({"started": [], "failed": [record]}))
    said = invoke(amifactory)

    assert "\x1b" not in said.out
    assert "##[" not in said.out


def test_errors_of_the_payload_stop_the_invocation(amifactory, sound) -> None:
    said = invoke(amifactory, file="faulty.yaml")

    assert (Exit.FINDINGS, []) == (said.code, sound.sent)
    assert "faulty.yaml:3:18" in said.out


def test_an_image_for_the_other_engine_stops_the_invocation(amifactory, sound) -> None:
    said = invoke(amifactory, "--format", "json", file="two.yaml")

    assert (Exit.FINDINGS, []) == (said.code, sound.sent)
    assert "two.yaml:4:38" in said.json["error"]["causes"][0]["message"]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (
            raised("RefusedError", "the event is not JSON\nmore"),
            "error: the function buildAmi failed: the event is not JSON\n",
        ),
        (
            Answer({"errorMessage": "Task timed out after 120.00 seconds"}, failed=True),
            "error: the function buildAmi failed: Task timed out after 120.00 seconds\n",
        ),
        (
            raised("ImagesFailedError", "images that did not start: web\n{cut"),
            "error: the function buildAmi failed: images that did not start: web\n",
        ),
        (Answer("odd", failed=True), "error: the function buildAmi failed: no reason is given\n"),
        (Answer(None), "error: the function buildAmi does not answer as buildAmi does\n"),
        (Answer(EVENT), "error: the function buildAmi does not answer as buildAmi does\n"),
        (
            Answer({"started": [{"image": "web", "notes": 1}], "failed": []}),
            "error: the function buildAmi does not answer as buildAmi does\n",
        ),
    ],
)
def test_a_function_that_failed_as_a_whole_is_told(
    amifactory, factory, answer: Answer, message: str
) -> None:
    factory(answer)
    said = invoke(amifactory)

    assert (Exit.FAILED, "") == (said.code, said.out)
    assert message in said.err


@pytest.mark.parametrize(
    "kind",
    [
        DeniedError,
        NoCredentialsError,
        NoRegionError,
        ThrottledError,
        UnreachableError,
    ],
)
def test_aws_that_cannot_be_asked_is_told_with_what_to_do(amifactory, factory, kind) -> None:
    factory(kind("cannot invoke", "do this"))
    said = invoke(amifactory)

    assert (Exit.MACHINE, "") == (said.code, said.out)
    assert "error: cannot invoke\n  hint: do this\n" == said.err


def test_without_an_answer_nobody_is_led_to_build_twice(amifactory, factory) -> None:
    functions = factory(NoAnswerError("cannot invoke", "try again"))
    said = invoke(amifactory)

    assert (Exit.MACHINE, "", 1) == (said.code, said.out, len(functions.sent))
    assert "hint: builds may have started all the same: look at `aws ssm describe-" in said.err


def test_an_error_is_json_where_json_was_asked_for(amifactory, factory) -> None:
    factory(DeniedError("cannot invoke", "do this"))
    said = invoke(amifactory, "--format", "json")

    assert ("cannot invoke", "do this") == (
        said.json["error"]["message"],
        said.json["error"]["hint"],
    )


@pytest.mark.usefixtures("sound")
def test_a_function_that_is_not_there_is_told(amifactory) -> None:
    said = amifactory("classic", "invoke", "sound.yaml", "--function", "gone")

    assert Exit.MACHINE == said.code
    assert "cannot invoke the function gone" in said.err


def test_without_region_and_credentials_the_real_door_says_so(
    amifactory, here, monkeypatch
) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(here / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(here / "none"))

    assert "give --region, or set AWS_REGION" in invoke(amifactory).err
    said = invoke(amifactory, "--region", "eu-west-1")
    assert (Exit.MACHINE, "") == (said.code, said.out)
    assert "Unable to locate credentials" in said.err


@pytest.fixture
def automations(monkeypatch):
    """Automations in the account, found where the function was; nobody waits for them."""

    def make(*stages):
        made = FakeAutomations(*stages)
        monkeypatch.setattr("generator.aws.automations.connect", lambda *_: made)
        monkeypatch.setenv("AMIFACTORY_POLL", "0.001")

    return make


LAUNCHED = StepRun("1", "launchInstance", "aws:runInstances", "Success")
GOING = Execution("1234-abcd", "Linux", "InProgress", steps=(LAUNCHED,))
BUILT = Execution("1234-abcd", "Linux", "Success", "", {"createImage.ImageId": (SOURCE,)})


@pytest.mark.usefixtures("sound")
def test_follow_tells_each_step_and_the_ami(amifactory, automations) -> None:
    automations([GOING, BUILT])

    said = amifactory("classic", "invoke", "sound.yaml", "--function", "buildAmi", "--follow")

    assert Exit.DONE == said.code
    assert said.out.startswith("started base: execution 1234-abcd")
    assert f"  base: launchInstance Success\nbase: {SOURCE}\n" == said.err


@pytest.mark.usefixtures("sound")
def test_ctrl_c_stops_the_looking_only(amifactory, automations, monkeypatch) -> None:
    """The builds are AWS's by then; each can be watched with AWS's own command."""
    automations([GOING])
    call = ("classic", "invoke", "sound.yaml", "--function", "buildAmi", "--follow")

    def interrupted(_seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", interrupted)
    said = amifactory(*call, "--region", "eu-west-1")

    assert Exit.INTERRUPTED == said.code
    assert (
        f"\ninterrupted; the builds go on\n  {FOLLOW} --region eu-west-1  # watch base\n"
    ) in said.err
    assert ["1234-abcd"] == [
        each["executionId"] for each in amifactory(*call, "--format", "json").json["started"]
    ]


@pytest.mark.usefixtures("sound")
def test_follow_leaves_with_the_builds_own_end(amifactory, automations) -> None:
    automations([GOING, Execution("1234-abcd", "Linux", "Failed", "Step launch fails")])
    call = ("classic", "invoke", "sound.yaml", "--function", "buildAmi", "--follow")

    said = amifactory(*call, "--format", "json")

    assert Exit.FAILED == said.code
    (record,) = said.json["started"]
    assert ("Failed", "Step launch fails") == (record["ended"], record["failure"])
    assert "base: Failed: Step launch fails\n" in said.err
