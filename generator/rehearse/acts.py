"""The actions that a rehearsal runs, each by programs inside the machine.

Facts are those of the Image Builder User Guide, "Action modules supported by AWSTOE component
manager". What that page leaves open is said where it is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.rehearse.actions import (
    asserting,
    bash,
    binary,
    copying,
    creating,
    deleting,
    downloading,
    nesting,
    owning,
    reading,
    system,
)
from generator.rehearse.failing import StepFailedError
from generator.rehearse.work import Outcome, Work

ACTS: Mapping[str, Callable[[Work], Outcome]] = {
    "ExecuteBash": bash.execute,
    "ExecuteBinary": binary.execute,
    "ExecuteDocument": nesting.execute,
    "Assert": asserting.check,
    "WebDownload": downloading.download,
    "AppendFile": creating.append_file,
    "CreateFile": creating.create_file,
    "CreateFolder": creating.create_folder,
    "CreateSymlink": creating.create_symlink,
    "CopyFile": copying.copy_file,
    "CopyFolder": copying.copy_folder,
    "MoveFile": copying.move_file,
    "MoveFolder": copying.move_folder,
    "DeleteFile": deleting.delete_file,
    "DeleteFolder": deleting.delete_folder,
    "ListFiles": reading.list_files,
    "ReadFile": reading.read_file,
    "SetFileEncoding": reading.set_encoding,
    "SetFileOwner": owning.file_owner,
    "SetFolderOwner": owning.folder_owner,
    "SetFilePermissions": owning.file_permissions,
    "SetFolderPermissions": owning.folder_permissions,
    "Reboot": system.reboot,
    "UpdateOS": system.update,
}
"""What runs here; the others are refused by name (`refusals.py`)."""


def act(work: Work) -> Outcome:
    """Run the action of a step once.

    Raises:
        StepFailedError: when it fails.
        AccessError: when the machine cannot run anything.
    """
    found = ACTS.get(work.step.action)
    if found is None:
        raise StepFailedError(f"{work.step.action} cannot run in a rehearsal")
    return found(work)
