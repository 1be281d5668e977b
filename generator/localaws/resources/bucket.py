"""AWS::S3::Bucket: moto's model leaves most properties out."""

from __future__ import annotations

from typing import Any

from moto.utilities.utils import get_partition

from generator.localaws.cloudformation.handlers import Asked, FailedError, Handler, Made
from generator.localaws.emulated import Emulated
from generator.localaws.refusing import refusal

EMULATES = (
    Emulated(
        "A bucket keeps its encryption, public access block, ownership, versioning, lifecycle and"
        " tags; with other properties, also of lifecycle rules, it is refused",
        "moto",
    ),
)

DEFAULT_BLOCK = (True, True, True, True)
"""Since April 2023 every new bucket blocks public access (S3 User Guide)."""
DEFAULT_ENCRYPTION = {
    "ServerSideEncryptionConfiguration": [
        {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    ]
}
"""Since January 2023 every bucket encrypts (S3 User Guide)."""
BLOCKS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
RULE = {
    *("Id", "Status", "Prefix", "ExpirationInDays"),
    *("NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"),
}
"""What is kept of a lifecycle rule."""


class Bucket(Handler):
    """A bucket with its settings."""

    type = "AWS::S3::Bucket"
    takes = frozenset(
        {
            *("BucketName", "BucketEncryption", "PublicAccessBlockConfiguration"),
            *("OwnershipControls", "VersioningConfiguration", "LifecycleConfiguration"),
            *("Tags",),
        }
    )

    def apply(self, asked: Asked, made: Made) -> None:
        """Set everything that can change."""
        from moto.s3.models import PublicAccessBlock, s3_backends

        backend = s3_backends[asked.account][get_partition(asked.region)]
        bucket, wanted, name = made.model, asked.properties, made.physical_id
        block = wanted.get("PublicAccessBlockConfiguration")
        kept = (
            [str(block.get(one, False)).lower() == "true" for one in BLOCKS]
            if block
            else DEFAULT_BLOCK
        )
        bucket.public_access_block = PublicAccessBlock(*kept)
        rules = wanted.get("OwnershipControls", {}).get("Rules", [{}])
        bucket.ownership_rule = rules[0].get("ObjectOwnership", "BucketOwnerEnforced")
        status = wanted.get("VersioningConfiguration", {}).get("Status")
        if status or bucket.versioning_status:
            backend.put_bucket_versioning(name, status or "Suspended")
        rules = wanted.get("LifecycleConfiguration", {}).get("Rules", [])
        backend.put_bucket_lifecycle(name, [_rule(one) for one in rules])
        self._encrypt(backend, name, wanted)
        tags = {one["Key"]: str(one["Value"]) for one in wanted.get("Tags", [])}
        backend.put_bucket_tagging(name, tags)
        made.attributes |= _attributes(name, asked.region, bucket.arn)

    def delete(self, asked: Asked, made: Made) -> None:
        """Delete it; S3 refuses while it has objects."""
        from moto.s3.models import s3_backends

        backend = s3_backends[asked.account][get_partition(asked.region)]
        if made.physical_id in backend.buckets and backend.delete_bucket(made.physical_id) is None:
            said = "The bucket you tried to delete is not empty"
            raise FailedError(f'Resource handler returned message: "{said}" (Service: S3)')

    def _encrypt(self, backend: Any, name: str, wanted: dict[str, Any]) -> None:
        from moto.s3.cloud_formation import cfn_to_api_encryption

        given = wanted.get("BucketEncryption", DEFAULT_ENCRYPTION)
        backend.put_bucket_encryption(name, cfn_to_api_encryption(given))


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    """A lifecycle rule as S3's API has it."""
    if set(rule) - RULE:
        raise FailedError(refusal(f"lifecycle rules with {', '.join(sorted(set(rule) - RULE))}"))
    made: dict[str, Any] = {"ID": rule.get("Id"), "Status": rule["Status"]}
    made["Filter"] = {"Prefix": rule.get("Prefix", "")}
    if "ExpirationInDays" in rule:
        made["Expiration"] = {"Days": str(rule["ExpirationInDays"])}
    if "NoncurrentVersionExpiration" in rule:
        days = rule["NoncurrentVersionExpiration"]["NoncurrentDays"]
        made["NoncurrentVersionExpiration"] = {"NoncurrentDays": str(days)}
    if "AbortIncompleteMultipartUpload" in rule:
        days = rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"]
        made["AbortIncompleteMultipartUpload"] = {"DaysAfterInitiation": str(days)}
    return made


def _attributes(name: str, region: str, arn: str) -> dict[str, str]:
    return {
        "Arn": arn,
        "DomainName": f"{name}.s3.amazonaws.com",
        "RegionalDomainName": f"{name}.s3.{region}.amazonaws.com",
        "DualStackDomainName": f"{name}.s3.dualstack.{region}.amazonaws.com",
        "WebsiteURL": f"http://{name}.s3-website-{region}.amazonaws.com",
    }
