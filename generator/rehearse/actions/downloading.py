"""WebDownload: by curl or wget of the machine, five attempts for each file."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from generator.rehearse.failing import StepFailedError
from generator.rehearse.work import Given, Outcome, Work

_DOWNLOAD = """\
# URL, destination, overwrite, checksum, algorithm, whether any certificate will do
fail() { echo "$*" >&2; exit 1; }
umask 022
digest() {
    case $5 in
        MD5) md5sum ;; SHA1) sha1sum ;; SHA256) sha256sum ;; *) sha512sum ;;
    esac < "$2" | { read -r found _; [ "$found" = "$4" ]; }
}
[ ! -d "$2" ] || fail "$2 is a folder"
if [ -e "$2" ]; then
    [ "$3" = true ] || fail "$2 exists, and overwrite is false"
    if [ -n "$4" ] && digest "$@"; then exit 0; fi
fi
case $2 in */*) mkdir -p -- "${2%/*}/" || exit ;; esac
if command -v curl >/dev/null 2>&1; then
    any=
    [ "$6" = true ] && any=--insecure
    code=$(curl --silent --show-error --location --retry 4 --proto '=http,https' $any \\
        --write-out '%{http_code}' --output "$2" --url "$1") || exit
    [ "$code" = 200 ] || fail "$1 answers $code"
elif command -v wget >/dev/null 2>&1; then
    any=
    [ "$6" = true ] && any=--no-check-certificate
    wget -q -t 5 $any -O "$2" -- "$1" || fail "wget cannot download $1"
else
    fail "a rehearsal of WebDownload needs curl or wget in the machine"
fi
[ -z "$4" ] || digest "$@" || fail "the $5 digest of $1 is not $4"
"""


def download(work: Work) -> Outcome:
    """Download files; destinations that end with a slash are folders."""
    if not work.session.network:
        raise StepFailedError("the rehearsal has no network")
    places = [_one(work, given) for given in work.entries]
    return Outcome(({"destination": "\n".join(places)},))


def _one(work: Work, given: Given) -> str:
    source, destination = given.text("source"), given.path("destination")
    if destination.endswith("/"):
        destination += _name(source)
    work.shell.do(
        _DOWNLOAD,
        source,
        destination,
        str(given.flag("overwrite", default=True)).lower(),
        given.text("checksum").lower(),
        given.text("algorithm").upper(),
        str(given.flag("ignoreCertificateErrors", default=False)).lower(),
    )
    return destination


def _name(source: str) -> str:
    """The last part of a URL's path."""
    try:
        path = urlsplit(source).path
    except ValueError:
        path = ""
    name = unquote(path.rpartition("/")[2])
    if not name or "/" in name or name in (".", ".."):
        raise StepFailedError(f"{source} names no file, and the destination is a folder")
    return name
