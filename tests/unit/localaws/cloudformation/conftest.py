"""The cloud that every test here gets."""

from __future__ import annotations

import pytest

from generator.localaws.cloudformation.models import cloudformation_backends
from generator.localaws.door import local_aws
from tests.fakes.cloud import Cloud


@pytest.fixture(scope="module")
def aws():
    """One AWS for a module: to begin one costs more than most tests."""
    with local_aws() as begun:
        yield begun


@pytest.fixture
def cloud(aws):
    """Empty of what these tests make."""
    from moto.logs.models import logs_backends
    from moto.s3.models import s3_backends
    from moto.sns.models import sns_backends
    from moto.sqs.models import sqs_backends

    aws.clock.reset()
    aws.faults.reset()
    account = "123456789012"
    for backends in (cloudformation_backends, logs_backends, sns_backends, sqs_backends):
        backends[account]["eu-west-1"].reset()
    s3_backends[account]["aws"].reset()
    return Cloud(aws, aws.client("cloudformation"))
