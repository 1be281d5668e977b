"""Uploading: under the digest, once, and never over another content."""

from __future__ import annotations

import pytest

from generator.errors import RemoteError
from generator.ports.store import Store
from generator.publish.keys import digest_in, name_in, prefix_is_good
from generator.publish.template import Template
from generator.publish.upload import CONTENT_TYPE, upload
from tests.fakes.store import FakeStore

WEB = Template("web", "Resources: {}\n")
KEY = f"templates/web/{WEB.digest[:16]}/template.yaml"


def test_a_template_lies_under_its_digest() -> None:
    store: Store = FakeStore()

    done = upload(WEB, store, "templates")

    assert (KEY, True, "") == (done.key, done.new, done.latest)
    assert WEB.data == store.get(KEY)
    assert f"https://templates-bucket.s3.eu-west-1.amazonaws.com/{KEY}" == done.url


def test_the_same_again_writes_nothing() -> None:
    store = FakeStore()
    upload(WEB, store, "templates")

    assert not upload(WEB, store, "templates").new
    assert [(KEY, CONTENT_TYPE)] == store.written


def test_a_moving_copy_is_written_when_it_is_wanted() -> None:
    store = FakeStore()

    done = upload(WEB, store, "templates", latest=True)

    assert "templates/web/latest/template.yaml" == done.latest
    assert WEB.data == store.get(done.latest)
    assert "latest" not in done.url


def test_another_content_under_the_digest_is_found() -> None:
    """Whoever may write to the bucket could put something else where the link points."""
    store = FakeStore()
    store.objects[KEY] = b"Resources: {Evil: {}}\n"

    with pytest.raises(RemoteError, match="is not the template that its name promises"):
        upload(WEB, store, "templates")


def test_a_key_tells_name_and_digest() -> None:
    assert (WEB.digest[:16], "web") == (digest_in(KEY), name_in(KEY))
    assert ("", "web") == (
        digest_in("templates/web/latest/template.yaml"),
        name_in("templates/web/latest/template.yaml"),
    )
    assert ("", "") == (digest_in("web.yaml"), name_in("web.yaml"))


@pytest.mark.parametrize(
    ("prefix", "good"),
    [
        ("templates", True),
        ("a/b-c_d.e", True),
        ("", False),
        ("a//b", False),
        ("/a", False),
        ("a/../b", False),
        ("a b", False),
        ("ä", False),
    ],
)
def test_prefixes_are_safe_or_refused(prefix: str, good: bool) -> None:
    assert good == prefix_is_good(prefix)
