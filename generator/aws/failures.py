"""botocore's exceptions as errors of ours."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from botocore import exceptions as botocore
from botocore.parsers import ResponseParserError

from generator.errors import (
    AccessError,
    AmiFactoryError,
    DeniedError,
    NoAnswerError,
    NoCredentialsError,
    NoRegionError,
    NotFoundError,
    RemoteError,
    ThrottledError,
    UnreachableError,
)

EXCEPTIONS: Mapping[type[AmiFactoryError], tuple[type[Exception], ...]] = {
    NoCredentialsError: (
        botocore.NoCredentialsError,
        botocore.PartialCredentialsError,
        botocore.CredentialRetrievalError,
        botocore.UnknownCredentialError,
        botocore.NoAuthTokenError,
        botocore.TokenRetrievalError,
        botocore.UnknownTokenProviderError,
        botocore.MetadataRetrievalError,
        botocore.RefreshWithMFAUnsupportedError,
        botocore.InfiniteLoopConfigError,
        botocore.ProfileNotFound,
        botocore.SSOError,
        botocore.SSOTokenLoadError,
        botocore.UnauthorizedSSOTokenError,
        botocore.LoginError,
        botocore.LoginRefreshRequired,
        botocore.LoginInsufficientPermissions,
        botocore.LoginTokenLoadError,
        botocore.LoginAuthorizationCodeError,
    ),
    NoRegionError: (
        botocore.NoRegionError,
        botocore.UnknownRegionError,
        botocore.InvalidRegionError,
        botocore.ServiceNotInRegionError,
        botocore.UnknownEndpointError,
        botocore.UnknownFIPSEndpointError,
        botocore.EndpointVariantError,
        botocore.BaseEndpointResolverError,
        botocore.EndpointResolutionError,
    ),
    NoAnswerError: (
        botocore.ReadTimeoutError,
        botocore.ConnectionClosedError,
        botocore.ResponseStreamingError,
        botocore.IncompleteReadError,
        botocore.HTTPClientError,
        botocore.ChecksumError,
        botocore.FlexibleChecksumError,
        botocore.AwsChunkedWrapperError,
        ResponseParserError,  # a proxy or a captive portal answered instead of AWS
    ),
    UnreachableError: (
        botocore.ConnectionError,
        botocore.EndpointConnectionError,
        botocore.ConnectTimeoutError,
        botocore.ProxyConnectionError,
        botocore.SSLError,
    ),
    ThrottledError: (botocore.CapacityNotAvailableError,),
    AccessError: (  # this machine's own settings and packages
        botocore.ConfigParseError,
        botocore.ConfigNotFound,
        botocore.InvalidConfigError,
        botocore.InvalidDefaultsMode,
        botocore.InvalidProxiesConfigError,
        botocore.InvalidIMDSEndpointError,
        botocore.InvalidIMDSEndpointModeError,
        botocore.InvalidEndpointConfigurationError,
        botocore.InvalidEndpointDiscoveryConfigurationError,
        botocore.InvalidRetryConfigurationError,
        botocore.InvalidRetryModeError,
        botocore.InvalidMaxRetryAttemptsError,
        botocore.InvalidChecksumConfigError,
        botocore.InvalidSTSRegionalEndpointsConfigError,
        botocore.InvalidS3UsEast1RegionalEndpointConfigError,
        botocore.InvalidS3AddressingStyleError,
        botocore.MissingDependencyException,
        botocore.MD5UnavailableError,
        botocore.DataNotFoundError,
        botocore.UnknownServiceError,
        botocore.ApiVersionNotFoundError,
        botocore.UnsupportedServiceProtocolsError,
    ),
}
"""What each exception of botocore is to a user; those of a wrong call of ours are not here."""

THROTTLED = frozenset(
    (
        "CallRateLimitExceededException",
        "EC2ThrottledException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    )
)

CODES: Mapping[type[AmiFactoryError], frozenset[str]] = {
    DeniedError: frozenset(
        (
            "AccessDenied",
            "AccessDeniedException",
            "ForbiddenException",
            "KMSAccessDeniedException",
            "UnauthorizedOperation",
        )
    ),
    NoCredentialsError: frozenset(
        (
            "AuthFailure",
            "ExpiredToken",
            "ExpiredTokenException",
            "IncompleteSignature",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "RequestExpired",
            "SignatureDoesNotMatch",
            "UnrecognizedClientException",
        )
    ),
    NotFoundError: frozenset(("ResourceNotFoundException",)),
    ThrottledError: THROTTLED,
}
"""Codes with which services refuse (Common Error Types of each API reference)."""

HINTS: Mapping[type[AmiFactoryError], str] = {
    DeniedError: "ask for the permission, or choose other credentials with --profile",
    NoCredentialsError: "sign in to AWS, or choose credentials with --profile",
    NoRegionError: "give --region, or set AWS_REGION",
    NotFoundError: "check the name, --region and --profile",
    ThrottledError: "wait a minute and try again",
    NoAnswerError: "it may have run all the same: look what it did before you try again",
    UnreachableError: "check the network, the proxy and --region",
    AccessError: "check AWS's configuration on this machine, and its environment variables",
}

LOOPBACK = ("localhost", "::1")
"""Names of this machine, besides 127.0.0.0/8."""


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Raise botocore's exceptions as ours; `doing` completes "cannot ...".

    Exceptions that tell of a wrong call go through: they are bugs.

    Raises:
        AccessError: when AWS cannot be asked, or refuses to be asked.
        RemoteError: when AWS fails.
    """
    try:
        yield
    except botocore.ClientError as error:
        told = error.response.get("Error", {})
        raise _refused(doing, told) from error
    except (botocore.BotoCoreError, ResponseParserError) as error:
        kind = kind_of(type(error))
        if kind is None:
            raise
        raise kind(f"cannot {doing}: {_sentence(str(error))}", _hint(kind, error)) from error


def kind_of(raised: type[Exception]) -> type[AmiFactoryError] | None:
    """The error of ours for an exception of botocore, or for its nearest base; None for a bug."""
    kinds = {each: kind for kind, group in EXCEPTIONS.items() for each in group}
    return next((kinds[base] for base in raised.__mro__ if base in kinds), None)


def _hint(kind: type[AmiFactoryError], error: Exception) -> str:
    """What to do, with what the environment says that the user may not think of."""
    url = os.environ.get("AWS_ENDPOINT_URL")
    if kind is UnreachableError and url:
        here = urlsplit(url).hostname or ""
        if here in LOOPBACK or here.startswith("127."):
            return f"AWS_ENDPOINT_URL is {url}: is `amifactory local` up?"
        return f"check AWS_ENDPOINT_URL, which is {url}"
    if isinstance(error, botocore.ProfileNotFound):
        named = getattr(error, "kwargs", {}).get("profile")
        for variable in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE"):
            if named and os.environ.get(variable) == named:
                return f"the profile comes from {variable}: unset it, or give --profile"
    return HINTS[kind]


def _refused(doing: str, told: Mapping[str, Any]) -> AmiFactoryError:
    code, said = told.get("Code") or "", told.get("Message") or "no reason is given"
    kind = next((kind for kind, codes in CODES.items() if code in codes), RemoteError)
    return kind(f"cannot {doing}: {_sentence(said)} ({code})", HINTS.get(kind, ""))


def _sentence(said: str) -> str:
    """In one line, without the full stop that not every message has."""
    return " ".join(said.split()).rstrip(".")
