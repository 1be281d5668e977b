"""What makes moto know our services, and our repairs of its own.

moto has no plug-ins: a service is known when its address is in `backend_index` and
`moto.<service>` can be imported, both for `mock_aws` and for the server.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any

SERVICES = ("imagebuilder", "cloudformation")
"""Services of our own: each a package here, with `PARTS` and `<service>_backends`."""
PARTS = ("models", "responses", "urls")

REPAIRS = (
    "timekeeping",
    "contract",
    "refusing",
    "managed_policies",
    "bucket_policies",
    "ec2",
    "source_images",
    "automation",
    "functions",
    "schedules",
    "events",
)
"""Modules that change moto's own services, in this order: each has a `plug()` of its own."""

PRIVATE_NAMES = {
    "moto.awslambda.models.LambdaFunction._create_zipfile_from_plaintext_code":
        "code that a template holds as text",
    "moto.backend_index.backend_url_patterns": "a list, changed in place, of (service, pattern)",
    "moto.backends._import_backend": "imports moto.<service> and reads <service>_backends",
    "moto.cloudformation.cloudformation_backends": "replaced by ours",
    "moto.cloudformation.parsing.get_model_list.cache_clear": "finds our models",
    "moto.cloudformation.parsing.get_model_map.cache_clear": "finds our models",
    "moto.cloudformation.parsing.get_name_type_map.cache_clear": "finds our models",
    "moto.core.base_backend.BackendDict.reset": "empties a server that ends",
    "moto.core.base_backend.AccountSpecificBackend.__getitem__": "makes backends when asked",
    "moto.core.botocore_stubber.BotocoreStubber.process_request": "marks replies",
    "moto.core.config.default_user_config": "a server has no `mock_aws` to configure",
    "moto.core.errors.COMMON_ERROR_CODES": "error codes that no model has",
    "moto.core.responses.ActionResult.execute_result": "replies are checked on their way out",
    "moto.core.responses.BaseResponse.call_action": "what moto lacks is refused",
    "moto.core.responses.BaseResponse.serialized": "refusals in the service's protocol",
    "moto.core.responses.BaseResponse._get_param": "members of a request",
    "moto.ec2.responses._base_response.EC2BaseResponse._filters_from_querystring":
        "filters of a request to EC2",
    "moto.core.responses.BaseResponse._get_action": "names the operation refused",
    "moto.core.utils.utcnow": "moto's time, which it imports by name",
    "moto.ec2.models.amis.AmiBackend._load_amis": "loads no images beforehand",
    "moto.ec2.models.amis.AmiBackend.describe_images": "makes source images on sight",
    "moto.ec2.models.EC2Backend._get_template_from_args": "launch templates name an AMI",
    "moto.ec2.responses.instances.InstanceResponse._parse_block_device_mapping":
        "launches with volumes",
    "moto.iam.models.IAMBackend._init_aws_policies": "copies policies instead of making them",
    "moto.iam.models.aws_managed_policies_data": "the text of AWS's managed policies",
    "moto.iam.models.get_account_id_from": "finds accounts without making any",
    "moto.moto_server.werkzeug_app.DomainDispatcherApplication.get_backend_for_host":
        "refuses services that nobody emulates",
    "moto.organizations.models.FakeDelegatedAdministrator.SUPPORTED_SERVICES":
        "a list, added to, of services with a delegated administrator",
    "moto.s3.models.FakeBucket.get_permission": "conditions in bucket policies",
    "moto.sns.models.Topic()._tags": "tags of a topic are replaced",
    "moto.sns.models.Topic._create_default_topic_policy": "policy of a topic that loses its own",
    "moto.ssm.models.Command": "commands that automations sent are recorded",
    "moto.ssm.models.SimpleSystemManagerBackend()._commands": "where they are recorded",
    "moto.ssm.models.SimpleSystemManagerBackend()._parameters": "parameters that name an AMI",
    "moto.ssm.models.SimpleSystemManagerBackend()._documents": "documents that automations run",
    "moto.ssm.models.ParameterDict._check_loading_status": "makes public parameters on sight",
}  # fmt: skip
"""Names of moto that this package leans on and moto never promised: dotted path, what for.

`Class().name` is an attribute that instances get.
"""


@cache
def plug() -> None:
    """Let moto know our services and repairs, once in a process; it stays so."""
    with _left_out("rfc3987_syntax"):
        for repair in REPAIRS:
            importlib.import_module(f"generator.localaws.{repair}").plug()
        for service in SERVICES:
            _register(service)
    _forget_models()


@contextmanager
def _left_out(package: str) -> Iterator[None]:
    """Import without an optional package of moto's API Gateway: two seconds for a grammar of URLs.

    It is jsonschema's, which does without, and stays importable for others afterwards.
    """
    if package in sys.modules:
        yield
        return
    modules: dict[str, Any] = sys.modules  # None forbids an import
    modules[package] = None
    try:
        yield
    finally:
        del modules[package]


def _register(service: str) -> None:
    """Put our package in the place of moto's, or where moto has none."""
    from moto import backend_index

    home, ours = _home(service), f"generator.localaws.{service}"
    for part in PARTS:
        module = importlib.import_module(f"{ours}.{part}")
        sys.modules[f"{home.__name__}.{part}"] = module
        setattr(home, part, module)
    backends = f"{service}_backends"
    setattr(home, backends, getattr(sys.modules[f"{ours}.models"], backends))
    others = [one for one in backend_index.backend_url_patterns if one[0] != service]
    bases = sys.modules[f"{ours}.urls"].url_bases
    patterns = [(service, re.compile(base)) for base in bases]
    backend_index.backend_url_patterns[:] = patterns + others


def _home(service: str) -> ModuleType:
    """The package that moto knows the service by: its own, which keeps the rest of it, or new."""
    name = f"moto.{service}"
    if importlib.util.find_spec(name) is not None:
        return importlib.import_module(name)
    home = ModuleType(name)
    home.__path__ = []
    exceptions = importlib.import_module(f"generator.localaws.{service}.exceptions")
    sys.modules |= {name: home, f"{name}.exceptions": exceptions}
    return home


def _forget_models() -> None:
    """Let moto look again for models of CloudFormation, which it keeps once found."""
    from moto.cloudformation import parsing

    for kept in (parsing.get_model_list, parsing.get_model_map, parsing.get_name_type_map):
        kept.cache_clear()
