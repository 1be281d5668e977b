"""ReadFile, ListFiles and SetFileEncoding."""

from __future__ import annotations

from generator.rehearse.actions.encodings import content, encoded
from generator.rehearse.actions.wildcards import pattern
from generator.rehearse.work import Outcome, Work

_LIST = """\
[ -d "$1" ] || { echo "the folder $1 does not exist" >&2; exit 1; }
if [ "$3" = true ]; then
    find "${1%/}/" -type f -name "$2"
else
    find "${1%/}/" ! -path "${1%/}/" -prune -type f -name "$2"
fi
"""
_REWRITE = 'cat > "$1"'


def read_file(work: Work) -> Outcome:
    """Give the content of files, one output for each."""
    outputs = []
    for given in work.entries:
        text = content(work.shell, given.path("path"), given.text("encoding"))
        if given.flag("printFileContent", default=False):
            work.shell.tell(text)
        outputs.append({"content": text})
    return Outcome(tuple(outputs))


def list_files(work: Work) -> Outcome:
    """Give paths of files, in order and joined by commas."""
    outputs = []
    for given in work.entries:
        recursive = str(given.flag("recursive", default=False)).lower()
        name = pattern(given.text("fileNamePattern", "*"))
        found = work.shell.do(_LIST, given.path("path"), name, recursive)
        outputs.append({"files": ",".join(sorted(found.splitlines()))})
    return Outcome(tuple(outputs))


def set_encoding(work: Work) -> Outcome:
    """Convert files from utf8; owner and permissions stay."""
    for given in work.entries:
        text = content(work.shell, given.path("path"), "utf8")
        data = encoded(text, given.text("encoding"))
        work.shell.do(_REWRITE, given.path("path"), stdin=data)
    return Outcome()
