"""What a newcomer meets first: the Makefile, the locks, the settings of a first start."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TARGETS = ("install", "demo", "demo-reset", "test", "check", "bench", "assets", "messages", "docs", "screenshots")


def run(*command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HELI_", "DJANGO_", "DATABASE_"))}
    return subprocess.run(command, cwd=ROOT, env={**kept, **environment}, capture_output=True, text=True, check=False)


def settings(expression: str, home: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    script = f"from heli.project import settings; print({expression})"
    return run(sys.executable, "-c", script, HELI_HOME=str(home), **environment)


def test_make_alone_lists_every_target() -> None:
    told = run("make").stdout
    assert [target for target in TARGETS if f"make {target} " not in told] == []


def test_the_check_script_can_be_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-node.txt"])
def test_every_locked_package_has_hashes(name: str) -> None:
    packages = re.split(r"^(?=[a-z0-9])", (ROOT / name).read_text(), flags=re.MULTILINE)[1:]
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []


def test_production_refuses_the_embedded_server(tmp_path: Path) -> None:
    refused = settings("1", tmp_path, HELI_MODE="production")
    assert "Production needs DATABASE_URL" in refused.stderr


def test_production_runs_on_the_embedded_server_when_told_to(tmp_path: Path) -> None:
    allowed = settings("settings.DEBUG", tmp_path, HELI_MODE="production", HELI_ALLOW_EMBEDDED="1")
    assert allowed.stdout == "False\n"


def test_keys_are_made_once_and_kept_private(tmp_path: Path) -> None:
    first, second = (settings("settings.SECRET_KEY, settings.DATA_KEY", tmp_path).stdout for _ in range(2))
    assert first == second != ""
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_a_real_server_is_named_by_its_address(tmp_path: Path) -> None:
    told = settings(
        "settings.DATABASES['default']['HOST']", tmp_path, DATABASE_URL="postgres://u:p@db.example:5433/heli"
    )
    assert told.stdout == "db.example\n"
