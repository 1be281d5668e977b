"""Every exception of botocore is an error of ours, or known to be a bug of ours."""

from __future__ import annotations

import pytest
from botocore import exceptions as botocore
from botocore.exceptions import ClientError

from generator.aws.failures import CODES, EXCEPTIONS, HINTS, kind_of, translated
from generator.errors import AccessError, RemoteError

WRONG_CALLS = {
    "AliasConflictParameterError",
    "EndpointProviderError",
    "InvalidDNSNameError",
    "InvalidExpressionError",
    "InvalidHostLabelError",
    "MissingParametersError",
    "MissingServiceIdError",
    "OperationNotPageableError",
    "PaginationError",
    "ParamValidationError",
    "RangeError",
    "StubAssertionError",
    "StubResponseError",
    "UnStubbedResponseError",
    "UndefinedModelAttributeError",
    "UnknownClientMethodError",
    "UnknownEndpointResolutionBuiltInName",
    "UnknownKeyError",
    "UnknownParameterError",
    "UnknownServiceStyle",
    "UnknownSignatureVersionError",
    "UnseekableStreamError",
    "UnsupportedOutpostResourceError",
    "UnsupportedS3AccesspointConfigurationError",
    "UnsupportedS3ArnError",
    "UnsupportedS3ConfigurationError",
    "UnsupportedS3ControlArnError",
    "UnsupportedS3ControlConfigurationError",
    "UnsupportedSignatureVersionError",
    "ValidationError",
    "WaiterConfigError",
    "WaiterError",
}
"""Raised when the program asks what makes no sense; they stay as they are and end as bugs."""

ANSWERS = {"BotoCoreError", "ClientError", "EventStreamError"}
"""The base of all, and errors that AWS answers: these are told apart by their code."""

ALL = {
    name: each
    for name, each in vars(botocore).items()
    if isinstance(each, type)
    and issubclass(each, Exception)
    and not issubclass(each, Warning)
    and each.__module__ == botocore.__name__
}
MAPPED = [(kind, each) for kind, group in EXCEPTIONS.items() for each in group]


def test_every_exception_of_botocore_has_its_place() -> None:
    """A new one fails here until somebody decides what it is to a user."""
    mapped = {each.__name__ for _, each in MAPPED if each.__module__ == botocore.__name__}

    assert set(ALL) == mapped | WRONG_CALLS | ANSWERS


def test_no_exception_has_two_places() -> None:
    names = [each.__name__ for _, each in MAPPED]

    assert sorted({*names, *WRONG_CALLS, *ANSWERS}) == sorted([*names, *WRONG_CALLS, *ANSWERS])


@pytest.mark.parametrize(("kind", "each"), MAPPED)
def test_an_exception_becomes_an_error_with_a_hint(kind, each) -> None:
    class Strange(each):  # whatever arguments the real one wants
        def __init__(self) -> None:
            Exception.__init__(self, "It broke\n badly.")

    with pytest.raises(AccessError) as caught, translated("ask AWS"):
        raise Strange

    assert kind is type(caught.value)
    assert "cannot ask AWS: It broke badly" == caught.value.message
    assert HINTS[kind] == caught.value.hint


@pytest.mark.parametrize("name", sorted(WRONG_CALLS & set(ALL)))
def test_a_wrong_call_stays_what_it_is(name: str) -> None:
    assert kind_of(ALL[name]) is None


def test_a_bug_passes_through() -> None:
    with pytest.raises(botocore.ParamValidationError), translated("ask AWS"):
        raise botocore.ParamValidationError(report="no such parameter")


@pytest.mark.parametrize(
    ("kind", "code"),
    [(kind, code) for kind, codes in CODES.items() for code in sorted(codes)],
)
def test_a_refusal_becomes_an_error_with_a_hint(kind, code: str) -> None:
    with pytest.raises(AccessError) as caught, translated("ask AWS"):
        raise ClientError({"Error": {"Code": code, "Message": "You may not."}}, "Ask")

    assert kind is type(caught.value)
    assert f"cannot ask AWS: You may not ({code})" == caught.value.message
    assert caught.value.hint


def test_any_other_refusal_is_a_failure_of_aws() -> None:
    with pytest.raises(RemoteError) as caught, translated("ask AWS"):
        raise ClientError({"Error": {"Code": "ServiceException"}}, "Ask")

    assert "cannot ask AWS: no reason is given (ServiceException)" == caught.value.message
