"""Which pipeline a name means."""

from __future__ import annotations

import pytest

from generator.errors import Exit, NotFoundError
from generator.operate.find import AmbiguousError, pipeline_named
from generator.operate.names import build_arn, typed
from tests.fakes.builds import ARN, pipeline

SERVER = pipeline()
OTHER = pipeline("db-server", "db", "Server")
PLAIN = pipeline("by-hand", "")
BATCH = pipeline("web-batch-node", "web", "Batch Node")
EVERY = (SERVER, OTHER, PLAIN, BATCH)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (SERVER.arn, SERVER),
        ("web-server", SERVER),
        ("web/Server", SERVER),
        ("WEB/server", SERVER),
        ("Batch Node", BATCH),
        ("batch-node", BATCH),
        ("batch_node", BATCH),
        ("by-hand", PLAIN),
    ],
)
def test_a_pipeline_is_found_by_any_of_its_names(name: str, found) -> None:
    assert found == pipeline_named(name, EVERY, "eu-west-1")


def test_what_is_suggested_is_found_again() -> None:
    assert list(EVERY) == [pipeline_named(typed(one), EVERY, "eu-west-1") for one in EVERY]


def test_a_name_of_several_images_is_refused_with_those_names() -> None:
    with pytest.raises(AmbiguousError, match='"Server" is the name of several images') as told:
        pipeline_named("Server", EVERY, "eu-west-1")

    assert ("name one of web/server or db/server", Exit.USAGE) == (
        told.value.hint,
        told.value.exit_code,
    )


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("batchnode", "did you mean web/batch-node?"),
        ("web/srver", "did you mean web/server or db/server?"),
        ("zzz", "there is by-hand, db/server, web/batch-node or web/server"),
    ],
)
def test_an_unknown_name_is_answered_with_what_there_is(name: str, hint: str) -> None:
    with pytest.raises(NotFoundError, match=f'no image called "{name}" has a pipeline in') as told:
        pipeline_named(name, EVERY, "eu-west-1, 123456789012")

    assert hint == told.value.hint


def test_without_any_pipeline_the_way_to_one_is_told() -> None:
    with pytest.raises(NotFoundError) as told:
        pipeline_named("web", (), "eu-west-1")

    assert "amifactory deploy" in told.value.hint


def test_a_long_list_is_cut() -> None:
    many = [pipeline(f"p{number:02}", "") for number in range(20)]

    with pytest.raises(NotFoundError) as told:
        pipeline_named("zzz", many, "eu-west-1")

    assert told.value.hint.endswith("p07 or 12 more")


def test_the_arn_of_a_build_is_taken_apart() -> None:
    assert ("eu-west-1", "123456789012", "web-server", "1.0.3/2") == build_arn(
        f"{ARN}:image/web-server/1.0.3/2"
    )


@pytest.mark.parametrize("text", ["web", f"{ARN}:image/web/1.0.x", f"{ARN}:image-pipeline/web"])
def test_other_text_is_no_build(text: str) -> None:
    assert build_arn(text) is None
