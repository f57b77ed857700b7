"""Class 12: requests forged by the server. Spellings of closed addresses, hosts that change their mind, redirects."""

import socket
import socketserver
import threading

import pytest

from heli.kernel.addresses import is_open
from heli.notices import egress
from heli.notices.egress import EgressRefused, call
from heli.project.settings import security

CLOSED = [
    "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "2130706433", "0x7f000001", "0x7f.1", "0x7f.0.0.1",
    "0177.0.0.1", "0177.1", "017700000001", "127.0.0.1.nip", "00127.0.0.1", "0.0.0.0", "0", "0.1.2.3", "10.0.0.1",
    "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.255", "169.254.169.254",
    "169.254.0.1", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.1", "192.0.2.1", "198.18.0.1",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "2852039166",
    "0xa9fea9fe", "0251.0376.0251.0376", "::1", "::", "::2", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1", "::ffff:7f00:1",
    "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::a9fe:a9fe", "64:ff9b::7f00:1",
    "64:ff9b::10.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a00:1::",
    "2002:a9fe:a9fe::", "2001:0:7f00:1::", "2001:db8::1", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1",
    "fd00::1", "fd00:ec2::254", "ff02::1", "ff0e::1", "100::1", "3fff::1", "4000::1", "::ffff:0:127.0.0.1",
    "1.2.3.4.5", "256.1.1.1", "1.2.3", "①②⑦.0.0.1", "127。0。0。1", "localhost", "[::1]",
    "metadata.google.internal", "::ffff:8.8.8.8",
]  # fmt: skip
OPEN = ["8.8.8.8", "114.114.114.114", "2400:3200::1", "2606:4700:4700::1111", "2a00:1450:4001::5"]


@pytest.mark.parametrize("spelling", CLOSED)
def test_closed_addresses_are_seen_through_every_spelling(spelling):
    assert not is_open(spelling)


def test_there_are_enough_spellings():
    assert len(set(CLOSED)) >= 60


@pytest.mark.parametrize("address", OPEN)
def test_open_addresses_are_open(address):
    assert is_open(address)


@pytest.fixture(autouse=True)
def named(settings):
    settings.HELI_EGRESS_HOSTS = frozenset({"hooks.example"})


@pytest.fixture
def no_connection(monkeypatch):
    """Fail the test where anything is connected to."""

    def connect(*args, **kwargs):
        pytest.fail(f"a connection to {args}")

    monkeypatch.setattr(egress.socket, "create_connection", connect)


URLS = [
    "http://hooks.example/", "ftp://hooks.example/", "file:///etc/passwd", "gopher://hooks.example/",
    "//hooks.example/", "hooks.example", "https://evil.example/", "https://hooks.example.evil.example/",
    "https://hooks.example@evil.example/", "https://u:p@hooks.example/", "https://evil.example#hooks.example",
    "https://evil.example?hooks.example", "https://evil.example\\@hooks.example/", "https://hooks.example:22/",
    "https://hooks.example:0/", "https://hooks.example:99999/", "https://127.0.0.1/", "https://[::1]/",
    "https://[hooks.example]/", "https://xhooks.example/", "https://ｈooks.example/", "https:///hooks.example/",
    "javascript:alert(1)",
]  # fmt: skip


@pytest.mark.parametrize(
    "url", [*URLS, "https://hooks.example/\r\nX: y", "https://hooks.example/ x", "https://\thooks.example/"]
)
def test_only_named_hosts_are_called(url, no_connection):
    with pytest.raises(EgressRefused):
        call("GET", url, resolver=lambda host, port: ["8.8.8.8"])


@pytest.mark.parametrize("found", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::ffff:a9fe:a9fe"], ["fe80::1%1"], []])
def test_a_named_host_that_leads_inside_is_not_called(found, no_connection):
    with pytest.raises(EgressRefused, match="open internet"):
        call("GET", "https://hooks.example/", resolver=lambda host, port: found)


def test_a_host_that_changes_its_mind_is_called_at_the_address_that_was_judged(monkeypatch):
    answers, called = [["8.8.8.8"], ["127.0.0.1"]], []

    def connect(address, timeout):
        called.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(egress.socket, "create_connection", connect)
    with pytest.raises(ConnectionRefusedError):
        call("GET", "https://hooks.example/", resolver=lambda host, port: answers.pop(0))
    assert called == [("8.8.8.8", 443)]
    assert len(answers) == 1


class Server(socketserver.ThreadingTCPServer):
    says = b""
    heard = b""


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        self.server.heard = self.request.recv(4096)
        self.request.sendall(self.server.says)


@pytest.fixture
def server(settings, monkeypatch):
    """A server of this machine that the test, and only the test, lets Heli take for one of the open internet."""
    settings.HELI_EGRESS_HTTP = True
    real = socket.create_connection
    with Server(("127.0.0.1", 0), Handler) as made:
        monkeypatch.setattr(
            egress.socket, "create_connection", lambda address, timeout: real(made.server_address, timeout)
        )
        threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True).start()
        yield made
        made.shutdown()


def ask(**more):
    return call("POST", "http://hooks.example/a?b=c", resolver=lambda host, port: ["8.8.8.8"], **more)


def test_an_answer_comes_back(server):
    server.says = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    assert (ask(body=b"{}").status, ask().body) == (200, b"ok")
    assert server.heard.startswith(b"POST /a?b=c HTTP/1.1\r\nHost: hooks.example\r\n")


def test_redirects_are_not_followed(server):
    server.says = b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"
    assert ask().status == 302


def test_too_large_an_answer_is_not_taken(server, monkeypatch):
    monkeypatch.setattr(egress, "MOST_BYTES", 1000)
    server.says = b"HTTP/1.1 200 OK\r\n\r\n" + bytes(5000)
    with pytest.raises(EgressRefused, match="large"):
        ask()


def test_nothing_is_named_by_default():

    assert frozenset() == security.HELI_EGRESS_HOSTS
