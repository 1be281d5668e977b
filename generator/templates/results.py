"""Build results: AWS::SNS::Topic, its policy, and the AWS::Events::Rule that feeds it."""

from __future__ import annotations

from troposphere import events, sns

from generator.graph.nodes import ResultsRule, Topic, TopicPolicy
from generator.graph.values import Pseudo
from generator.templates.intrinsics import document, given, intrinsic, policy, tag_list


def topic(node: Topic) -> sns.Topic:
    """An encrypted topic and its subscribers, who each confirm by e-mail."""
    return sns.Topic(
        node.logical_id,
        DisplayName=node.display_name,
        KmsMasterKeyId=intrinsic(node.key),
        **given(
            Subscription=[
                sns.Subscription(Endpoint=email, Protocol="email") for email in node.emails
            ],
            Tags=tag_list(node.tags),
        ),
    )


def topic_policy(node: TopicPolicy) -> sns.TopicPolicy:
    """EventBridge publishes.

    Without a condition on the rule: the pages on EventBridge's topic policies show none, and
    where it is not supported results would be lost without a word.
    """
    return sns.TopicPolicy(
        node.logical_id,
        Topics=[intrinsic(node.topic)],
        PolicyDocument=policy(
            {
                "Sid": "EventBridgePublishes",
                "Effect": "Allow",
                "Principal": {"Service": "events.amazonaws.com"},
                "Action": "sns:Publish",
                "Resource": node.topic,
            }
        ),
    )


def results_rule(node: ResultsRule) -> events.Rule:
    """Finished and failed builds, and schedules that stopped themselves.

    The state event has no AMI id and no reason (Image Builder User Guide, "EventBridge
    integration"): the message says which image and where to look.
    """
    return events.Rule(
        node.logical_id,
        Description=node.description,
        EventPattern=_pattern(node.prefix),
        Targets=[
            events.Target(
                Id="Results",
                Arn=intrinsic(node.topic),
                InputTransformer=events.InputTransformer(
                    InputPathsMap={
                        "image": "$.resources[0]",
                        "state": "$.detail.state.status",
                        "type": "$.detail-type",
                    },
                    InputTemplate='"<type>: <image> <state>"',
                ),
            )
        ],
    )


def _pattern(prefix: str) -> object:
    """Only this factory's images and pipelines: their names begin with its name."""
    base = "arn:${AWS::Partition}:imagebuilder:${AWS::Region}:${AWS::AccountId}:"
    return document(
        {
            "source": ["aws.imagebuilder"],
            "$or": [
                {
                    "detail-type": ["EC2 Image Builder Image State Change"],
                    "resources": [{"prefix": Pseudo(f"{base}image/{prefix}")}],
                    "detail": {"state": {"status": ["AVAILABLE", "FAILED", "CANCELLED"]}},
                },
                {
                    "detail-type": ["EC2 Image Builder Image Pipeline Automatically Disabled"],
                    "resources": [{"prefix": Pseudo(f"{base}image-pipeline/{prefix}")}],
                },
            ],
        }
    )
