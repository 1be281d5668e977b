"""The secrets are put together here, so that no scanner takes this file for a leak."""

import pytest

IMAGE = "amis:\n  - imageName: web\n    sourceImage: ami-0de53d8956e8dcf80\n"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
KEY_ID = "AKIA" + LETTERS[:16]
SECRET_KEY = LETTERS[:40]

SECRETS = {
    "an AWS access key id": KEY_ID,
    "an AWS secret access key": f"aws_secret_access_key={SECRET_KEY}",
    "a private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "a GitHub token": "ghp_" + LETTERS[:36],
    "a Slack token": "xoxb-" + "123456789012-abcdef",
    "a JSON web token": "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0In0.abcdefgh",
    "a password in a URL": "https://ops:" + "hunter2@example.com/",
    "a signed URL": "https://b.s3.amazonaws.com/k?X-Amz-Signature=" + "0123456789abcdef" * 4,
}


@pytest.mark.parametrize("kind", SECRETS)
def test_secrets_in_a_description(told, kind):
    secret = SECRETS[kind]
    shown = "X-Am" if kind == "a signed URL" else secret[:4]
    column = 24 + secret.index(shown)
    text = IMAGE + f"    description: 'with {secret}'\n"
    expected = f'4:{column}: {kind} ("{shown}...") is written into the payload'
    assert [expected] == told(text, "AF351")


@pytest.mark.parametrize("secret", SECRETS.values())
def test_nothing_of_a_finding_gives_more_than_four_characters_away(findings, secret):
    (finding,) = findings(IMAGE + f"    description: '{secret}'\n", "AF351")
    told = f"{finding.message} {finding.hint} {finding.path}"
    assert not any(secret[at : at + 5] in told for at in range(len(secret) - 12, len(secret) - 4))


def test_the_value_of_a_key_that_says_what_it_is(told):
    text = IMAGE + (
        "    components:\n      - name: docker\n        parameters:\n"
        f"          AWS_SECRET_ACCESS_KEY: [{SECRET_KEY}]\n"
    )
    expected = '7:35: an AWS secret access key ("AWS_...") is written into the payload'
    assert [expected] == told(text, "AF351")


def test_a_password_as_a_parameter_of_a_url(told):
    text = IMAGE + "    bootstrapUrl: https://example.com/a.sh?user=a&password=hunter2\n"
    expected = '4:50: a password in a URL ("&pas...") is written into the payload'
    assert [expected] == told(text, "AF351")


def test_a_secret_as_a_key_is_not_in_the_path(findings):
    (finding,) = findings(f"factory:\n  tags: {{{KEY_ID}: a}}\n" + IMAGE, "AF351")
    assert (finding.path, finding.location.span.line) == (("factory", "tags"), 2)


def test_a_secret_of_the_defaults_is_told_once(told):
    text = f"defaults: {{description: {KEY_ID}}}\n{IMAGE}"
    assert told(text, "AF351") == [
        '1:25: an AWS access key id ("AKIA...") is written into the payload'
    ]


def test_text_that_only_looks_like_one(told):
    text = """
    factory:
      notifications: {emails: [ops@example.com]}
      tags: {Zone: ASIA, Secret: AKIA}
    amis:
      - imageName: web
        sourceImage: ssm:/golden/secret
        bootstrapUrl: https://example.com/@ops:1/password=/a.sh
        schedule: {expression: rate(1 day), timezone: Asia/Tokyo}
        description: the password is in Secrets Manager as prod/db
    """
    assert told(text, "AF351") == []


SCRIPT = IMAGE + "    bootstrapUrl: ./web.sh\n"
DOCUMENT = IMAGE + "    components: [{file: doc.yaml}]\n"


@pytest.mark.parametrize("kind", SECRETS)
def test_secrets_in_a_script_beside_the_payload(told, kind):
    """Their base64 in the template is as readable as they are."""
    shown = "X-Am" if kind == "a signed URL" else SECRETS[kind][:4]
    script = f"#!/bin/bash\necho {SECRETS[kind]}\n\xff".encode("latin-1")

    assert told(SCRIPT, "AF351", scripts={"./web.sh": script}) == [
        f'4:19: {kind} ("{shown}...") is written into ./web.sh, line 2'
    ]


def test_secrets_in_a_document_beside_the_payload(told):
    said = told(DOCUMENT, "AF351", **{"doc.yaml": f"# {KEY_ID}\n"})

    assert said == ['4:25: an AWS access key id ("AKIA...") is written into doc.yaml, line 1']


def test_a_file_that_two_images_use_is_told_once(told):
    text = SCRIPT + SCRIPT.removeprefix("amis:\n").replace("web\n", "api\n")

    assert 1 == len(told(text, "AF351", scripts={"./web.sh": KEY_ID.encode()}))


@pytest.mark.parametrize(
    "line",
    [
        "git clone https://ci:${TOKEN}@example.com/a.git",
        "curl https://example.com/?password=$PASSWORD",
        "cd /tmp;pwd=$(pwd)",
        "cd /tmp;pwd=/tmp",
        "curl https://{{ User }}:{{ Password }}@example.com/",
        "curl 'https://<user>:<password>@example.com/'",
        "echo AKIA",
    ],
)
def test_what_a_script_fills_in_is_no_secret(told, line):
    assert told(SCRIPT, "AF351", scripts={"./web.sh": line.encode()}) == []


def test_what_is_filled_in_hides_no_secret_behind_it(told):
    line = "curl https://ci:${TOKEN}@example.com/ https://ci:" + "hunter2@example.com/"

    assert 1 == len(told(SCRIPT, "AF351", scripts={"./web.sh": line.encode()}))
