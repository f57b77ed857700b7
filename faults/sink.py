"""A mail server that keeps the Message-ID of every letter it has accepted."""

import socketserver
import threading
from collections import Counter
from typing import Any


class _Session(socketserver.StreamRequestHandler):
    """One SMTP session, as far as it is needed to take letters."""

    def handle(self) -> None:
        """Answer each command; a letter counts when its end was received, before it is acknowledged."""
        self.say("220 sink")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.say("354 go on")
                if not self.take():
                    return
                self.say("250 accepted")
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 sink" if verb in (b"EHLO", b"HELO") else "250 ok")

    def say(self, text: str) -> None:
        """Send one line."""
        self.wfile.write(f"{text}\r\n".encode())

    def take(self) -> bool:
        """Read a letter to its end and count it; False where the connection ends before."""
        name = ""
        while line := self.rfile.readline():
            if line.lower().startswith(b"message-id:") and not name:
                name = line.partition(b":")[2].decode().strip().strip("<>")
            if line in (b".\r\n", b".\n"):
                self.server.letters[name] += 1  # type: ignore[attr-defined]
                return True
        return False


class Sink(socketserver.ThreadingTCPServer):
    """Listens on 127.0.0.1; ``letters`` counts what was accepted, by Message-ID."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.letters: Counter[str] = Counter()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """What ``HELI_SMTP`` takes."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Leave a broken connection to the other side."""
