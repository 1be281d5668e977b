"""Who is signed in, and where."""

from __future__ import annotations

import pytest
from botocore.exceptions import EndpointConnectionError, ProfileNotFound
from moto import mock_aws

from generator.aws import identity
from generator.aws.failures import translated
from generator.errors import NoCredentialsError, NoRegionError, UnreachableError
from generator.localaws.door import local_aws
from generator.ports.place import Place


@pytest.fixture(autouse=True)
def _signed_in(monkeypatch, tmp_path):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))


def test_the_place_is_told_by_the_credentials() -> None:
    with mock_aws():
        assert Place("123456789012", "eu-west-1", "aws") == identity.place("eu-west-1", None)


def test_partitions_other_than_the_first_are_seen() -> None:
    with mock_aws():
        assert "aws-cn" == identity.place("cn-north-1", None).partition


def test_the_local_aws_is_known_by_its_header() -> None:
    with local_aws():
        assert identity.place("eu-west-1", None).emulated


def test_without_a_region_it_is_said() -> None:
    with pytest.raises(NoRegionError, match="no region is set"):
        identity.place(None, None)


def test_without_credentials_it_is_said(monkeypatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")

    with pytest.raises(NoCredentialsError):
        identity.place("eu-west-1", None)


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("http://127.0.0.1:9", "AWS_ENDPOINT_URL is http://127.0.0.1:9: is `amifactory local` up?"),
        ("http://[::1]:9", "AWS_ENDPOINT_URL is http://[::1]:9: is `amifactory local` up?"),
        ("http://aws.test:9", "check AWS_ENDPOINT_URL, which is http://aws.test:9"),
    ],
)
def test_an_endpoint_that_is_not_there_is_named(monkeypatch, url: str, hint: str) -> None:
    """The network is not what is wrong."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)

    with pytest.raises(UnreachableError) as told, translated("look"):
        raise EndpointConnectionError(endpoint_url=url)

    assert hint == told.value.hint


def test_a_profile_of_the_environment_is_said_to_be_one(monkeypatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nope")

    with pytest.raises(NoCredentialsError) as told, translated("look"):
        raise ProfileNotFound(profile="nope")

    assert told.value.hint.startswith("the profile comes from AWS_PROFILE: ")
