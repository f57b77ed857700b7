"""Asking the district's virus scanner (ClamAV) about a file, in the INSTREAM form of its protocol.

Source: clamd(8): ``zINSTREAM``, then pieces with their length as four bytes, ended by a length of zero.
"""

import socket
import struct

from django.conf import settings

from heli.papers.examination import NotExamined

SECONDS = 15.0
_PIECE = 64 * 1024
_FOUND, _LONGEST_ANSWER = " FOUND", 4096


def finding(content: bytes) -> str:
    """Return what the scanner found in ``content``, empty for nothing or where the district has no scanner.

    Raises NotExamined when the scanner does not answer, or answers anything but a finding or "OK".
    """
    if not settings.HELI_CLAMAV:
        return ""
    try:
        with _connected(settings.HELI_CLAMAV) as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _PIECE):
                piece = content[start : start + _PIECE]
                connection.sendall(struct.pack("!L", len(piece)) + piece)
            connection.sendall(struct.pack("!L", 0))
            answer = _answer(connection)
    except (OSError, ValueError) as failure:
        raise NotExamined("the virus scanner does not answer") from failure
    said = answer.removeprefix("stream: ")
    if said.endswith(_FOUND):
        return said.removesuffix(_FOUND) or "unnamed"
    if said != "OK":
        raise NotExamined(f"the virus scanner said: {said[:200]}")
    return ""


def _connected(where: str) -> socket.socket:
    """Return a connection to ``where``: the path of a socket, or a host and a port."""
    if where.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        connection.connect(where)
        return connection
    host, _colon, port = where.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)


def _answer(connection: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < _LONGEST_ANSWER and (more := connection.recv(_LONGEST_ANSWER)):
        said += more
    return said.rstrip(b"\0\n").decode(errors="replace").strip()
