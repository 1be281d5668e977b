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


def test_with_scripts_beside_the_payload_alone_there_is_nothing_to_lock(amifactory, here) -> None:
    (here / "setup.sh").write_bytes(b"#!/bin/bash\necho\n")
    text = PAYLOAD.replace(WEB, "./setup.sh").partition("  - imageName: api")[0]
    (here / "web.yaml").write_text(text)
    said = amifactory("lock", "web.yaml")

    assert (Exit.DONE, "") == (said.code, said.out)
    assert ("nothing to lock: a script beside its payload is part of the template\n") == said.err
    assert not (here / "amifactory.lock").exists()

    (here / "web.yaml").write_text(text.partition("    bootstrapUrl")[0])
    assert "nothing to lock: no image has a bootstrapUrl\n" == amifactory("lock", "web.yaml").err


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


def test_two_spellings_of_a_folder_are_one_lock(amifactory, here, served) -> None:
    """Else the second would be written over the first."""
    served["https://example.com/db.sh"] = b"echo db\n"
    other = PAYLOAD.replace(WEB, "https://example.com/db.sh").replace("web", "db")
    (here / "db.yaml").write_text(other)

    said = amifactory("lock", "web.yaml", str(here / "db.yaml"))

    assert Exit.DONE == said.code
    assert {*served} == {*pins(here)}
    assert 1 == said.err.count("written")


def test_a_difference_tells_no_secret(amifactory, served) -> None:
    key = "AKIA" + "ABCDEFGHIJKLMNOP"
    amifactory("lock", "web.yaml")
    served[WEB] = f"export AWS_ACCESS_KEY_ID={key}\n".encode()

    said = amifactory("lock", "web.yaml")

    assert "  +export AWS_ACCESS_KEY_ID=AKIA****************\n" in said.out
    assert key not in said.out + said.err


def test_a_difference_gives_ci_no_command(amifactory, served) -> None:
    """A line that has not changed begins with spaces, which GitHub's runner skips."""
    served[WEB] = b"::set-output name=a::b\necho one\n"
    amifactory("lock", "web.yaml")
    served[WEB] += b"echo two\n"

    said = amifactory("lock", "web.yaml")

    assert "\n   <U+003A>:set-output name=a::b\n" in said.out


def test_scripts_of_many_lines_are_not_compared_line_by_line(amifactory, served) -> None:
    """What a hostile server can send would take hours."""
    served[WEB] = b"".join(b"%d\n" % number for number in range(10_000))
    amifactory("lock", "web.yaml")
    served[WEB] += b"end\n"

    said = amifactory("lock", "web.yaml")

    assert "too many lines to compare here (10,000 and 10,001)" in said.out


def test_a_user_without_a_home_has_no_cache(amifactory, here, served, monkeypatch) -> None:
    assert served
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "~")

    assert Exit.DONE == amifactory("lock", "web.yaml").code
    assert not (here / "~").exists()


def test_a_cache_that_is_nowhere_in_particular_is_not_used(
    amifactory, here, served, monkeypatch
) -> None:
    """XDG Base Directory Specification: relative paths are to be ignored."""
    assert served
    monkeypatch.setenv("XDG_CACHE_HOME", "kept")
    monkeypatch.setenv("HOME", str(here / "home"))

    amifactory("lock", "web.yaml")

    assert not (here / "kept").exists()


def test_what_is_kept_is_for_this_user_alone(amifactory, here, served) -> None:
    assert served
    amifactory("lock", "web.yaml")

    kept = [each for each in (here / "cache").rglob("*") if each.is_file()]
    assert {0o600} == {each.stat().st_mode & 0o777 for each in kept}
    assert {0o700} == {each.parent.stat().st_mode & 0o777 for each in kept}


def test_a_lock_that_is_too_long_is_not_read_in_part(amifactory, here, served) -> None:
    """A pin that is cut off would be a script that is not pinned."""
    assert served
    amifactory("lock", "web.yaml")
    text = (here / "amifactory.lock").read_text()
    first, mark, second = text.rpartition("  - url")
    filling = f"#{'x' * (1_000_000 - len(first) - 2)}\n"
    (here / "amifactory.lock").write_text(f"{filling}{first}{mark}{second}")

    said = amifactory("check", "web.yaml")

    assert Exit.MACHINE == said.code
    assert "it has more than 1,000,000 bytes" in said.err


def test_the_command_that_mends_line_endings_can_be_pasted(amifactory, here) -> None:
    (here / "my setup.sh").write_bytes(b"echo\r\n")
    (here / "web.yaml").write_text(PAYLOAD.replace(WEB, "./my setup.sh"))

    assert "`sed -i 's/\\r$//' 'my setup.sh'` mends it" in amifactory("check", "web.yaml").out
