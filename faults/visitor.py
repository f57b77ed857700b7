"""People as the rehearsal plays them: each sends again until told that it was received, and keeps a list of its own.

The list is a file outside the system; a line is written only once the answer was read whole.
"""

import http.client
import json
import random
import time
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from PIL import Image

PATIENCE = 90.0
PAUSES = (0.05, 0.1, 0.2, 0.5, 1.0)
CSRF = "a" * 32


def photo(dice: random.Random) -> bytes:
    """Return a small picture unlike all others."""
    made = BytesIO()
    colour = tuple(dice.randrange(256) for _each in range(3))
    picture = Image.new("RGB", (64, 48), colour)
    for _each in range(20):
        picture.putpixel((dice.randrange(64), dice.randrange(48)), tuple(dice.randrange(256) for _each in range(3)))
    picture.save(made, "PNG")
    return made.getvalue()


@dataclass
class Answer:
    """What came back, read to its end."""

    status: int
    body: bytes
    location: str = ""

    @property
    def json(self) -> dict[str, Any]:
        """The body as JSON; empty where it is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


@dataclass
class Ledger:
    """What somebody was told was received."""

    path: Path

    def note(self, **facts: Any) -> None:
        """Add a line."""
        with self.path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(facts, ensure_ascii=False) + "\n")


@dataclass
class Visitor:
    """One person at one browser. ``session`` is the cookie of a signed-in officer; ``code`` a resident's."""

    port: int
    ledger: Ledger
    dice: random.Random
    session: str = ""
    tries: int = 0
    sent: int = 0
    refused: list[str] = field(default_factory=list)
    ending: list[bool] = field(default_factory=list)

    def insist(self, send: Any, good: tuple[int, ...], *, said: Any = lambda answer: True) -> Answer | None:
        """Send until the answer is one of ``good``, or a plain refusal, or patience ends."""
        deadline, turn = time.monotonic() + PATIENCE, 0
        self.sent += 1
        while time.monotonic() < deadline and not self.ending:
            self.tries += 1
            answer = self.attempt(send)
            if answer and answer.status in good and said(answer):
                return answer
            if answer and 400 <= answer.status < 500 and answer.status != 429:
                self.refused.append(f"{answer.status} {answer.body[:300].decode(errors='replace')}")
                return answer
            time.sleep(PAUSES[min(turn, len(PAUSES) - 1)] * (0.5 + self.dice.random()))
            turn += 1
        return None

    def attempt(self, send: Any) -> Answer | None:
        """Send once; None where no whole answer came."""
        method, path, body, headers = send
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, {**self.headers(), **headers})
            found = connection.getresponse()
            return Answer(found.status, found.read(), found.headers.get("Location", ""))
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def headers(self) -> dict[str, str]:
        """Return what every request of this person carries."""
        cookies = f"heli_csrf={CSRF}" + (f"; heli_session={self.session}" if self.session else "")
        came_from = ".".join(str(self.dice.randrange(1, 250)) for _each in range(4))
        return {"Cookie": cookies, "X-CSRFToken": CSRF, "Accept-Language": "zh-hans", "X-Forwarded-For": came_from}

    # ── what people do ────────────────────────────────────────────────────────────────────────────

    def report_on_page(self, place: dict[str, Any]) -> str:
        """Send the report form with a photo; return the reference that the receipt's address names."""
        key, token = uuid4(), uuid4().hex
        fields = {
            "key": str(key),
            "text": f"路灯不亮 {token}",
            "category": str(place["category"]),
            "asked": "on",
            "latitude": place["latitude"],
            "longitude": place["longitude"],
            "email": f"{token[:12]}@example.test",
        }
        send = ("POST", "/report/", *multipart(fields, {"photos": photo(self.dice)}))
        answer = self.insist(send, (302,), said=lambda each: "/receipt/" in each.location)
        if answer is None or answer.status != 302:
            return ""
        reference = answer.location.split("/")[2]
        self.ledger.note(what="report", key=str(key), token=token, reference=reference, files=1)
        return reference

    def report_by_api(self, place: dict[str, Any]) -> tuple[str, str]:
        """Open a case through the API; return its reference and query code."""
        key, token = uuid4(), uuid4().hex
        body = {
            "key": str(key),
            "text": f"路灯不亮 {token}",
            "category": place["category"],
            "asked": True,
            "latitude": place["latitude"],
            "longitude": place["longitude"],
            "email": f"{token[:12]}@example.test",
        }
        answer = self.insist(_json("/api/cases", body), (201,), said=lambda each: "reference" in each.json)
        if answer is None or answer.status != 201:
            return "", ""
        found = answer.json
        self.ledger.note(what="report", key=str(key), token=token, reference=found["reference"], files=0)
        return found["reference"], found["query_code"]

    def upload(self) -> str:
        """Upload a photo; return its id."""
        send = ("POST", "/api/files", *multipart({}, {"file": photo(self.dice)}))
        answer = self.insist(send, (201,), said=lambda each: "id" in each.json)
        if answer is None or answer.status != 201:
            return ""
        self.ledger.note(what="file", id=answer.json["id"])
        return str(answer.json["id"])

    def step(self, reference: str, step: str, *, code: str = "", **facts: Any) -> bool:
        """Take a step of a case; say whether it was acknowledged."""
        key: UUID = uuid4()
        headers = {"X-Query-Code": code} if code else {}
        send = _json(f"/api/cases/{reference}/steps/{step}", {"key": str(key), **facts}, headers)
        answer = self.insist(send, (200,), said=lambda each: each.json.get("reference") == reference)
        if answer is None or answer.status != 200:
            return False
        self.ledger.note(what="step", key=str(key), step=step, reference=reference)
        return True


def _json(path: str, body: dict[str, Any], headers: dict[str, str] | None = None) -> tuple[Any, ...]:
    return "POST", path, json.dumps(body).encode(), {"Content-Type": "application/json", **(headers or {})}


def multipart(fields: dict[str, str], files: dict[str, bytes]) -> tuple[bytes, dict[str, str]]:
    """Return a form's body and its headers."""
    mark = uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, content in files.items():
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="p.png"\r\n'
        parts.append(f"{head}Content-Type: image/png\r\n\r\n".encode() + content + b"\r\n")
    return b"".join([*parts, f"--{mark}--\r\n".encode()]), {"Content-Type": f"multipart/form-data; boundary={mark}"}
