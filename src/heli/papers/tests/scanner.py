"""A virus scanner for tests: speaks clamd's INSTREAM and finds one harmless pattern."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from heli.papers.tests.hostile import EICAR


class _Answer(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        received = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            received += self.rfile.read(length)
        assert isinstance(self.server, _Server)
        said = self.server.says or (b"stream: Eicar-Test FOUND" if EICAR in received else b"stream: OK")
        self.wfile.write(said + b"\0")


class _Server(socketserver.ThreadingTCPServer):
    says = b""


@contextmanager
def scanner(says: bytes = b"") -> Iterator[str]:
    """Yield the address of a scanner; ``says`` is what it answers whatever it gets."""
    with _Server(("127.0.0.1", 0), _Answer) as server:
        server.says = says
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
