"""EC2's Allowed AMIs for one account and region: criteria as input of the AWS CLI."""

from __future__ import annotations

from generator.classic.policy import offenders, words
from generator.classic.policy.criteria import Criterion, criteria
from generator.classic.policy.document import Json, Policy, Step, name_of, readable
from generator.classic.policy.lock import Lock

KIND = "allowed-images"


def policy(lock: Lock) -> Policy:
    """Input of `aws ec2 replace-image-criteria-in-allowed-images-settings`.

    Raises:
        TooLargeError: when the names need more criteria than EC2 takes.
    """
    document: Json = {"ImageCriteria": [_spelled(each) for each in criteria(lock)]}
    return Policy(
        kind=KIND,
        title="Allowed AMIs, for one account and region",
        document=document,
        text=readable(document),
        stops=_stops(lock),
        leaves=_LEAVES,
        beware=words.SIDE_EFFECTS,
        steps=_ENFORCING if lock.enforce else _AUDITING,
    )


def _spelled(criterion: Criterion) -> Json:
    spelled: Json = {"ImageProviders": list(criterion.providers)}
    if criterion.names:
        spelled["ImageNames"] = list(criterion.names)
    if criterion.watermarks:
        spelled["ImageWatermarks"] = [{"WatermarkKey": key} for key in criterion.watermarks]
    if criterion.max_age_days is not None:
        spelled["CreationDateCondition"] = {"MaximumDaysSinceCreated": criterion.max_age_days}
    return spelled


def _stops(lock: Lock) -> str:
    mode = "" if lock.enforce else "in audit mode nothing yet; once enabled, "
    others = f", and all of {words.owners(lock.others)}" if lock.others else ""
    return (
        f"{mode}everybody and everything in the account, service-linked roles included, sees and "
        "launches public and shared AMIs only if they are approved: those of "
        f"{words.owners((lock.account,))}{words.released(lock)}{others}."
    )


_LEAVES = (
    "AMIs that the account owns itself: they are never restricted, so whoever may make an AMI "
    "there can launch it; --kind scp stops the making. It holds in the region where it is set and "
    "in no other, and whoever may call ec2:DisableAllowedImagesSettings lifts it; --kind "
    "declarative holds in all regions and cannot be lifted from inside. Running instances stay."
)


def _state(why: str, state: str) -> Step:
    return Step(
        why, f"aws ec2 enable-allowed-images-settings --allowed-images-settings-state {state}"
    )


def _criteria(why: str) -> Step:
    return Step(
        why,
        "aws ec2 replace-image-criteria-in-allowed-images-settings "
        f"--cli-input-json file://{name_of(KIND)}.json",
    )


_UNDO = Step("to undo it", "aws ec2 disable-allowed-images-settings")

_AUDITING = (
    _state("audit mode first, so that the criteria refuse nothing", "audit-mode"),
    _criteria("set the criteria"),
    offenders.by_criteria(),
    _state("when that list is empty", "enabled"),
    _UNDO,
)

_ENFORCING = (
    _criteria("set the criteria"),
    _state("put them in force", "enabled"),
    _UNDO,
)
