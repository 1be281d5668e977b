"""The local AWS as a server, on this machine alone.

Whatever answers here is moto or ours, behind one wrapper: it lets time catch up, keeps strangers
out (other hosts, web pages of a browser), marks every reply as emulated, and turns a failure of
the local AWS into a reply that says so instead of a page of Python.
"""

from __future__ import annotations

import ipaddress
import json
import re
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from contextlib import nullcontext, redirect_stderr
from email.utils import format_datetime
from io import StringIO
from typing import Any
from urllib.parse import unquote

from werkzeug.serving import BaseWSGIServer, make_server

from generator.errors import LocalAwsError
from generator.localaws import regions
from generator.localaws.clock import clock
from generator.localaws.control import PREFIX, Refusal, control
from generator.localaws.refusing import CODE, MARK, error_reply, refusal

HOST = "127.0.0.1"
AMAZON = re.compile(r"[a-z0-9.-]+\.amazonaws\.com(\.cn)?")
DROPPED = re.compile(r"access-control-|date$", re.IGNORECASE)
"""Headers of moto's that a reply does not keep: it is for no web page, and of another time."""
SCOPE = re.compile(
    r"Credential=[^/,&]+/[0-9]{8}/(?P<region>[^/,&]+)/(?P<service>[^/,&]+)/aws4_request"
)
INVOCATION = re.compile(r"/2015-03-31/functions/[^/]+/invocations")

Start = Callable[..., Any]
App = Callable[[dict[str, Any], Start], Iterable[bytes]]


def loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own loopback."""
    name = host.strip("[]").lower().rstrip(".")
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


class Server:
    """A server over this process's local AWS; it has to be plugged already."""

    def __init__(self, port: int = 0, host: str = HOST) -> None:
        """A server that does not listen yet; port 0 takes a free one.

        Raises:
            LocalAwsError: for a host that others can reach.
        """
        if not loopback(host):
            msg = f"the local AWS listens on this machine only, not on {host}"
            raise LocalAwsError(msg, "it has no passwords: whoever reaches it can do everything")
        self._host, self._port = host, port
        self._server: BaseWSGIServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def endpoint(self) -> str:
        """Its address, for AWS_ENDPOINT_URL."""
        port = self._server.server_address[1] if self._server else self._port
        return f"http://{self._host}:{port}"

    def start(self) -> None:
        """Listen, in threads of its own.

        Raises:
            LocalAwsError: when the port is taken.
        """
        from generator.localaws.dispatching import dispatcher

        app = guarded(dispatcher())
        self._server = _listening(self._host, self._port, app)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Listen no longer; requests under way are answered first."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._server = None


def _listening(host: str, port: int, app: Any) -> BaseWSGIServer:
    from moto.moto_server.werkzeug_app import MotoRequestHandler

    class Quiet(MotoRequestHandler):  # type: ignore[misc]  # moto has no types
        def log(self, *_: Any) -> None:
            """Nothing: the commands that ask say what happens."""

    try:
        with redirect_stderr(StringIO()):  # werkzeug has words of its own for a port that is taken
            return make_server(host, port, app, threaded=True, request_handler=Quiet)
    except (OSError, SystemExit) as error:  # werkzeug leaves the program when the port is taken
        msg = f"cannot listen on {host}:{port}: the port is taken, or not permitted"
        raise LocalAwsError(msg, "choose another one with --port, or leave it out") from error


def guarded(aws: App) -> App:
    """The server's whole application: guard, control, and AWS behind them."""

    def app(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        def marked(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            kept = [one for one in headers if not DROPPED.match(one[0])]
            return start(status, [*kept, (MARK, "true"), ("Date", _date())], *rest)

        try:
            keep_out(environ)
            if environ.get("PATH_INFO", "").startswith(PREFIX):
                return _said(marked, 200, control(environ))
            return _answered(aws, environ, marked)
        except Refusal as error:
            return _said(marked, error.status, {"error": error.said})
        except Exception as error:  # noqa: BLE001  # said to the client, and to the terminal
            return _failed(marked, error, _spoken(environ))

    return app


def _date() -> str:
    """The simulated time, as replies tell it."""
    return format_datetime(clock.now(), usegmt=True)


def keep_out(environ: dict[str, Any]) -> None:
    """Refuse requests that came by another name than this machine's, or from a web page.

    A page in a browser reaches loopback by a name of its own (DNS rebinding) or says where it
    is from (`Origin`); programs that use AWS do neither.

    Raises:
        Refusal: with 403.
    """
    host = environ.get("HTTP_HOST", "")
    name = re.sub(r":\d+$", "", host)
    if not (loopback(name) or AMAZON.fullmatch(name.lower())):
        raise Refusal(403, f"the local AWS is not at home under the name {host!r}")
    if environ.get("HTTP_ORIGIN") or environ.get("HTTP_SEC_FETCH_SITE", "none") != "none":
        raise Refusal(403, "the local AWS does not answer web pages")
    if environ.get("PATH_INFO", "").startswith("/moto-api"):
        raise Refusal(404, "the local AWS does not offer moto's own pages")


def _answered(aws: App, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """One request; alone, but for a function that runs: it makes requests of its own."""
    invocation = INVOCATION.fullmatch(environ.get("PATH_INFO", ""))
    keep_to_regions(environ)
    clock.catch_up()
    with nullcontext() if invocation else clock.lock:
        return list(aws(environ, start))


def keep_to_regions(environ: dict[str, Any]) -> None:
    """Refuse a request that is signed for a region which there is not: no moto has one for it.

    Raises:
        NotImplementedError: naming the region, and what comes near.
    """
    scope = _scope(environ)
    if scope is not None and regions.unknown(scope["region"]):
        raise NotImplementedError(regions.said(scope["region"]))


def _scope(environ: dict[str, Any]) -> re.Match[str] | None:
    """For which region and service a request is signed."""
    signed = environ.get("HTTP_AUTHORIZATION", "") or unquote(environ.get("QUERY_STRING", ""))
    return SCOPE.search(signed)


def _spoken(environ: dict[str, Any]) -> str:
    """The content type of a request; S3 reads XML whatever it sends."""
    scope = _scope(environ)
    if scope is not None and scope["service"] == "s3":
        return "application/x-www-form-urlencoded"
    return str(environ.get("CONTENT_TYPE", ""))


def _failed(start: Start, error: Exception, content_type: str) -> Iterable[bytes]:
    """What the local AWS lacks, or a failure of its own."""
    if isinstance(error, NotImplementedError):
        code, said = CODE, refusal(str(error))
    else:
        traceback.print_exc(file=sys.stderr)
        code, said = "LocalAwsFailed", f"The local AWS failed: {type(error).__name__}: {error}"
    status, headers, body = error_reply(code, said, content_type)
    start(f"{status} local", list(headers.items()))
    return [body.encode()]


def _said(start: Start, status: int, said: Any) -> Iterable[bytes]:
    body = json.dumps(said, default=str).encode()
    length = ("content-length", str(len(body)))
    start(f"{status} local", [("content-type", "application/json"), length])
    return [body]
