"""`amifactory lock`: scripts fetched, compared, written down, and used by every command."""

from __future__ import annotations

import hashlib
import json

import pytest
import yaml

from generator.errors import Exit, NotFoundError

WEB = "https://example.com/web.sh"
PAYLOAD = f"""\
amis:
  - imageName: web
    sourceImage: ami-0123456789abcdef0
    bootstrapUrl: {WEB}
  - imageName: api
    sourceImage: ami-0123456789abcdef0
    bootstrapUrl: s3://bucket/api.sh
"""


class FakeScripts:
    """The port `Scripts` in memory."""

    def __init__(self, served) -> None:
        self.served = served
        self.asked = []

    def fetch(self, url):
        """What is served, or an error."""
        self.asked.append(url)
        if url not in self.served:
            raise NotFoundError(f"{url} is not there for us: HTTP 404", "check the URL")
        return self.served[url]


@pytest.fixture
def served(monkeypatch, here):
    """Scripts on the internet and in S3; a cache of this test's own."""
    scripts = {WEB: b"echo one\n", "s3://bucket/api.sh": b"echo api\n"}
    fake = FakeScripts(scripts)
    monkeypatch.setenv("XDG_CACHE_HOME", str(here / "cache"))
    monkeypatch.setattr("generator.fetch.https.HttpsScripts", lambda *_: fake)
    monkeypatch.setattr("generator.aws.objects.connect", lambda *_: fake)
    (here / "web.yaml").write_text(PAYLOAD)
    return scripts


def pins(here):
    text = (here / "amifactory.lock").read_text()
    return {entry["url"]: entry["sha256"] for entry in yaml.safe_load(text)["scripts"]}


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_the_lock_holds_every_script(amifactory, here, served) -> None:
    said = amifactory("lock", "web.yaml")

    assert Exit.DONE == said.code
    assert {url: digest(data) for url, data in served.items()} == pins(here)
    assert f"added    {WEB} ({digest(served[WEB])[:12]}, 9 bytes)" in said.out
    assert "the next build makes anew: web" in said.out
    assert "written  amifactory.lock; commit it with the payloads\n" in said.err


@pytest.mark.usefixtures("served")
def test_other_commands_take_the_digest_from_the_lock(amifactory) -> None:
    """No warning any more, and the build refuses any other script."""
    assert "AF320" in amifactory("check", "web.yaml").out
    amifactory("lock", "web.yaml")

    said = amifactory("generate", "web.yaml", "--output", "-", "--engine", "image-builder")

    assert "AF320" not in said.err
    assert digest(b"echo one\n") in said.out
    assert digest(b"echo api\n") in said.out


@pytest.mark.usefixtures("served")
def test_the_classic_event_has_the_digest_too(amifactory) -> None:
    amifactory("lock", "web.yaml")

    said = amifactory("classic", "event", "web.yaml", "--image", "web")

    assert digest(b"echo one\n") == said.json["amis"][0]["bootstrapSha256"]


def test_a_changed_script_is_shown_as_a_difference(amifactory, here, served) -> None:
    amifactory("lock", "web.yaml")
    served[WEB] = b"echo two\n"

    said = amifactory("lock", "web.yaml")

    assert Exit.DONE == said.code
    assert f"changed  {WEB}" in said.out
    assert "  -echo one\n  +echo two\n" in said.out
    assert digest(b"echo two\n") == pins(here)[WEB]


def test_a_difference_whose_old_text_is_gone_says_so(amifactory, here, served) -> None:
    amifactory("lock", "web.yaml")
    for kept in (here / "cache").rglob("*"):
        if kept.is_file():
            kept.unlink()
    served[WEB] = b"echo two\n"

    assert "the old text is not on this machine" in amifactory("lock", "web.yaml").out


def test_check_writes_nothing(amifactory, here, served) -> None:
    assert Exit.CHANGES == amifactory("lock", "web.yaml", "--check").code
    assert not (here / "amifactory.lock").exists()

    amifactory("lock", "web.yaml")
    assert Exit.DONE == amifactory("lock", "web.yaml", "--check").code

    served[WEB] = b"echo two\n"
    said = amifactory("lock", "web.yaml", "--check")
    assert (Exit.CHANGES, digest(b"echo one\n")) == (said.code, pins(here)[WEB])


def test_a_second_run_changes_no_byte(amifactory, here, served) -> None:
    assert served
    amifactory("lock", "web.yaml")
    before = (here / "amifactory.lock").read_bytes()

    said = amifactory("lock", "web.yaml")

    assert before == (here / "amifactory.lock").read_bytes()
    assert "" == said.err


def test_scripts_that_cannot_be_had_are_told_together(amifactory, here, served) -> None:
    """And no lock is written, not even of the others."""
    served.clear()

    said = amifactory("lock", "web.yaml")

    assert Exit.MACHINE == said.code
    assert 2 == said.err.count("HTTP 404")
    assert not (here / "amifactory.lock").exists()


def test_payloads_in_one_folder_share_a_lock(amifactory, here, served) -> None:
    """Naming one of them keeps what the other uses; --prune does not."""
    (here / "more.yaml").write_text(PAYLOAD.replace(WEB, f"{WEB}2").replace("web", "more"))
    served[f"{WEB}2".replace("web", "more")] = b"more"
    amifactory("lock", "web.yaml", "more.yaml")
    assert 3 == len(pins(here))

    amifactory("lock", "web.yaml")
    assert 3 == len(pins(here))

    said = amifactory("lock", "web.yaml", "--prune")
    assert "removed  https://example.com/more.sh2" in said.out
    assert 2 == len(pins(here))


def test_a_broken_lock_stops_every_command(amifactory, here, served) -> None:
    assert served
    (here / "amifactory.lock").write_text("version: 1\nscripts:\n  - {url: x}\n")

    for command in ("check", "lock"):
        said = amifactory(command, "web.yaml")
        assert Exit.FINDINGS == said.code
        assert "amifactory.lock:3:5: AF370 error" in said.out


def test_payload_and_lock_that_disagree(amifactory, here, served) -> None:
    assert served
    amifactory("lock", "web.yaml")
    pinned = f"{WEB}\n    bootstrapSha256: {'0' * 64}"
    (here / "web.yaml").write_text(PAYLOAD.replace(WEB, pinned))

    said = amifactory("check", "web.yaml")

    assert Exit.FINDINGS == said.code
    assert "web.yaml:5:22: AF371 error" in said.out


def test_findings_stop_it_before_anything_is_fetched(amifactory, here, served) -> None:
    assert served
    (here / "web.yaml").write_text(PAYLOAD.replace("ami-0123456789abcdef0", "ami-1", 1))

    assert Exit.FINDINGS == amifactory("lock", "web.yaml").code


def test_hostile_text_of_a_script_is_shown_harmless(amifactory, served) -> None:
    amifactory("lock", "web.yaml")
    served[WEB] = b"\x1b[2Jecho\n"

    assert "+<U+001B>[2Jecho" in amifactory("lock", "web.yaml").out


def test_a_script_beside_the_payload_needs_no_lock(amifactory, here) -> None:
    """Its bytes stand in the template, braces and all."""
    (here / "setup.sh").write_bytes(b"#!/bin/bash\necho '{{ x }}' \xff\n")
    (here / "web.yaml").write_text(
        PAYLOAD.replace(WEB, "./setup.sh").partition("  - imageName: api")[0]
    )

    said = amifactory("generate", "web.yaml", "--output", "-", "--engine", "image-builder")

    assert Exit.DONE == said.code
    assert digest((here / "setup.sh").read_bytes()) in said.out
    assert {"findings": []}.items() <= json.loads(
        amifactory("check", "web.yaml", "--format", "json").out
    ).items()


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (None, "there is no such file"),
        (b"", "is empty"),
        (b"x" * 12_000, "is too large for a template: 12000 bytes"),
        (b"#!/bin/bash\r\necho\r\n", "has Windows line endings"),
    ],
)
def test_a_script_beside_the_payload_that_cannot_be_used(amifactory, here, script, said) -> None:
    if script is not None:
        (here / "setup.sh").write_bytes(script)
    (here / "web.yaml").write_text(PAYLOAD.replace(WEB, "./setup.sh"))

    answer = amifactory("check", "web.yaml")

    assert Exit.FINDINGS == answer.code
    assert said in answer.out


def test_the_classic_engine_cannot_send_a_file(amifactory, here) -> None:
    (here / "setup.sh").write_bytes(b"echo\n")
    (here / "web.yaml").write_text(PAYLOAD.replace(WEB, "./setup.sh"))

    said = amifactory("classic", "event", "web.yaml")

    assert Exit.FINDINGS == said.code
    assert "web.yaml:4:19: bootstrapUrl is a file beside the payload" in said.err


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("setup.sh", "write ./setup.sh"),
        ("/etc/passwd", "write ./etc/passwd"),
        ("./../x.sh", "in the payload's folder or below it"),
    ],
)
def test_what_is_no_file_beside_the_payload(amifactory, here, url: str, hint: str) -> None:
    (here / "web.yaml").write_text(PAYLOAD.replace(WEB, url))

    said = amifactory("check", "web.yaml")

    assert Exit.FINDINGS == said.code
    assert hint in said.out
