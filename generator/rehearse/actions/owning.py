"""SetFileOwner, SetFolderOwner, SetFilePermissions and SetFolderPermissions."""

from __future__ import annotations

from generator.rehearse.work import Given, Outcome, Work

_KIND = """\
if [ "$1" = file ]; then
    [ -e "$2" ] && [ ! -d "$2" ] || { echo "the file $2 does not exist" >&2; exit 1; }
else
    [ -d "$2" ] || { echo "the folder $2 does not exist" >&2; exit 1; }
fi
"""
_OWNER = f"""\
{_KIND}group=$5
[ -n "$group" ] || group=$(id -g -- "$4" 2>/dev/null)
set -- "$2" "$3" "$4${{group:+:$group}}"
if [ "$2" = true ]; then chown -R -- "$3" "$1"; else chown -- "$3" "$1"; fi
"""
_PERMISSIONS = f"""\
{_KIND}if [ "$3" = true ]; then chmod -R -- "$4" "$2"; else chmod -- "$4" "$2"; fi
"""


def file_owner(work: Work) -> Outcome:
    """Set owner and group of files; the group is the owner's own unless it is given."""
    return _owner(work, "file")


def folder_owner(work: Work) -> Outcome:
    """Set owner and group of folders, with what is in them unless recursive is false."""
    return _owner(work, "folder")


def file_permissions(work: Work) -> Outcome:
    """Set permissions of files."""
    return _permissions(work, "file")


def folder_permissions(work: Work) -> Outcome:
    """Set permissions of folders, with what is in them unless recursive is false."""
    return _permissions(work, "folder")


def _owner(work: Work, kind: str) -> Outcome:
    for given in work.entries:
        path, all_of_it = given.path("path"), _recursive(given, kind)
        work.shell.do(_OWNER, kind, path, all_of_it, given.text("owner"), given.text("group"))
    return Outcome()


def _permissions(work: Work, kind: str) -> Outcome:
    for given in work.entries:
        path, all_of_it = given.path("path"), _recursive(given, kind)
        work.shell.do(_PERMISSIONS, kind, path, all_of_it, given.text("permissions"))
    return Outcome()


def _recursive(given: Given, kind: str) -> str:
    wanted = kind == "folder" and given.flag("recursive", default=True)
    return "true" if wanted else "false"
