"""A warm process that forks web servers and workers: `python -m faults.nursery JSON`.

A fresh child takes some hundredths of a second instead of some seconds, so that thousands may die in half an hour.
Every child runs the application as it is served, with one fault point armed that its number decides; when it dies the
next is forked. Each line of standard input is an order: ``kill web|worker`` (SIGKILL to any one of them),
``set JSON`` (other numbers and points from now on; the present children are asked to go) or ``end``.
"""

import json
import os
import random
import select
import signal
import socket
import socketserver
import sys
import threading
import time
from pathlib import Path
from typing import Any
from wsgiref.simple_server import ServerHandler, WSGIRequestHandler, WSGIServer

import django
from django.core.management import call_command
from django.utils.module_loading import import_string

from heli.kernel import faults
from heli.project.keeper import end_with_parent

THREADS = 4


class Server(WSGIServer):
    """Answers on a socket that was opened before the fork, in a few threads that keep their database connections."""

    def __init__(self, shared: socket.socket, application: Any) -> None:
        socketserver.BaseServer.__init__(self, shared.getsockname(), Handler)
        self.socket = shared
        self.server_name, self.server_port = shared.getsockname()[:2]
        self.setup_environ()
        self.set_app(application)

    def serve_for_good(self) -> None:
        """Take and answer one request after another in each thread."""
        threads = [threading.Thread(target=self._serve, daemon=True) for _each in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _serve(self) -> None:
        while True:
            self._handle_request_noblock()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Leave a broken connection to the other side."""


class Handler(WSGIRequestHandler):
    """Says nothing, and lets the reply go out in the pieces in which the application makes it."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Keep quiet."""

    def address_string(self) -> str:
        """Return the address without asking for its name."""
        return str(self.client_address[0])

    def handle(self) -> None:
        """Answer one request."""
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            return
        handler = ServerHandler(self.rfile, self.wfile, self.get_stderr(), self.get_environ(), multithread=True)
        handler.request_handler = self  # type: ignore[attr-defined]
        handler.run(self.server.get_app())  # type: ignore[attr-defined]


class Nursery:
    """The children and what they are armed with."""

    def __init__(self, order: dict[str, Any], application: Any) -> None:
        self.order, self.application = order, application
        self.dice = random.Random(order["seed"])
        self.children: dict[int, str] = {}
        self.socket = socket.create_server(("127.0.0.1", order["port"]), backlog=64)

    def fork(self, role: str) -> None:
        """Fork one child of ``role``, armed with a point of that role."""
        points, most = self.order[f"{role}_points"], self.order["most"]
        arms = f"{self.dice.choice(points)}:{self.dice.randint(1, most)}" if points else ""
        parent = os.getpid()
        pid = os.fork()
        if pid:
            self.children[pid] = role
            return
        end_with_parent(parent, signal.SIGKILL)
        faults.arm(arms, Path(self.order["log"]))
        try:
            self.live(role)
        finally:
            os._exit(1)

    def live(self, role: str) -> None:
        """Be a web server, or a worker, for good."""
        if role == "web":
            Server(self.socket, self.application).serve_for_good()
        call_command("worker", "--concurrency", "2")

    def run(self) -> None:
        """Keep the numbers up until told to end."""
        waiting = ""
        while True:
            for role in ("web", "worker"):
                while sum(each == role for each in self.children.values()) < self.order[role]:
                    self.fork(role)
            if select.select([sys.stdin], [], [], 0.02)[0]:
                chunk = os.read(0, 4096).decode()
                *lines, waiting = (waiting + chunk).split("\n")
                if not chunk or any(not self.obey(line) for line in lines):
                    return
            self.bury()

    def bury(self) -> None:
        """Take note of the dead."""
        while self.children:
            pid, _status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            self.children.pop(pid, None)

    def obey(self, order: str) -> bool:
        """Do what ``order`` says; False to end."""
        verb, _blank, role = order.partition(" ")
        if verb == "kill":
            named = [pid for pid, each in self.children.items() if each == role]
            os.kill(self.dice.choice(named), signal.SIGKILL)
        elif verb == "set":
            self.order.update(json.loads(role))
            for pid in list(self.children):
                os.kill(pid, signal.SIGTERM)
        return verb != "end"

    def end(self) -> None:
        """Take all children down."""
        for pid in list(self.children):
            os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 5
        while self.children and time.monotonic() < deadline:
            self.bury()
            time.sleep(0.02)


def main() -> None:
    """Load the application, then fork."""
    django.setup()
    # Its module names models, so it is loaded only once Django stands.
    nursery = Nursery(json.loads(sys.argv[1]), import_string("heli.project.wsgi.application"))
    print("ready", flush=True)
    try:
        nursery.run()
    finally:
        nursery.end()


if __name__ == "__main__":
    main()
