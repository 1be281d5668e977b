"""What is to be locked: whose images may be launched, which of them, and who is exempt."""

from __future__ import annotations

from dataclasses import dataclass

ANY_PARTITION = "*"
"""Matches aws, aws-cn, aws-us-gov and the others; a pattern is allowed in this part of an ARN.

Source: IAM User Guide, IAM JSON policy elements: Resource.
"""

DISTRIBUTION_ROLE = "EC2ImageBuilderDistributionCrossAccountRole"
"""The role by which Image Builder makes copies in other accounts."""

AMAZON = "amazon"
"""The owner alias of Amazon and of what AWS calls verified providers."""

ALIASES = ("aws-backup-vault", "aws-marketplace")
"""Other owner aliases (EC2 API, ImageCriterionRequest `ImageProviders`)."""


@dataclass(frozen=True, slots=True)
class Released:
    """Images that the factory released; an empty part leaves open what it would say."""

    names: tuple[str, ...] = ()
    """Patterns of AMI names, with * and ?."""
    watermarks: tuple[str, ...] = ()
    """Names of watermarks, or their keys, account:name; an image carries at least one."""


@dataclass(frozen=True, slots=True)
class Lock:
    """One set of approved images, from which every kind of policy is made."""

    account: str
    """The factory's: it owns the images."""
    owners: tuple[str, ...] = ()
    """Other accounts and owner aliases, all of whose images are approved."""
    amazon: bool = True
    copies: tuple[str, ...] = ()
    """Accounts that receive copies of their own, which they then own."""
    released: tuple[Released, ...] = ()
    max_age_days: int | None = None
    exempt: tuple[str, ...] = ()
    """Roles: patterns of names in the factory's account, or of whole ARNs."""
    enforce: bool = False
    """False starts in audit mode, where there is one."""
    partition: str = ANY_PARTITION

    @property
    def others(self) -> tuple[str, ...]:
        """Owners besides the factory, every image of whom is approved."""
        amazon = {AMAZON} if self.amazon else set()
        return tuple(sorted({*self.owners, *amazon} - {self.account}))

    @property
    def launchable(self) -> tuple[str, ...]:
        """Every owner of an approved image, as `ec2:Owner` names them."""
        return tuple(sorted({self.account, *self.copies, *self.others}))

    @property
    def exempt_arns(self) -> tuple[str, ...]:
        """Patterns of the exempt roles' ARNs."""
        arns = {
            role if role.startswith("arn:") else self._role(self.account, role)
            for role in self.exempt
        }
        return tuple(sorted(arns))

    @property
    def copying_arns(self) -> tuple[str, ...]:
        """The roles by which Image Builder makes copies, one in each account that gets some."""
        return tuple(self._role(account, DISTRIBUTION_ROLE) for account in sorted(self.copies))

    def watermark_key(self, text: str) -> str:
        """The key by which EC2 knows a watermark: its account's, the factory's by default."""
        return text if ":" in text else f"{self.account}:{text}"

    def _role(self, account: str, name: str) -> str:
        return f"arn:{self.partition}:iam::{account}:role/{name}"
