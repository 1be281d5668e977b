"""The action modules of AWSTOE: what each takes, in which form, where it runs, what it gives.

Image Builder User Guide, "Action modules supported by the component manager"; the list is that
of the service team's own ComponentAction enum, which has these thirty and no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

LINUX, WINDOWS, MACOS = "Linux", "Windows", "macOS"
EVERYWHERE = (LINUX, WINDOWS, MACOS)
NOT_WINDOWS = (LINUX, MACOS)

Shape = Literal["map", "list"]


class Kind(StrEnum):
    """What an input is."""

    TEXT = "a text"
    TEXTS = "a list of texts"
    FLAG = "true or false"
    NUMBER = "a whole number"
    MAPPING = "a mapping of texts"
    PAIRS = "a list of name and value"
    PERMISSIONS = "permissions in quotes"
    ENCODING = "a text encoding"
    FOLDER_OR_FILE = "a path"


@dataclass(frozen=True, slots=True)
class Input:
    """One input of an action."""

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    default: str = ""
    """As the user would write it; empty for none."""
    choices: tuple[str, ...] = ()
    platforms: tuple[str, ...] = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Action:
    """One action module."""

    name: str
    platforms: tuple[str, ...]
    shape: Shape
    """`inputs` is one mapping, or a list of mappings, each done in turn."""
    inputs: tuple[Input, ...]
    outputs: tuple[str, ...] = ()
    takes_timeout: bool = True
    takes_attempts: bool = True

    def input(self, name: str) -> Input | None:
        """The input of a name."""
        return next((each for each in self.inputs if each.name == name), None)


def _needed(name: str, kind: Kind = Kind.TEXT, choices: tuple[str, ...] = ()) -> Input:
    return Input(name, kind, required=True, choices=choices)


def _flag(name: str, default: str) -> Input:
    return Input(name, Kind.FLAG, default=default)


def _owner(*, permissions: str = "") -> tuple[Input, ...]:
    rights = (
        (Input("permissions", Kind.PERMISSIONS, default=permissions, platforms=NOT_WINDOWS),)
        if permissions
        else ()
    )
    return (
        Input("owner", platforms=NOT_WINDOWS),
        Input("group", platforms=NOT_WINDOWS),
        *rights,
    )


_PATH = _needed("path", Kind.FOLDER_OR_FILE)
_FROM_TO = (
    _needed("source", Kind.FOLDER_OR_FILE),
    _needed("destination", Kind.FOLDER_OR_FILE),
    _flag("overwrite", "true"),
)
_COMMANDS = Input("commands", Kind.TEXTS)
_ENCODING = Input("encoding", Kind.ENCODING, default="utf8")
_MSI = (
    _PATH,
    Input("reboot", choices=("Allow", "Force", "Skip"), default="Allow"),
    Input("logOptions", default="*VX"),
    Input("logFile"),
    Input("properties", Kind.MAPPING),
    _flag("ignoreAuthenticodeSignatureErrors", "false"),
    _flag("allowUnsignedInstaller", "false"),
)
_MSI_OUTPUTS = ("logFile", "msiExitCode", "stdout")
DIGESTS = ("MD5", "SHA1", "SHA256", "SHA512")
REGISTRY_TYPES = ("BINARY", "DWORD", "QWORD", "SZ", "EXPAND_SZ", "MULTI_SZ")

_ALL = (
    Action(
        "ExecuteBash", NOT_WINDOWS, "map", (_needed("commands", Kind.TEXTS),), ("stdout",)
    ),
    Action(
        "ExecutePowerShell", (WINDOWS,), "map",
        (_COMMANDS, Input("file", Kind.FOLDER_OR_FILE)), ("stdout",),
    ),
    Action(
        "ExecuteBinary", EVERYWHERE, "map", (_PATH, Input("arguments", Kind.TEXTS)), ("stdout",)
    ),
    Action(
        "ExecuteDocument", EVERYWHERE, "map",
        (
            _needed("document"), Input("document-s3-bucket-owner"), Input("phases"),
            Input("parameters", Kind.PAIRS),
        ),
        (
            "executedStepCount", "executionId", "failedStepCount", "failureMessage",
            "ignoredFailedStepCount", "logUrl", "status",
        ), takes_timeout=False, takes_attempts=False,
    ),
    Action("Assert", EVERYWHERE, "map", ()),
    Action(
        "S3Download", EVERYWHERE, "list",
        (
            _needed("source"), _needed("destination", Kind.FOLDER_OR_FILE),
            Input("expectedBucketOwner"), _flag("overwrite", "true"),
        ),
    ),
    Action(
        "S3Upload", EVERYWHERE, "list",
        (
            _needed("source", Kind.FOLDER_OR_FILE), _needed("destination"),
            _flag("recurse", "false"), Input("expectedBucketOwner"),
        ),
    ),
    Action(
        "WebDownload", EVERYWHERE, "list",
        (
            _needed("source"), _needed("destination", Kind.FOLDER_OR_FILE),
            _flag("overwrite", "true"), Input("checksum"), Input("algorithm", choices=DIGESTS),
            _flag("ignoreCertificateErrors", "false"),
        ),
        ("destination",),
    ),
    Action("AppendFile", EVERYWHERE, "list", (_PATH, Input("content"), _ENCODING)),
    Action(
        "CreateFile", EVERYWHERE, "list",
        (
            _PATH, Input("content"), _ENCODING, *_owner(permissions="0666"),
            _flag("overwrite", "true"),
        ),
    ),
    Action(
        "CreateFolder", EVERYWHERE, "list",
        (_PATH, *_owner(permissions="0777"), _flag("overwrite", "true")),
    ),
    Action(
        "CreateSymlink", NOT_WINDOWS, "list",
        (_PATH, _needed("target", Kind.FOLDER_OR_FILE), _flag("force", "false")),
    ),
    Action("CopyFile", EVERYWHERE, "list", _FROM_TO),
    Action("CopyFolder", EVERYWHERE, "list", _FROM_TO),
    Action("MoveFile", EVERYWHERE, "list", _FROM_TO),
    Action("MoveFolder", EVERYWHERE, "list", _FROM_TO),
    Action("DeleteFile", EVERYWHERE, "list", (_PATH,)),
    Action("DeleteFolder", EVERYWHERE, "list", (_PATH, _flag("force", "false"))),
    Action(
        "ListFiles", EVERYWHERE, "list",
        (_PATH, Input("fileNamePattern"), _flag("recursive", "false")), ("files",),
    ),
    Action(
        "ReadFile", EVERYWHERE, "list",
        (_PATH, _ENCODING, _flag("printFileContent", "false")), ("content",),
    ),
    Action("SetFileEncoding", EVERYWHERE, "list", (_PATH, _ENCODING)),
    Action("SetFileOwner", NOT_WINDOWS, "list", (_PATH, _needed("owner"), Input("group"))),
    Action(
        "SetFolderOwner", NOT_WINDOWS, "list",
        (_PATH, _needed("owner"), Input("group"), _flag("recursive", "true")),
    ),
    Action(
        "SetFilePermissions", NOT_WINDOWS, "list",
        (_PATH, _needed("permissions", Kind.PERMISSIONS)),
    ),
    Action(
        "SetFolderPermissions", NOT_WINDOWS, "list",
        (_PATH, _needed("permissions", Kind.PERMISSIONS), _flag("recursive", "true")),
    ),
    Action("InstallMSI", (WINDOWS,), "map", _MSI, _MSI_OUTPUTS),
    Action("UninstallMSI", (WINDOWS,), "map", _MSI, _MSI_OUTPUTS),
    Action(
        "Reboot", EVERYWHERE, "map", (Input("delaySeconds", Kind.NUMBER, default="0"),),
        takes_timeout=False,
    ),
    Action(
        "SetRegistry", (WINDOWS,), "list",
        (
            _PATH, _needed("name"), _needed("value"),
            _needed("type", choices=REGISTRY_TYPES),
        ),
    ),
    Action(
        "UpdateOS", (LINUX, WINDOWS), "map",
        (Input("include", Kind.TEXTS), Input("exclude", Kind.TEXTS)),
    ),
)  # fmt: skip

ACTIONS: Mapping[str, Action] = {action.name: action for action in _ALL}
"""Every action module by name."""
