"""Scripts over https, from a real server on this machine: what is given, and what is refused."""

from __future__ import annotations

import itertools
import ssl
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from generator.errors import AccessError, NotFoundError, RemoteError, UnreachableError
from generator.fetch.addresses import public, resolve
from generator.fetch.https import HttpsScripts
from generator.ports.scripts import MOST_BYTES

HOST = "scripts.example.com"


def certificate(folder):
    """A key and a certificate for HOST that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


class Server(ThreadingHTTPServer):
    """Answers by path; remembers what it was asked."""

    def __init__(self, pem) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.pem = pem
        self.answers = {}
        self.asked = []

    def url(self, path):
        """Where a path of this server is."""
        return f"https://{HOST}:{self.server_port}{path}"

    def handle_error(self, *_):
        """Clients that go away are what some tests are about."""


class Handler(BaseHTTPRequestHandler):
    """Gives the server's answers."""

    def do_GET(self):
        """Answer, piece by piece."""
        self.server.asked.append((self.path, self.headers["Host"]))
        status, headers, body = self.server.answers.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        for piece in body if not isinstance(body, bytes) else [body]:
            self.wfile.write(piece)

    def log_message(self, *_):
        """Quietly."""


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("server"))


@pytest.fixture
def server(pem):
    with Server(pem) as made:
        thread = Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture
def scripts(server):
    return HttpsScripts(
        private_hosts=True, resolve=lambda *_: ["127.0.0.1"], ca_file=str(server.pem)
    )


def test_the_bytes_as_they_are(server, scripts) -> None:
    """Asked of the address that was looked at, under the host's own name."""
    server.answers["/a/web.sh?v=1"] = (200, {}, b"\x00\xffecho\r\n")

    assert b"\x00\xffecho\r\n" == scripts.fetch(server.url("/a/web.sh?v=1"))
    assert [("/a/web.sh?v=1", f"{HOST}:{server.server_port}")] == server.asked


def test_redirects_are_followed_three_times(server, scripts) -> None:
    for number in range(4):
        server.answers[f"/{number}"] = (302, {"Location": f"/{number + 1}"}, b"")
    server.answers["/4"] = (200, {}, b"far")

    assert b"far" == scripts.fetch(server.url("/1"))
    with pytest.raises(AccessError, match="more than 3 redirects"):
        scripts.fetch(server.url("/0"))


@pytest.mark.parametrize(
    "target", ["http://example.com/x", "https://user:secret@example.com/x", "file:///etc/passwd"]
)
def test_a_redirect_leads_to_plain_https_only(server, scripts, target: str) -> None:
    server.answers["/x"] = (302, {"Location": target}, b"")

    with pytest.raises(AccessError, match="which is not plain https"):
        scripts.fetch(server.url("/x"))


@pytest.mark.parametrize(
    "target", ["https://example.com:99999/x", "https://example.com:a/x", "https://[::1", "//[x]/x"]
)
def test_a_redirect_to_what_is_no_url_is_refused(server, scripts, target: str) -> None:
    server.answers["/x"] = (302, {"Location": target}, b"")

    with pytest.raises(AccessError, match="which is not plain https"):
        scripts.fetch(server.url("/x"))


def test_every_redirect_is_looked_at_again(server, pem) -> None:
    """The second host lies inside of somebody's network."""
    server.answers["/x"] = (302, {"Location": "https://inside.example.com/x"}, b"")
    known = {HOST: ["127.0.0.1"], "inside.example.com": ["169.254.169.254"]}
    looked = []

    def resolving(host, _port):
        looked.append(host)
        return known[host]

    careful = HttpsScripts(resolve=resolving, ca_file=str(pem))
    with pytest.raises(AccessError, match=r"127\.0\.0\.1, which is not on the public internet"):
        careful.fetch(server.url("/x"))
    assert [HOST] == looked


def test_a_certificate_of_another_host_is_not_trusted(server, pem) -> None:
    other = HttpsScripts(True, lambda *_: ["127.0.0.1"], str(pem))

    with pytest.raises(UnreachableError, match=r"cannot trust other\.example\.com"):
        other.fetch(f"https://other.example.com:{server.server_port}/x")
    assert [] == server.asked


def test_an_authority_nobody_knows_is_not_trusted(server) -> None:
    with pytest.raises(UnreachableError, match="cannot trust"):
        HttpsScripts(True, lambda *_: ["127.0.0.1"]).fetch(server.url("/x"))


def test_the_second_address_serves_when_the_first_does_not(server, pem) -> None:
    server.answers["/x"] = (200, {}, b"yes")
    two = HttpsScripts(True, lambda *_: ["::1", "127.0.0.1"], str(pem))

    assert b"yes" == two.fetch(server.url("/x"))


@pytest.mark.parametrize(
    ("status", "error"), [(404, NotFoundError), (403, NotFoundError), (500, RemoteError)]
)
def test_what_is_not_there(server, scripts, status: int, error: type[Exception]) -> None:
    server.answers["/x"] = (status, {}, b"<html>")

    with pytest.raises(error, match=f"HTTP {status}"):
        scripts.fetch(server.url("/x"))


def test_an_endless_answer_ends(server, scripts) -> None:
    server.answers["/x"] = (200, {}, itertools.repeat(b"x" * 65536))

    with pytest.raises(AccessError, match=f"larger than {MOST_BYTES} bytes"):
        scripts.fetch(server.url("/x"))


def test_a_slow_answer_ends(server, pem) -> None:
    """Time is a value: each look at the clock is ten seconds later."""
    server.answers["/x"] = (200, {}, itertools.repeat(b"x" * 65536))
    ticks = itertools.count(0, 10)
    slow = HttpsScripts(True, lambda *_: ["127.0.0.1"], str(pem), lambda: next(ticks))

    with pytest.raises(UnreachableError, match="longer than 30 seconds"):
        slow.fetch(server.url("/x"))


def test_an_answer_that_drips_ends(server, pem) -> None:
    """The clock is looked at after each byte that comes, not after a whole piece."""
    server.answers["/x"] = (200, {}, itertools.repeat(b"x", 9))
    ticks = itertools.count(0, 20)
    slow = HttpsScripts(True, lambda *_: ["127.0.0.1"], str(pem), lambda: next(ticks))

    with pytest.raises(UnreachableError, match="longer than 30 seconds"):
        slow.fetch(server.url("/x"))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.1", "::1", "fe80::1%eth0", "fd00::1", "::ffff:169.254.169.254", "2002:7f00:1::",
        "224.0.0.1", "ff02::1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1", "::7f00:1", "fec0::1",
    ],
)  # fmt: skip
def test_addresses_inside_of_networks_are_refused(address: str) -> None:
    with pytest.raises(AccessError, match="not on the public internet"):
        public("example.com", ["93.184.215.14", address])


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"],
)
def test_public_addresses_are_not(address: str) -> None:
    public("example.com", [address])


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1"])
def test_numbers_in_disguise_are_seen_once_resolved(host: str) -> None:
    with pytest.raises(AccessError):
        public(host, resolve(host, 443))


def test_a_host_without_an_address() -> None:
    with pytest.raises(UnreachableError, match="cannot find the host"):
        resolve("no-such-host.invalid", 443)
