"""DeleteFile and DeleteFolder."""

from __future__ import annotations

from generator.rehearse.actions.wildcards import split
from generator.rehearse.work import Outcome, Work

_FILE = """\
[ -e "$1" ] || [ -L "$1" ] || { echo "$1 does not exist" >&2; exit 1; }
[ -L "$1" ] || [ ! -d "$1" ] || { echo "$1 is a folder" >&2; exit 1; }
rm -f -- "$1"
"""
_FILES = """\
for each in "$1"* "$1".[!.]* "$1"..?*; do
    case ${each#"$1"} in $2) ;; *) continue ;; esac
    [ -e "$each" ] || [ -L "$each" ] || continue
    [ -L "$each" ] || [ ! -d "$each" ] || continue
    rm -f -- "$each" || exit
done
"""
_FOLDER = """\
[ -d "$1" ] || { echo "$1 does not exist, or is no folder" >&2; exit 1; }
if [ "$2" = true ]; then rm -rf -- "$1"; else rmdir -- "$1"; fi
"""


def delete_file(work: Work) -> Outcome:
    """Delete files; a wildcard may match none, a name must be there."""
    for given in work.entries:
        path = given.path("path")
        found = split(path)
        if found is None:
            work.shell.do(_FILE, path)
        else:
            work.shell.do(_FILES, *found)
    return Outcome()


def delete_folder(work: Work) -> Outcome:
    """Delete folders, with what is in them when force is true."""
    for given in work.entries:
        force = str(given.flag("force", default=False)).lower()
        work.shell.do(_FOLDER, given.path("path"), force)
    return Outcome()
