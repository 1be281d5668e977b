"""What is to fail fails as often as asked, and nothing else does."""

from __future__ import annotations

import pytest

from generator.localaws.faults import BuildFault, CommandFault, Faults


def test_nothing_fails_unasked() -> None:
    faults = Faults()

    assert faults.take_resource("AWS::S3::Bucket", "Logs", "CREATE") is None
    assert faults.take_build("web", "BUILDING") is None
    assert faults.take_command("AWS-RunShellScript") is None


def test_a_resource_fails_by_its_type_or_its_name_once() -> None:
    faults = Faults()
    faults.resource("AWS::S3::Bucket", reason="no")
    faults.resource("Topic", "DELETE", "in use")

    assert faults.take_resource("AWS::SNS::Topic", "Topic", "CREATE") is None
    assert "in use" == faults.take_resource("AWS::SNS::Topic", "Topic", "DELETE")
    assert "no" == faults.take_resource("AWS::S3::Bucket", "Logs", "CREATE")
    assert faults.take_resource("AWS::S3::Bucket", "Logs", "CREATE") is None


def test_a_build_fails_in_its_state_as_often_as_asked() -> None:
    faults = Faults()
    faults.build("web*", "TESTING", step="ExecuteComponents", message="exit 1", times=2)

    assert faults.take_build("web-1", "BUILDING") is None
    assert faults.take_build("db", "TESTING") is None
    assert BuildFault("web*", "TESTING", "ExecuteComponents", "exit 1", (), 2) == faults.take_build(
        "web-1", "TESTING"
    )
    assert faults.take_build("web-2", "TESTING") is not None
    assert faults.take_build("web-3", "TESTING") is None


def test_a_command_fails_for_its_document() -> None:
    faults = Faults()
    faults.command("AWS-*", "TimedOut", "slow")

    assert CommandFault("AWS-*", "TimedOut", "slow", 1) == faults.take_command("AWS-RunShellScript")


def test_what_is_to_fail_can_be_read_and_forgotten() -> None:
    faults = Faults()
    faults.command()
    assert [{"kind": "CommandFault", "document": "*", "status": "Failed", "output": "", "times": 1}
            ] == list(faults.waiting())  # fmt: skip

    faults.reset()
    assert () == faults.waiting()


def test_an_operation_that_there_is_not_is_refused() -> None:
    """It would wait for ever, and a test of a failure would be green."""
    with pytest.raises(ValueError, match="'create' is none of CREATE, UPDATE, DELETE, ROLLBACK"):
        Faults().resource("Topic", "create")


@pytest.mark.parametrize("wanted", ["my_web", "MY WEB", "Shop/my-w*", "shop/my-web", "shop-web"])
def test_an_image_has_several_names_in_any_spelling(wanted: str) -> None:
    faults = Faults()
    faults.build(wanted)

    assert faults.take_build("shop-db", "BUILDING", ("shop/My Db", "My Db")) is None
    assert faults.take_build("shop-web", "BUILDING", ("shop/My Web", "My Web")) is not None
