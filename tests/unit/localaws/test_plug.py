"""moto knows our services, in this process and as a server, and holds our replies to the model."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel

from generator.localaws.contract import UnknownReplyError, checked
from generator.localaws.plug import PARTS, SERVICES, plug


def operation(name: str) -> Any:
    model = ServiceModel(Loader().load_service_model("imagebuilder", "service-2"))
    return model.operation_model(name)


@pytest.mark.parametrize("service", SERVICES)
def test_moto_finds_our_package_under_its_own_name(service: str) -> None:
    plug()
    from moto.backends import get_backend

    ours = importlib.import_module(f"generator.localaws.{service}.models")

    assert getattr(ours, f"{service}_backends") is get_backend(service)  # type: ignore[call-overload]
    for part in PARTS:
        module = importlib.import_module(f"generator.localaws.{service}.{part}")
        assert importlib.import_module(f"moto.{service}.{part}") is module


def test_what_moto_itself_uses_of_cloudformation_is_still_there() -> None:
    plug()
    exceptions = importlib.import_module("moto.cloudformation.exceptions")

    assert "moto.cloudformation.exceptions" == exceptions.__name__
    assert hasattr(exceptions, "UnformattedGetAttTemplateException")


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ({"requestid": "a1b2"}, "requestid: is not a member"),
        ({"imagePipeline": {"status": "SLEEPING"}}, "imagePipeline.status: must satisfy enum"),
        ({"imagePipeline": {"name": 7}}, "imagePipeline.name: must be a string"),
        ({"imagePipeline": {"arn": "web"}}, "imagePipeline.arn: must satisfy regular expression"),
    ],
)
def test_a_reply_that_the_model_does_not_know_is_a_bug(reply: dict[str, Any], said: str) -> None:
    with pytest.raises(UnknownReplyError, match=said):
        checked(operation("GetImagePipeline"), reply)


def test_a_reply_of_the_model_passes() -> None:
    checked(operation("GetImagePipeline"), {"imagePipeline": {"name": "web", "status": "ENABLED"}})
