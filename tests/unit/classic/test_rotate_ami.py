"""The function rotateAmi, run as Lambda runs it: who may launch, what stays, and what goes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from moto.ec2 import ec2_backends

ACCOUNT = "123456789012"
ORGANIZATION = "arn:aws:organizations::111122223333:organization/o-abcdefghij"
UNIT = "arn:aws:organizations::111122223333:ou/o-abcdefghij/ou-ab12-cdefgh34"


def event(image_id: str, image: str = "Web", **lists: list[str]) -> dict[str, Any]:
    """What the documents send."""
    nobody = {"accounts": [], "organizationArns": [], "organizationalUnitArns": []}
    return {"factory": "Factory", "imageName": image, "imageId": image_id} | nobody | lists


def existing() -> set[str]:
    images = boto3.client("ec2").describe_images(Owners=["self"])["Images"]
    return {image["ImageId"] for image in images}


def permissions(image_id: str) -> list[dict[str, str]]:
    attribute = boto3.client("ec2").describe_image_attribute(
        ImageId=image_id, Attribute="launchPermission"
    )
    return sorted(attribute["LaunchPermissions"], key=str)


def backend(image_id: str) -> Any:
    """The object moto keeps of an AMI."""
    return ec2_backends[ACCOUNT]["eu-west-1"].amis[image_id]


def snapshots() -> set[str]:
    found = boto3.client("ec2").describe_snapshots(OwnerIds=["self"])["Snapshots"]
    return {snapshot["SnapshotId"] for snapshot in found}


def reasons(report: dict[str, Any], step: str = "kept") -> dict[str, str]:
    return {one["id"]: one["why"] for one in report[step]}


@pytest.fixture
def superfluous(bake, days_ago):
    """An AMI of Web that is due for deregistration; the two newest are `newest`."""

    def make(**facts: Any) -> str:
        facts = {"deprecation_time": days_ago(3)} | facts
        made: str = bake(30, **facts)
        return made

    return make


@pytest.fixture
def newest(bake) -> str:
    """Two AMIs of Web that stay, of which the newer one is new."""
    bake(5)
    made: str = bake()
    return made


# Sharing


def test_launch_permissions_become_exactly_the_lists(aws, bake, rotate_ami) -> None:
    """Who is on no list any more loses access, in the one call that lets others in."""
    new = bake(
        launch_permissions=[
            {"UserId": "999999999999"},
            {"UserId": "111122223333"},
            {"Group": "all"},
        ]
    )
    lists = {
        "accounts": ["111122223333", "012345678901", ACCOUNT],
        "organizationArns": [ORGANIZATION],
        "organizationalUnitArns": [UNIT],
    }

    report = rotate_ami(event(new, **lists))

    assert [
        {"OrganizationArn": ORGANIZATION},
        {"OrganizationalUnitArn": UNIT},
        {"UserId": "012345678901"},
        {"UserId": "111122223333"},
    ] == permissions(new)
    assert {
        "added": [ORGANIZATION, UNIT, "012345678901"],
        "removed": ["all", "999999999999"],
        "keys": [],
    } == report["shared"]
    assert 1 == len(aws.made("ModifyImageAttribute"))


def test_a_list_that_shrinks_takes_access_away(bake, rotate_ami) -> None:
    new = bake()
    rotate_ami(event(new, accounts=["111122223333", "444455556666"]))

    report = rotate_ami(event(new, accounts=["111122223333"]))

    assert [{"UserId": "111122223333"}] == permissions(new)
    assert ["444455556666"] == report["shared"]["removed"]

    rotate_ami(event(new))

    assert [] == permissions(new)


def test_sharing_again_changes_nothing(aws, bake, rotate_ami) -> None:
    new = bake()
    for _ in range(2):
        report = rotate_ami(event(new, accounts=["111122223333"]))

    assert {"added": [], "removed": [], "keys": []} == report["shared"]
    assert 1 == len(aws.made("ModifyImageAttribute"))


def test_sharing_comes_before_retiring(aws, newest, superfluous, rotate_ami) -> None:
    superfluous()

    rotate_ami(event(newest, accounts=["111122223333"]))

    made = [operation for operation, _ in aws.calls]
    assert made.index("ModifyImageAttribute") < made.index("DeregisterImage")


@pytest.mark.parametrize("operation", ["ModifyImageAttribute", "DescribeImageAttribute"])
def test_when_sharing_fails_nothing_is_retired(
    aws, newest, superfluous, rotate_ami, operation
) -> None:
    old = superfluous()
    aws.refused[(operation, newest)] = "InvalidAMIAttributeItemValue"

    with pytest.raises(Exception, match="InvalidAMIAttributeItemValue"):
        rotate_ami(event(newest, accounts=["111122223333"]))

    assert old in existing()
    assert [] == aws.made("EnableImageDeprecation") + aws.made("DeregisterImage")


def test_the_keys_that_others_need_are_told(bake, rotate_ami) -> None:
    key = "arn:aws:kms:eu-west-1:123456789012:key/0123"
    new = bake()
    snapshot = backend(new).ebs_snapshot
    snapshot.encrypted, snapshot.kms_key_id = True, key

    report = rotate_ami(event(new, accounts=["111122223333"]))

    assert [key] == report["shared"]["keys"]


# Identity


def test_an_image_is_its_tags_and_not_a_prefix(bake, rotate_ami, days_ago) -> None:
    """Neither image, nor factory, nor a name that begins alike, nor one in capitals."""
    others = [
        bake(30, image=image, factory=factory, deprecation_time=days_ago(3))
        for image, factory in [
            ("Web_Api", "Factory"),
            ("Web Api", "Factory"),
            ("web", "Factory"),
            ("We", "Factory"),
            ("Web", "Factory-2"),
            ("Web", "factory"),
        ]
        for _ in range(3)
    ]
    strangers = [bake(30, image="Other", name="Web 000000")]
    new = bake()

    report = rotate_ami(event(new))

    assert {new, *others, *strangers} == existing()
    assert [new] == list(reasons(report))


def test_what_ec2_lists_is_compared_once_more(aws, bake, rotate_ami, monkeypatch) -> None:
    """EC2's filters take wildcards, so what they let through is no proof."""
    other = bake(30, image="Web_Api")
    new = bake()
    told = aws.moto

    def generous(client, operation, request):
        asked = {key: value for key, value in request.items() if key != "Filters"}
        return told(client, operation, asked)

    monkeypatch.setattr(aws, "moto", generous)

    assert [new] == list(reasons(rotate_ami(event(new))))
    assert other in existing()


@pytest.mark.parametrize(
    ("image", "factory"), [("Api", "Factory"), ("Web_Api", "Factory"), ("Web", "Other")]
)
def test_a_new_ami_of_another_image_is_refused(aws, bake, rotate_ami, image, factory) -> None:
    stranger = bake(image=image, factory=factory)

    with pytest.raises(rotate_ami.module.RotationError, match="no AMI of this account with the"):
        rotate_ami(event(stranger, accounts=["111122223333"]))

    assert ["DescribeImages"] == [operation for operation, _ in aws.calls]


def test_an_ami_that_is_not_finished_is_not_shared(bake, rotate_ami) -> None:
    new = bake(state="pending")

    with pytest.raises(rotate_ami.module.RotationError, match="is pending, expected available"):
        rotate_ami(event(new))


def test_a_wrong_event_is_refused_with_all_its_faults(aws, rotate_ami) -> None:
    wrong = {
        "factory": "Other",
        "imageName": "Web*",
        "imageId": "ami-1",
        "accounts": ["1"],
        "organizationArns": "o-abcdefghij",
        "organizationalUnitArns": [None],
    }

    with pytest.raises(rotate_ami.module.RotationError) as error:
        rotate_ami(wrong)

    told = [fault.partition(":")[0] for fault in str(error.value).split("; ")]
    assert list(wrong) == told
    assert [] == aws.calls


def test_an_empty_event_is_refused(aws, rotate_ami) -> None:
    with pytest.raises(rotate_ami.module.RotationError, match="factory: expected Factory; image"):
        rotate_ami({})

    assert [] == aws.calls


# What stays


def test_the_newest_stay_and_the_rest_goes_in_two_steps(bake, rotate_ami, days_ago) -> None:
    """First deprecated, in its grace time untouched, then deregistered with its snapshot."""
    old = [bake(days) for days in (40, 30, 20)]
    kept = bake(10)
    new = bake(2)
    before = snapshots()

    first = rotate_ami(event(new))

    assert old == first["deprecated"]
    assert {new: "it is the new one", kept: "it is one of the newest 2"} == reasons(first)
    assert [] == first["deregistered"] + first["refused"]
    moments = [backend(one).deprecation_time for one in old]

    second = rotate_ami(event(new))

    assert [] == second["deprecated"] + second["deregistered"]
    assert f"it is deprecated since {moments[0]}, in its grace time" == reasons(second)[old[0]]
    assert moments == [backend(one).deprecation_time for one in old]

    gone = {one: backend(one).ebs_snapshot.id for one in old}
    for one in old:
        backend(one).deprecation_time = days_ago(1.1)
    third = rotate_ami(event(new))

    assert [
        {"id": one, "snapshots": [snapshot], "snapshotsKept": []} for one, snapshot in gone.items()
    ] == third["deregistered"]
    assert {kept, new} == existing()
    assert before - set(gone.values()) == snapshots()


def test_more_than_a_hundred_amis_are_all_seen(aws, bake, rotate_ami, days_ago) -> None:
    """EC2 gives them in pages, in an order of its own; what is oldest may come last."""
    new = bake()
    waiting = [bake(10 + number, deprecation_time=days_ago(0.5)) for number in range(105)]
    oldest = [bake(400 - number, deprecation_time=days_ago(3)) for number in range(3)]

    report = rotate_ami(event(new))

    assert oldest == [one["id"] for one in report["deregistered"]]
    assert {new, *waiting} == set(reasons(report))
    assert 1 + 2 == len(aws.made("DescribeImages"))
    assert 11 == len(aws.made("DescribeImageReferences"))
    assert {new, *waiting} == existing()


def test_equal_times_are_told_apart_by_name_and_then_by_id(
    bake, rotate_ami, monkeypatch, days_ago
) -> None:
    """A creation time has the precision of a second, or of a millisecond at best."""
    monkeypatch.setenv("KEEP_LATEST", "4")
    same = datetime.now(UTC) - timedelta(days=9)
    facts = {"creation_date": same, "deprecation_time": days_ago(3)}
    named = [bake(name=f"Web 2026-01-0{day}", **facts) for day in (3, 1, 4, 2)]
    twins = sorted(bake(name="Web 2026-01-02", **facts) for _ in range(2))
    oldest_of_day_two = min(named[3], *twins)

    report = rotate_ami(event(named[1]))

    stay = {named[2], named[0], *({named[3], *twins} - {oldest_of_day_two})}
    assert stay == {one for one, why in reasons(report).items() if "newest" in why}
    assert "it is the new one" == reasons(report)[named[1]]
    assert [oldest_of_day_two] == [one["id"] for one in report["deregistered"]]


def test_the_new_ami_stays_even_if_others_are_newer(bake, rotate_ami, days_ago) -> None:
    """A build that took long may end after one that was started later."""
    new = bake(20, deprecation_time=days_ago(10))
    newer = [bake(days) for days in (3, 2)]

    report = rotate_ami(event(new))

    assert {new, *newer} == existing()
    assert "it is the new one" == reasons(report)[new]


def test_a_new_ami_that_lists_do_not_show_yet_counts(aws, bake, rotate_ami, monkeypatch) -> None:
    """What EC2 lists by tag lags behind what it tells of one AMI."""
    old = bake(30)
    kept = bake(20)
    new = bake()
    told = aws.moto

    def lagging(client, operation, request):
        answer = told(client, operation, request)
        if operation == "DescribeImages" and "Filters" in request:
            answer["Images"] = [one for one in answer["Images"] if one["ImageId"] != new]
        return answer

    monkeypatch.setattr(aws, "moto", lagging)

    report = rotate_ami(event(new))

    assert [old] == report["deprecated"]
    assert {new, kept} == set(reasons(report))


def test_the_young_stay(bake, rotate_ami, monkeypatch) -> None:
    monkeypatch.setenv("GRACE_DAYS", "3")
    young = bake(2.9)
    for _ in range(2):
        new = bake()

    report = rotate_ami(event(new))

    assert "it is younger than the grace time" == reasons(report)[young]
    assert [] == report["deprecated"]


def test_the_protected_stay(newest, superfluous, rotate_ami) -> None:
    protected = superfluous(deregistration_protection="enabled-with-cooldown")
    free = superfluous(deregistration_protection="disabled")

    report = rotate_ami(event(newest))

    assert "it is protected" == reasons(report)[protected]
    assert [free] == [one["id"] for one in report["deregistered"]]
    assert [] == report["refused"]


def test_amis_that_never_became_one_are_no_rollback_copies(bake, rotate_ami) -> None:
    """They do not count as newest; nobody can launch them, so they need no deprecation."""
    kept = bake(20)
    failed = bake(10, state="failed")
    pending = bake(5, state="pending")
    new = bake()

    report = rotate_ami(event(new))

    assert "it is one of the newest 2" == reasons(report)[kept]
    assert "it is pending" == reasons(report)[pending]
    assert [failed] == [one["id"] for one in report["deregistered"]]


def test_a_deprecation_planned_for_later_is_brought_forward(bake, newest, rotate_ami) -> None:
    planned = bake(30, deprecation_time="2099-01-01T00:00:00.000Z")

    report = rotate_ami(event(newest))

    assert [planned] == report["deprecated"]
    assert backend(planned).deprecation_time < "2099"


# In use in this account


@pytest.mark.parametrize("state", ["pending", "running", "shutting-down", "stopping", "stopped"])
def test_what_an_instance_was_launched_from_stays(newest, superfluous, rotate_ami, state) -> None:
    old = superfluous()
    instance = launch(old)
    set_state(instance, state)

    report = rotate_ami(event(newest))

    assert f"instance {instance} uses it" == reasons(report)[old]
    assert old in existing()


def test_a_terminated_instance_uses_nothing(newest, superfluous, rotate_ami) -> None:
    old = superfluous()
    set_state(launch(old), "terminated")

    report = rotate_ami(event(newest))

    assert [old] == [one["id"] for one in report["deregistered"]]


def test_use_is_found_on_every_page(aws, newest, superfluous, rotate_ami) -> None:
    """Every list that is asked for has more than one page."""
    aws.page_size = 2
    used = [superfluous() for _ in range(5)]
    for image_id in used:
        launch(image_id)
    versions = [superfluous() for _ in range(5)]
    template = launch_template("many", versions[0])
    for image_id in versions[1:]:
        new_version(template, image_id)
    templates = [superfluous() for _ in range(5)]
    for number, image_id in enumerate(templates):
        launch_template(f"template-{number}", image_id)
    configurations = [superfluous() for _ in range(5)]
    for number, image_id in enumerate(configurations):
        launch_configuration(f"configuration-{number}", image_id)
    referred = [superfluous() for _ in range(5)]
    aws.references = {image_id: f"arn:aws:ssm:::parameter/{image_id}" for image_id in referred}

    report = rotate_ami(event(newest))

    assert [] == report["deregistered"] + report["deprecated"]
    assert {*used, *versions, *templates, *configurations, *referred} <= existing()
    told = reasons(report)
    assert f"version 2 of {template} uses it" == told[versions[1]]
    assert "launch configuration configuration-4 uses it" == told[configurations[4]]
    assert f"arn:aws:ssm:::parameter/{referred[4]} uses it" == told[referred[4]]


def test_a_group_that_overrides_its_template_uses_the_ami(
    aws, newest, superfluous, rotate_ami, monkeypatch
) -> None:
    """An override loses its ImageId in moto, so it is put into the answer."""
    old = superfluous()
    told = aws.moto
    group = {
        "AutoScalingGroupName": "web",
        "MixedInstancesPolicy": {
            "LaunchTemplate": {"Overrides": [{"InstanceType": "m6i.large"}, {"ImageId": old}]}
        },
    }

    def with_group(client, operation, request):
        if operation == "DescribeAutoScalingGroups":
            return {"AutoScalingGroups": [{"AutoScalingGroupName": "plain"}, group]}
        return told(client, operation, request)

    monkeypatch.setattr(aws, "moto", with_group)

    assert "group web uses it" == reasons(rotate_ami(event(newest)))[old]


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        ("DescribeImageReferences", "UnauthorizedOperation"),
        ("DescribeImageReferences", "UnsupportedOperation"),
        ("DescribeInstances", "UnauthorizedOperation"),
        ("DescribeLaunchTemplates", "UnauthorizedOperation"),
        ("DescribeAutoScalingGroups", "AccessDenied"),
        ("DescribeLaunchConfigurations", "AccessDenied"),
    ],
)
def test_where_use_cannot_be_told_all_stay(  # noqa: PLR0917 - fixtures
    aws, newest, superfluous, rotate_ami, operation, code
) -> None:
    """A check that may not be made, or that the region does not have."""
    old = superfluous()
    aws.refused[(operation, "")] = code

    report = rotate_ami(event(newest))

    assert f"its use is unknown: An error occurred ({code})" in reasons(report)[old]
    assert old in existing()


def test_nothing_is_asked_about_use_when_nothing_is_old(aws, newest, rotate_ami) -> None:
    rotate_ami(event(newest))

    assert {"DescribeImages", "DescribeImageAttribute", "DescribeSnapshots"} == {
        operation for operation, _ in aws.calls
    }


# In use in other accounts

SHARED = {"launch_permissions": [{"UserId": "111122223333"}]}


def test_what_another_account_uses_stays(aws, newest, superfluous, rotate_ami) -> None:
    old = superfluous(**SHARED)
    aws.users[old] = [ACCOUNT, "111122223333"]

    report = rotate_ami(event(newest))

    assert "used in 111122223333" == reasons(report)[old]


def test_what_no_other_account_uses_goes(aws, newest, superfluous, rotate_ami) -> None:
    """The report names this account too, whose use has been looked at already."""
    old = superfluous(**SHARED)
    aws.users[old] = [ACCOUNT]

    report = rotate_ami(event(newest))

    assert [old] == [one["id"] for one in report["deregistered"]]
    kinds = [
        kind["ResourceType"] for kind in aws.made("CreateImageUsageReport")[0]["ResourceTypes"]
    ]
    assert ["ec2:Instance", "ec2:LaunchTemplate"] == kinds[:2]


def test_a_usage_report_is_waited_for(aws, newest, superfluous, rotate_ami, monkeypatch) -> None:
    old = superfluous(**SHARED)
    aws.report_state = "pending"

    def sleep(seconds: float) -> None:
        rotate_ami.sleeps.append(seconds)
        aws.reports[0]["State"] = "available" if len(rotate_ami.sleeps) == 3 else "pending"

    monkeypatch.setattr(rotate_ami.module.time, "sleep", sleep)

    report = rotate_ami(event(newest))

    assert [old] == [one["id"] for one in report["deregistered"]]
    assert [5, 5, 5] == rotate_ami.sleeps
    assert 1 == len(aws.made("CreateImageUsageReport"))


def test_without_time_to_wait_the_next_rotation_uses_the_report(
    aws, newest, superfluous, rotate_ami
) -> None:
    old = superfluous(**SHARED)
    aws.report_state = "pending"

    first = rotate_ami(event(newest), milliseconds=80_000)
    aws.reports[0]["State"] = "available"
    second = rotate_ami(event(newest), milliseconds=80_000)

    assert "EC2 has not reported yet on its use in other accounts" == reasons(first)[old]
    assert [] == rotate_ami.sleeps
    assert [old] == [one["id"] for one in second["deregistered"]]
    assert 1 == len(aws.made("CreateImageUsageReport"))


def test_reports_that_say_less_than_everything_are_not_trusted(
    aws, newest, superfluous, rotate_ami
) -> None:
    """One that failed, and one that somebody made on a few accounts only."""
    old = superfluous(**SHARED)
    now = datetime.now(UTC)
    some = {"ReportId": "some", "ImageId": old, "State": "available", "CreationTime": now}
    aws.reports = [some | {"AccountIds": ["444455556666"]}, some | {"State": "error"}]
    aws.users[old] = ["111122223333"]

    report = rotate_ami(event(newest))

    assert 1 == len(aws.made("CreateImageUsageReport"))
    assert "used in 111122223333" == reasons(report)[old]


@pytest.mark.parametrize(
    "operation",
    [
        "DescribeImageUsageReports",
        "CreateImageUsageReport",
        "DescribeImageUsageReportEntries",
        "DescribeImageAttribute",
    ],
)
def test_where_use_in_other_accounts_cannot_be_told_the_ami_stays(
    aws, newest, superfluous, rotate_ami, operation
) -> None:
    old = superfluous(**SHARED)
    part = old if operation != "DescribeImageUsageReportEntries" else "amiur-"
    aws.refused[(operation, part)] = "UnauthorizedOperation"

    report = rotate_ami(event(newest))

    assert "its use in other accounts is unknown: An error" in reasons(report)[old]
    assert old in existing()


# Snapshots


def volumes(*snapshot_ids: str) -> list[dict[str, Any]]:
    """Instance store first, as the original's rotation could not bear."""
    store = {"DeviceName": "/dev/sdb", "VirtualName": "ephemeral0"}
    return [
        store,
        *({"DeviceName": f"/dev/{one}", "Ebs": {"SnapshotId": one}} for one in snapshot_ids),
    ]


def snapshot() -> str:
    ec2 = boto3.client("ec2")
    volume = ec2.create_volume(AvailabilityZone="eu-west-1a", Size=1)["VolumeId"]
    made: str = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
    return made


def test_all_snapshots_of_an_ami_go_with_it(newest, superfluous, rotate_ami) -> None:
    ours = sorted(snapshot() for _ in range(3))
    other = snapshot()
    superfluous(volumes=volumes(*ours))

    report = rotate_ami(event(newest))

    assert ours == report["deregistered"][0]["snapshots"]
    assert other in snapshots()
    assert snapshots().isdisjoint(ours)


def test_a_snapshot_that_another_ami_has_too_stays(newest, superfluous, rotate_ami) -> None:
    """It is refused with InvalidSnapshot.InUse, by moto as by EC2."""
    ours, shared = snapshot(), backend(newest).ebs_snapshot.id
    superfluous(volumes=volumes(ours, shared))

    report = rotate_ami(event(newest))

    told = report["deregistered"][0]
    assert ([ours], [shared]) == (told["snapshots"], told["snapshotsKept"])
    assert shared in snapshots()
    assert [] == report["refused"]


def test_what_ec2_says_about_snapshots_is_believed(
    aws, newest, superfluous, rotate_ami, monkeypatch
) -> None:
    """DeregisterImage deletes snapshots itself, which moto 5.2 does not."""
    gone, shared, kept = snapshots_of_ec2 = sorted(snapshot() for _ in range(3))
    superfluous(volumes=volumes(*snapshots_of_ec2))
    told = aws.moto

    def with_results(client, operation, request):
        answer = told(client, operation, request)
        if operation == "DeregisterImage":
            assert request["DeleteAssociatedSnapshots"]
            codes = zip(
                snapshots_of_ec2, ("success", "skipped", "missing-permissions"), strict=True
            )
            answer["DeleteSnapshotResults"] = [
                {"SnapshotId": one, "ReturnCode": code} for one, code in codes
            ]
        return answer

    monkeypatch.setattr(aws, "moto", with_results)

    with pytest.raises(rotate_ami.module.RotationError) as error:
        rotate_ami(event(newest))

    report = json.loads(str(error.value).partition("\n")[2])
    assert [gone] == report["deregistered"][0]["snapshots"]
    assert [shared] == report["deregistered"][0]["snapshotsKept"]
    assert [{"id": kept, "why": "missing-permissions"}] == report["refused"]
    assert [] == aws.made("DeleteSnapshot")


def test_a_snapshot_that_is_gone_already_is_no_trouble(newest, superfluous, rotate_ami) -> None:
    superfluous(volumes=volumes("snap-0123456789abcdef0"))

    report = rotate_ami(event(newest))

    assert ["snap-0123456789abcdef0"] == report["deregistered"][0]["snapshots"]


# When AWS or time is against it


@pytest.mark.parametrize("operation", ["DeregisterImage", "EnableImageDeprecation"])
def test_an_ami_that_aws_refuses_stops_no_other_but_is_told(
    aws, newest, superfluous, rotate_ami, operation
) -> None:
    due, old = superfluous(), superfluous(deprecation_time=None)
    bad = superfluous() if operation == "DeregisterImage" else superfluous(deprecation_time=None)
    aws.refused[(operation, bad)] = "UnauthorizedOperation"

    with pytest.raises(rotate_ami.module.RotationError) as error:
        rotate_ami(event(newest, accounts=["111122223333"]))

    sentence, _, answer = str(error.value).partition("\n")
    report = json.loads(answer)
    assert f"AWS refused: {bad}" == sentence
    assert "UnauthorizedOperation" in reasons(report, "refused")[bad]
    assert [due] == [one["id"] for one in report["deregistered"]]
    assert [old] == report["deprecated"]
    assert [{"UserId": "111122223333"}] == permissions(newest)
    assert [report] == rotate_ami.log()


def test_a_snapshot_that_may_not_be_deleted_is_told(aws, newest, superfluous, rotate_ami) -> None:
    old = superfluous()
    left = backend(old).ebs_snapshot.id
    aws.refused[("DeleteSnapshot", left)] = "UnauthorizedOperation"

    with pytest.raises(rotate_ami.module.RotationError, match=f"AWS refused: {left}"):
        rotate_ami(event(newest))

    assert old not in existing()


def test_when_time_runs_out_the_rest_waits_for_the_next_rotation(
    newest, superfluous, rotate_ami
) -> None:
    old = superfluous()

    report = rotate_ami(event(newest, accounts=["111122223333"]), milliseconds=20_000)

    assert "time ran out, it is left for the next rotation" == reasons(report)[old]
    assert [{"UserId": "111122223333"}] == permissions(newest)


def test_the_report_is_one_line_of_the_log(newest, superfluous, rotate_ami) -> None:
    superfluous()

    report = rotate_ami(event(newest))

    assert [report] == rotate_ami.log()
    assert [
        "image", "imageId", "shared", "kept", "deprecated", "deregistered", "refused",
    ] == list(report)  # fmt: skip


# Users of AMIs


def launch(image_id: str) -> str:
    found = boto3.client("ec2").run_instances(
        ImageId=image_id, MinCount=1, MaxCount=1, InstanceType="t3.micro"
    )
    instance: str = found["Instances"][0]["InstanceId"]
    return instance


def set_state(instance_id: str, name: str) -> None:
    """States that an instance passes through are not to be had from moto's API."""
    instance = ec2_backends[ACCOUNT]["eu-west-1"].get_instance(instance_id)
    instance._state.name = name  # noqa: SLF001 - moto's own object


def launch_template(name: str, image_id: str) -> str:
    made = boto3.client("ec2").create_launch_template(
        LaunchTemplateName=name, LaunchTemplateData={"ImageId": image_id}
    )
    template: str = made["LaunchTemplate"]["LaunchTemplateId"]
    return template


def new_version(template: str, image_id: str) -> None:
    boto3.client("ec2").create_launch_template_version(
        LaunchTemplateId=template, LaunchTemplateData={"ImageId": image_id}
    )


def launch_configuration(name: str, image_id: str) -> None:
    boto3.client("autoscaling").create_launch_configuration(
        LaunchConfigurationName=name, ImageId=image_id, InstanceType="t3.micro"
    )
