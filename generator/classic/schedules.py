"""Schedules: each image of a payload that has one is built by EventBridge Scheduler.

The event is the payload of that one image, constant, so that deploying is all it takes.
"""

from __future__ import annotations

from collections.abc import Iterator

from troposphere import AWSObject, GetAtt, iam, scheduler

from generator.classic import ids
from generator.classic.scheduled_image import ScheduledImage
from generator.templates.intrinsics import FOR_THIS_ACCOUNT, policy, trust


def schedules(images: tuple[ScheduledImage, ...]) -> Iterator[AWSObject]:
    """A role for the scheduler and one schedule an image; nothing without images."""
    if not images:
        return
    yield _role()
    for image in images:
        yield scheduler.Schedule(
            image.logical_id,
            Description=f"Builds {image.image_name}",
            ScheduleExpression=image.expression,
            ScheduleExpressionTimezone=image.timezone,
            State="ENABLED" if image.enabled else "DISABLED",
            FlexibleTimeWindow=scheduler.FlexibleTimeWindow(Mode="OFF"),
            Target=scheduler.Target(
                Arn=GetAtt(ids.BUILD_AMI, "Arn"),
                RoleArn=GetAtt(ids.SCHEDULE_ROLE, "Arn"),
                Input=image.event,
                DeadLetterConfig=scheduler.DeadLetterConfig(Arn=GetAtt(ids.DEAD_LETTERS, "Arn")),
                RetryPolicy=scheduler.RetryPolicy(
                    MaximumRetryAttempts=2, MaximumEventAgeInSeconds=3600
                ),
            ),
        )


def _role() -> iam.Role:
    return iam.Role(
        ids.SCHEDULE_ROLE,
        Description="Lets EventBridge Scheduler call buildAmi",
        AssumeRolePolicyDocument=trust("scheduler.amazonaws.com", FOR_THIS_ACCOUNT),
        Policies=[
            iam.Policy(
                PolicyName="Own",
                PolicyDocument=policy(
                    {
                        "Sid": "StartBuilds",
                        "Effect": "Allow",
                        "Action": "lambda:InvokeFunction",
                        "Resource": GetAtt(ids.BUILD_AMI, "Arn"),
                    },
                    {
                        "Sid": "KeepFailedEvents",
                        "Effect": "Allow",
                        "Action": "sqs:SendMessage",
                        "Resource": GetAtt(ids.DEAD_LETTERS, "Arn"),
                    },
                    {
                        "Sid": "UseFactoryKey",
                        "Effect": "Allow",
                        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                        "Resource": GetAtt(ids.KEY, "Arn"),
                    },
                ),
            )
        ],
    )
