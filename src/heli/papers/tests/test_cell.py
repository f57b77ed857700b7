"""The process that examines documents: what it cannot do, and what happens to one that wants too much."""

import json
import subprocess
import sys
from typing import Any

import pytest

from heli.papers import examination
from heli.papers.examination import NotExamined, examine
from heli.papers.examining.verdicts import Kind
from heli.papers.refusals import UploadRefused
from heli.papers.tests.samples import PDF, docx

TRYING = """
import json, os, signal, socket, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from heli.papers.examining.cell import lock_in
secret = sys.argv[1]
allowed = lock_in()

def fails(act):
    try:
        act()
    except (OSError, MemoryError) as refusal:
        return type(refusal).__name__
    return "went through"

def write():
    with open(sys.argv[3], "wb", buffering=0) as file:
        file.write(b"x")

def reach():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
        connection.settimeout(2)
        connection.connect(("127.0.0.1", int(sys.argv[2])))

print(json.dumps({
    "allowed": allowed,
    "memory": fails(lambda: bytearray(600 << 20)),
    "writing": fails(write),
    "child": fails(os.fork),
    "secret": fails(lambda: open(secret)),
    "network": fails(reach),
    "environment": sorted(os.environ),
}))
"""


@pytest.fixture
def tried(tmp_path) -> dict[str, Any]:
    secret = tmp_path / "secret.key"
    secret.touch(mode=0o600)
    (free := tmp_path / "free").touch()
    for path in (free, tmp_path, *list(tmp_path.parents)[:2]):
        path.chmod(0o777)
    command = [sys.executable, "-I", "-c", TRYING, str(secret), "9", str(free)]
    answer = subprocess.run(command, capture_output=True, env={"LC_ALL": "C.UTF-8"}, cwd="/", check=True)
    return json.loads(answer.stdout)


def test_the_cell_holds(tried):
    assert tried["memory"] == "MemoryError"
    assert tried["writing"] != "went through"
    assert tried["child"] in ("BlockingIOError", "PermissionError")
    assert tried["network"] != "went through"
    assert tried["environment"] == ["LC_ALL"]
    if tried["allowed"]["own_user"]:
        assert tried["secret"] == "PermissionError"


def test_too_long_an_examination_is_a_refusal():
    busy = (
        "import resource; from heli.papers.examining import cell; cell.LIMITS[resource.RLIMIT_CPU] = 1; cell.lock_in()"
    )
    ended = subprocess.run([sys.executable, "-I", "-c", f"{busy}\nwhile True: pass"], check=False, timeout=60)
    assert ended.returncode < 0


@pytest.mark.parametrize(("code", "raised"), [(-9, UploadRefused), (-24, UploadRefused), (1, NotExamined)])
def test_what_the_end_of_the_process_means(code, raised, monkeypatch):
    ended = subprocess.CompletedProcess([], code, b"", b"")
    monkeypatch.setattr(examination.subprocess, "run", lambda *args, **kwargs: ended)
    with pytest.raises(raised):
        examine(PDF, "pdfs")


def test_a_machine_without_room_for_a_process_lets_the_document_wait(monkeypatch):
    def refuse(*args, **kwargs):
        raise OSError

    monkeypatch.setattr(examination.subprocess, "run", refuse)
    with pytest.raises(NotExamined):
        examine(PDF, "pdfs")


def test_honest_documents_pass_the_real_cell():
    assert examine(PDF, "pdfs") is Kind.PDF
    assert examine(docx(), "archives") is Kind.DOCX
