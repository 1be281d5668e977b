"""Reboot and UpdateOS."""

from __future__ import annotations

from generator.rehearse.failing import StepFailedError
from generator.rehearse.work import Outcome, Work

_NEITHER = 3
_UPDATE = f"""\
set -u
export DEBIAN_FRONTEND=noninteractive
count=$1
shift
if command -v yum >/dev/null 2>&1; then
    n=0
    while [ $n -lt "$count" ]; do
        set -- "$@" "--exclude=$1"
        shift
        n=$((n + 1))
    done
    exec yum -y update "$@"
elif command -v apt-get >/dev/null 2>&1; then
    apt-get update || exit
    n=0
    while [ $n -lt "$count" ]; do
        apt-mark hold "$1" || exit
        shift
        n=$((n + 1))
    done
    if [ $# -gt 0 ]; then
        exec apt-get -y install --only-upgrade "$@"
    fi
    exec apt-get -y upgrade
fi
exit {_NEITHER}
"""
"""Given how many packages are left out, those, and the ones that are updated (none for all)."""


def reboot(work: Work) -> Outcome:
    """Reboot, and go on with the next step; the delay is not waited for."""
    del work
    return Outcome(reboot=True)


def update(work: Work) -> Outcome:
    """Update packages with yum or apt-get, as the guide says; other systems fail.

    Packages to leave out are held back in apt, and stay held.
    """
    given = work.entries[0] if work.entries else None
    exclude = given.texts("exclude") if given else []
    include = [each for each in given.texts("include") if each not in exclude] if given else []
    if given and given.texts("include") and not include:
        return Outcome()
    words = ("/bin/sh", "-c", _UPDATE, "sh", str(len(exclude)), *exclude, *include)
    ran = work.shell.run(*words)
    if ran.code == _NEITHER:
        raise StepFailedError("UpdateOS needs yum or apt-get", code=ran.code)
    if ran.code != 0:
        raise StepFailedError(f"the update ended with exit code {ran.code}", code=ran.code)
    return Outcome()
