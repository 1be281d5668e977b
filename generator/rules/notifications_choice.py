"""AF349: notifications that go nowhere, or to two places at once."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF349",
    "notifications need one receiver",
    Severity.ERROR,
    "Build results go to one topic: either to an existing one, by `topicArn`, or to one the\n"
    "stack creates and encrypts, with `emails` subscribed to it. With both, the addresses would\n"
    "have to be subscribed to a topic somebody else owns, which a stack cannot undo; subscribe\n"
    "them there. With neither, nobody is told.",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem unless exactly one of topicArn and emails is given."""
    wanted = subject.payload.factory.notifications
    if wanted is None or (wanted.topic_arn is None) != (not wanted.emails):
        return
    path = ("factory", "notifications")
    if wanted.emails:
        yield Problem(
            (*path, "emails"),
            "notifications has topicArn and emails, it takes one of them",
            "remove emails and subscribe them to the topic, or remove topicArn",
            at_key=True,
            also=((*path, "topicArn"), "the topic is given here"),
        )
    else:
        yield Problem(
            path,
            "notifications names nobody: it has neither topicArn nor emails",
            "add emails: [...] or topicArn, or remove notifications",
            at_key=True,
        )
