"""Who a bucket's policy lets read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.publish.readers import readers

KEY = "templates/web/0123456789abcdef/template.yaml"


def policy(**statement: Any) -> str:
    whole = {
        "Effect": "Allow",
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::b-1/templates/*",
        "Principal": "*",
        **statement,
    }
    return json.dumps({"Statement": [whole]})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("no JSON", ()),
        (policy(Principal={"AWS": "arn:aws:iam::111122223333:root"}), ("account 111122223333",)),
        (policy(Principal={"AWS": ["111122223333"]}), ("account 111122223333",)),
        (
            policy(Principal={"AWS": "arn:aws:iam::111122223333:role/launcher"}),
            ("arn:aws:iam::111122223333:role/launcher",),
        ),
        (policy(), ("everybody on the internet",)),
        (policy(Principal={"AWS": "*"}, Action="s3:*"), ("everybody on the internet",)),
        (
            policy(Condition={"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}),
            ("the organization o-abcdefghij",),
        ),
        (
            policy(Condition={"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}),
            ("everybody who meets the policy's condition",),
        ),
        (policy(Effect="Deny"), ()),
        (policy(Action="s3:PutObject"), ()),
        (policy(Resource="arn:aws:s3:::b-1/other/*"), ()),
        (policy(Resource="arn:aws:s3:::b-2/*"), ()),
    ],
)
def test_a_policy_in_words(text: str, expected: tuple[str, ...]) -> None:
    assert expected == readers(text, "b-1", KEY)
