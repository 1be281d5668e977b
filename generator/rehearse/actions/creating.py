"""CreateFile, AppendFile, CreateFolder and CreateSymlink."""

from __future__ import annotations

from generator.rehearse.actions.encodings import encoded
from generator.rehearse.work import Given, Outcome, Work

_FAIL = 'fail() { echo "$*" >&2; exit 1; }\n'
_ABOVE = 'case $1 in */*) mkdir -p -- "${1%/*}/" || exit ;; esac\n'
_OWNED = """\
if [ -n "$3" ]; then chown -- "$3" "$1" || exit; fi
if [ -n "$4" ]; then chgrp -- "$4" "$1" || exit; fi
if [ -n "$5" ]; then chmod -- "$5" "$1" || exit; fi
"""
_CREATE_FILE = f"""\
{_FAIL}umask 022
[ ! -d "$1" ] || fail "$1 is a folder"
if [ "$2" = false ]; then
    [ ! -e "$1" ] && [ ! -L "$1" ] || fail "$1 exists, and overwrite is false"
fi
{_ABOVE}cat > "$1" || exit
{_OWNED}"""
_APPEND = f"""\
{_FAIL}[ -e "$1" ] || fail "$1 does not exist"
cat >> "$1"
"""
_CREATE_FOLDER = f"""\
{_FAIL}umask 022
[ ! -e "$1" ] || [ -d "$1" ] || fail "$1 is no folder"
if [ "$2" = false ]; then [ ! -d "$1" ] || fail "$1 exists, and overwrite is false"; fi
mkdir -p -- "$1" || exit
{_OWNED}"""
_SYMLINK = f"""\
{_FAIL}umask 022
[ -e "$2" ] || fail "the target $2 does not exist"
if [ -L "$1" ]; then
    [ "$3" = true ] || fail "$1 is a link already, and force is false"
    rm -f -- "$1" || exit
elif [ -e "$1" ]; then
    fail "$1 exists, and is no link"
fi
{_ABOVE}case $2 in /*) to=$2 ;; *) to=$PWD/$2 ;; esac
ln -s -- "$to" "$1"
"""


def create_file(work: Work) -> Outcome:
    """Create files with content; parent folders are made.

    Without permissions a file has 0666 less a umask of 022. With permissions it has exactly
    those: whether the umask counts then the guide leaves open.
    """
    for given in work.entries:
        content = encoded(given.text("content"), given.text("encoding"))
        arguments = (given.path("path"), *_existing(given), *_owned(given))
        work.shell.do(_CREATE_FILE, *arguments, stdin=content)
    return Outcome()


def append_file(work: Work) -> Outcome:
    """Append to files that exist."""
    for given in work.entries:
        content = encoded(given.text("content"), given.text("encoding"))
        work.shell.do(_APPEND, given.path("path"), stdin=content)
    return Outcome()


def create_folder(work: Work) -> Outcome:
    """Create folders; one that is there keeps what is in it.

    The guide says that it is truncated or overwritten, and not what becomes of its files.
    """
    for given in work.entries:
        work.shell.do(_CREATE_FOLDER, given.path("path"), *_existing(given), *_owned(given))
    return Outcome()


def create_symlink(work: Work) -> Outcome:
    """Create links to what exists."""
    for given in work.entries:
        force = str(given.flag("force", default=False)).lower()
        work.shell.do(_SYMLINK, given.path("path"), given.path("target"), force)
    return Outcome()


def _existing(given: Given) -> tuple[str]:
    return (str(given.flag("overwrite", default=True)).lower(),)


def _owned(given: Given) -> tuple[str, str, str]:
    return given.text("owner"), given.text("group"), given.text("permissions")
