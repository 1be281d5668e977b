"""The declarative policy of AWS Organizations: Allowed AMIs for many accounts and all regions.

Source: Organizations User Guide, Declarative policy syntax and examples; Inheritance operators.
`@@assign` is used throughout: it suits settings of any type, and what stands here is what holds.
"""

from __future__ import annotations

from dataclasses import replace

from generator.classic.policy import offenders, words
from generator.classic.policy.criteria import Criterion, criteria
from generator.classic.policy.document import Json, Policy, Step, fitting, name_of
from generator.classic.policy.lock import Lock, Released

KIND = "declarative"

LARGEST = 10_000
"""Characters of a declarative policy (Organizations User Guide, quotas)."""


def policy(lock: Lock) -> Policy:
    """Allowed AMIs as Organizations spells them; watermarks have no place in it.

    Raises:
        TooLargeError: when the names need more criteria, or more room, than AWS takes.
    """
    known = replace(lock, released=_without_watermarks(lock.released))
    document = _document(known)
    marked = any(each.watermarks for each in lock.released)
    return Policy(
        kind=KIND,
        title="Declarative policy for EC2, for AWS Organizations",
        document=document,
        text=fitting(
            document,
            LARGEST,
            "declarative policy",
            "give wider patterns with --image-name, for example --image-name 'web-*'",
        ),
        stops=_stops(known),
        leaves=f"{_LEAVES}{_UNMARKED if marked else ''}",
        beware=words.SIDE_EFFECTS,
        steps=_ENFORCING if lock.enforce else _AUDITING,
    )


def _document(lock: Lock) -> Json:
    spelled = {f"criteria_{at}": _spelled(each) for at, each in enumerate(criteria(lock), start=1)}
    settings = {
        "@@operators_allowed_for_child_policies": ["@@none"],
        "state": {"@@assign": "enabled" if lock.enforce else "audit_mode"},
        "image_criteria": spelled,
    }
    return {"ec2_attributes": {"allowed_images_settings": settings}}


def _without_watermarks(released: tuple[Released, ...]) -> tuple[Released, ...]:
    """One set of names; none when any image is told by its watermark alone."""
    if not all(each.names for each in released):
        return ()
    return (Released(tuple(name for each in released for name in each.names)),)


def _spelled(criterion: Criterion) -> Json:
    providers = [each.replace("-", "_") for each in criterion.providers]
    spelled: Json = {"allowed_image_providers": {"@@assign": providers}}
    if criterion.names:
        spelled["image_names"] = {"@@assign": list(criterion.names)}
    if criterion.max_age_days is not None:
        spelled["creation_date_condition"] = {
            "maximum_days_since_created": {"@@assign": criterion.max_age_days}
        }
    return spelled


def _stops(lock: Lock) -> str:
    mode = "" if lock.enforce else "in audit mode nothing yet; once its state is enabled, "
    others = f", and all of {words.owners(lock.others)}" if lock.others else ""
    return (
        f"{mode}everybody and everything in the accounts it is attached to, in every region, "
        "service-linked roles included, sees and launches public and shared AMIs only if they are "
        f"approved: those of {words.owners((lock.account,))}"
        f"{words.released(lock)}{others}. Nobody in those accounts can change "
        "their Allowed AMIs, and no policy below can loosen this one."
    )


_UNMARKED = (
    " As AWS documents this kind of policy, it knows no watermarks: AMIs without those asked for "
    "pass; --kind allowed-images knows them."
)

_LEAVES = (
    "AMIs that an account owns itself: they are never restricted, so whoever may make an AMI "
    "there can launch it; --kind scp stops the making. Running instances stay."
)

_ENABLE = Step(
    "once, in the management account: declarative policies are an opt-in",
    "aws organizations enable-policy-type --policy-type DECLARATIVE_POLICY_EC2 "
    '--root-id "$ROOT_ID"',
)

_CREATE = Step(
    "create it",
    "aws organizations create-policy --type DECLARATIVE_POLICY_EC2 --name launch-lock "
    f"--description 'Launch approved AMIs only' --content file://{name_of(KIND)}.json",
)

_ATTACH = Step(
    "attach it to one account first; POLICY_ID and ACCOUNT_OR_UNIT are yours to set",
    'aws organizations attach-policy --policy-id "$POLICY_ID" --target-id "$ACCOUNT_OR_UNIT"',
)

_SEE = Step(
    "see what an account makes of it",
    "aws organizations describe-effective-policy --policy-type DECLARATIVE_POLICY_EC2 "
    '--target-id "$ACCOUNT"',
)

_ENFORCE = Step(
    "when that list is empty: write it again with --enforce, and replace it",
    'aws organizations update-policy --policy-id "$POLICY_ID" '
    f"--content file://{name_of(KIND)}.json",
)

_UNDO = Step(
    "to undo it",
    'aws organizations detach-policy --policy-id "$POLICY_ID" --target-id "$ACCOUNT_OR_UNIT"',
)

_AUDITING = (_ENABLE, _CREATE, _ATTACH, _SEE, offenders.by_criteria(), _ENFORCE, _UNDO)

_ENFORCING = (replace(_ENFORCE, why="replace the policy that was in audit mode"), _SEE, _UNDO)
