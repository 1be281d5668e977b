import pytest

FACTORY = """\
factory:
  notifications: {{{keys}}}
amis: [{{imageName: Web, sourceImage: ami-0de53d8956e8dcf80}}]
"""
TOPIC = "topicArn: 'arn:aws:sns:eu-west-1:123456789012:builds'"
EMAILS = "emails: [ops@example.com]"


def test_two_receivers(findings, told):
    text = FACTORY.format(keys=f"{EMAILS}, {TOPIC}")
    assert told(text, "AF349") == [
        "2:19: notifications has topicArn and emails, it takes one of them"
    ]
    (finding,) = findings(text, "AF349")
    assert finding.hint == "remove emails and subscribe them to the topic, or remove topicArn"


def test_no_receiver(told):
    assert told(FACTORY.format(keys=""), "AF349") == [
        "2:3: notifications names nobody: it has neither topicArn nor emails"
    ]


@pytest.mark.parametrize("keys", [TOPIC, EMAILS])
def test_one_receiver_is_fine(told, keys):
    assert told(FACTORY.format(keys=keys), "AF349") == []
