"""AWS::Logs::LogGroup, and the bucket for build logs with its policy."""

from __future__ import annotations

from troposphere import logs, s3

from generator.graph.nodes import LogBucket, LogBucketPolicy, LogGroup
from generator.graph.values import Attribute, Pseudo
from generator.templates.intrinsics import given, intrinsic, policy, tag_list


def log_group(node: LogGroup) -> logs.LogGroup:
    """A log group with retention."""
    return logs.LogGroup(
        node.logical_id,
        LogGroupName=node.name,
        RetentionInDays=node.days,
        **given(Tags=tag_list(node.tags)),
    )


def log_bucket(node: LogBucket) -> s3.Bucket:
    """Private, encrypted, versioned, without ACLs, emptied by age; kept with its logs."""
    return s3.Bucket(
        node.logical_id,
        DeletionPolicy="Retain",
        UpdateReplacePolicy="Retain",
        BucketEncryption=s3.BucketEncryption(
            ServerSideEncryptionConfiguration=[
                s3.ServerSideEncryptionRule(
                    ServerSideEncryptionByDefault=s3.ServerSideEncryptionByDefault(
                        SSEAlgorithm="AES256"
                    )
                )
            ]
        ),
        LifecycleConfiguration=s3.LifecycleConfiguration(
            Rules=[
                s3.LifecycleRule(
                    Id="ExpireBuildLogs",
                    Status="Enabled",
                    ExpirationInDays=node.days,
                    NoncurrentVersionExpiration=s3.NoncurrentVersionExpiration(NoncurrentDays=1),
                    AbortIncompleteMultipartUpload=s3.AbortIncompleteMultipartUpload(
                        DaysAfterInitiation=1
                    ),
                )
            ]
        ),
        OwnershipControls=s3.OwnershipControls(
            Rules=[s3.OwnershipControlsRule(ObjectOwnership="BucketOwnerEnforced")]
        ),
        PublicAccessBlockConfiguration=s3.PublicAccessBlockConfiguration(
            BlockPublicAcls=True,
            BlockPublicPolicy=True,
            IgnorePublicAcls=True,
            RestrictPublicBuckets=True,
        ),
        VersioningConfiguration=s3.VersioningConfiguration(Status="Enabled"),
        **given(Tags=tag_list(node.tags)),
    )


def log_bucket_policy(node: LogBucketPolicy) -> s3.BucketPolicy:
    """Nobody reads or writes in the clear."""
    bucket = node.bucket
    return s3.BucketPolicy(
        node.logical_id,
        Bucket=intrinsic(bucket),
        PolicyDocument=policy(
            {
                "Sid": "EncryptedTransportOnly",
                "Effect": "Deny",
                "Principal": {"AWS": "*"},
                "Action": "s3:*",
                "Resource": [
                    Attribute(bucket.logical_id, "Arn"),
                    Pseudo(f"${{{bucket.logical_id}.Arn}}/*"),
                ],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ),
    )
