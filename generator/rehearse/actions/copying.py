"""CopyFile, CopyFolder, MoveFile and MoveFolder."""

from __future__ import annotations

from generator.rehearse.actions.wildcards import split
from generator.rehearse.work import Outcome, Work

_SCRIPT = """\
# verb, what, source or its folder, pattern or nothing, destination, overwrite
fail() { echo "$*" >&2; exit 1; }
umask 022
verb=$1 what=$2 from=$3 pattern=$4 to=$5 overwrite=$6

take() {  # a source
    if [ "$what" = file ]; then
        [ -e "$1" ] || [ -L "$1" ] || fail "$1 does not exist"
        [ ! -d "$1" ] || fail "$1 is a folder"
    else
        [ -d "$1" ] || fail "the folder $1 does not exist"
    fi
    source=${1%/}
    case $to in
        */) mkdir -p -- "$to" || exit; put "$source" "$to${source##*/}" ;;
        */*) mkdir -p -- "${to%/*}/" || exit; put "$source" "$to" ;;
        *) put "$source" "$to" ;;
    esac
}

put() {  # a source, where to
    if [ -e "$2" ] || [ -L "$2" ]; then
        [ "$overwrite" = true ] || fail "$2 exists, and overwrite is false"
    fi
    case $verb.$what in
        copy.file) [ ! -d "$2" ] || fail "$2 is a folder"; cp -- "$1" "$2" ;;
        move.file) [ ! -d "$2" ] || fail "$2 is a folder"; mv -f -- "$1" "$2" ;;
        copy.folder) merge "$1" "$2" ;;
        move.folder)
            if [ -e "$2" ]; then merge "$1" "$2" && rm -rf -- "$1"; else mv -- "$1" "$2"; fi
            ;;
    esac || exit
}

merge() {  # a folder, where to
    mkdir -p -- "$2" && cp -RPp -- "$1/." "$2"
}

if [ -z "$pattern" ]; then
    take "$from"
    exit
fi
found=
for each in "$from"* "$from".[!.]* "$from"..?*; do
    case ${each#"$from"} in $pattern) ;; *) continue ;; esac
    [ -e "$each" ] || continue
    if [ "$what" = file ]; then [ ! -d "$each" ] || continue; else [ -d "$each" ] || continue; fi
    found=yes
    take "$each"
done
[ -n "$found" ] || fail "nothing matches in ${from:-.}"
"""


def copy_file(work: Work) -> Outcome:
    """Copy files."""
    return _each(work, "copy", "file")


def copy_folder(work: Work) -> Outcome:
    """Copy folders with what is in them."""
    return _each(work, "copy", "folder")


def move_file(work: Work) -> Outcome:
    """Move files."""
    return _each(work, "move", "file")


def move_folder(work: Work) -> Outcome:
    """Move folders."""
    return _each(work, "move", "folder")


def _each(work: Work, verb: str, what: str) -> Outcome:
    """Take each source to its destination, into it when it ends with a slash.

    A folder that is there is written over file by file: whether the real tool removes it first
    the guide leaves open ("overwrites the existing folder").
    """
    for given in work.entries:
        source = given.path("source")
        folder, names = split(source) or (source, "")
        overwrite = str(given.flag("overwrite", default=True)).lower()
        work.shell.do(_SCRIPT, verb, what, folder, names, given.path("destination"), overwrite)
    return Outcome()
