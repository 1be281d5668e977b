"""Who is signed in, and where."""

from __future__ import annotations

import pytest
from moto import mock_aws

from generator.aws import identity
from generator.errors import NoCredentialsError, NoRegionError
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
