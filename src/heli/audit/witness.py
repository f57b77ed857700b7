"""The witness: a folder out of the district's reach to which checkpoints are written, a line each, and only appended.

``checkpoints-YYYY-MM.txt`` holds, for each checkpoint, a line ``head HASH NUMBER CHAIN`` for every chain that moved,
then ``checkpoint NUMBER MOMENT CHAINS ENTRIES ROOT PREVIOUS KEY SIGNATURE``. ``heads-NUMBER.txt`` holds the heads of
all chains at a checkpoint, ``key-NAME.txt`` the public key.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path

from django.conf import settings

from heli.audit.models import Checkpoint, SealedHead
from heli.audit.signing import key_id, public_key
from heli.kernel.chains import Head

TAIL = 4096
HEAD, CHECKPOINT = "head", "checkpoint"


@dataclass
class Witnessed:
    """What a witness holds: lines by number of checkpoint, heads by chain, public keys by name."""

    checkpoints: dict[int, str] = field(default_factory=dict)
    heads: dict[str, list[Head]] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)
    unreadable: int = 0

    def add_head(self, chain: str, head: Head) -> None:
        """Add a head unless it is known."""
        known = self.heads.setdefault(chain, [])
        if head not in known:
            known.append(head)


def line_of(checkpoint: Checkpoint) -> str:
    """Return a checkpoint as the witness keeps it."""
    moment = checkpoint.at.astimezone(UTC).isoformat(timespec="microseconds")
    hashes = " ".join(bytes(part).hex() for part in (checkpoint.root, checkpoint.previous))
    numbers = f"{checkpoint.number} {moment} {checkpoint.chains} {checkpoint.entries}"
    return f"{CHECKPOINT} {numbers} {hashes} {checkpoint.key} {bytes(checkpoint.signature).hex()}"


def export(folder: Path) -> int:
    """Write what ``folder`` does not hold yet and return how many checkpoints that were; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_new(folder / f"key-{key_id(public_key())}.txt", f"{public_key().hex()}\n")
    last = last_number(folder)
    fresh = list(Checkpoint.objects.filter(number__gt=last).order_by("number"))
    if not fresh:
        return 0
    heads = SealedHead.objects.filter(sealed__gt=last).order_by("position").values_list("chain", "seq", "digest")
    lines = [_head_line(*row) for row in heads.iterator(chunk_size=2000)]
    _append(folder / f"checkpoints-{fresh[-1].at:%Y-%m}.txt", [*lines, *(line_of(each) for each in fresh)])
    _write_heads(folder, fresh[-1])
    return len(fresh)


def _head_line(chain: str, seq: int, digest: bytes | memoryview) -> str:
    return f"{HEAD} {bytes(digest).hex()} {seq} {chain}"


def last_number(folder: Path) -> int:
    """Return the number of the last checkpoint in ``folder``, 0 where there is none."""
    for path in reversed(_files(folder, "checkpoints")):
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            reach = TAIL
            while True:
                file.seek(max(0, size - reach))
                found = _last_checkpoint(file.read())
                if found or reach >= size:
                    break
                reach *= 8
        if found:
            return found
    return 0


def _last_checkpoint(tail: bytes) -> int:
    """Return the number in the last whole checkpoint line of ``tail``; 0 where there is none."""
    whole = tail[: tail.rfind(b"\n") + 1].decode(errors="replace").splitlines()
    lines = (line.split(" ") for line in reversed(whole) if line.startswith(f"{CHECKPOINT} "))
    return next((int(words[1]) for words in lines if len(words) == 9), 0)


def _append(path: Path, lines: Iterable[str]) -> None:
    """Append ``lines`` in one go and make them last; a line that a killed writer left half is closed before."""
    text = "".join(f"{line}\n" for line in lines)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    with os.fdopen(descriptor, "r+b", buffering=0) as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                text = f"\n{text}"
        rest = memoryview(text.encode())
        while rest:
            rest = rest[file.write(rest) :]
        os.fsync(descriptor)


def _write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet; never over one that is."""
    if not path.exists():
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.write_text(text)
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()


def _write_heads(folder: Path, checkpoint: Checkpoint) -> None:
    """Write the heads of all chains where the last such file is old."""
    earlier = [int(path.stem.rpartition("-")[2]) for path in _files(folder, "heads")]
    last = Checkpoint.objects.filter(number=max(earlier, default=0)).first()
    if last is None or checkpoint.at - last.at >= settings.HELI_WITNESS_INTERVAL:
        rows = SealedHead.objects.order_by("position").values_list("chain", "seq", "digest")
        lines = (f"{_head_line(*row)}\n" for row in rows.iterator(chunk_size=2000))
        _write_new(folder / f"heads-{checkpoint.number:010}.txt", "".join(lines))


def _files(folder: Path, name: str) -> list[Path]:
    return sorted(folder.glob(f"{name}-*.txt")) if folder.is_dir() else []


def read(folder: Path) -> Witnessed:
    """Return everything that a witness holds; raises OSError."""
    found = Witnessed()
    for path in _files(folder, "key"):
        public = bytes.fromhex(path.read_text().strip())
        found.keys[key_id(public)] = public
    for path in (*_files(folder, "heads"), *_files(folder, "checkpoints")):
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                _take(line, found)
    return found


def _take(line: str, into: Witnessed) -> None:
    """Read one line; one that a killed writer left half is counted."""
    words = line.rstrip("\n").split(" ")
    try:
        if words[0] == HEAD:
            into.add_head(" ".join(words[3:]), Head(int(words[2]), bytes.fromhex(words[1])))
        elif words[0] == CHECKPOINT and len(words) == 9:
            into.checkpoints.setdefault(int(words[1]), line.rstrip("\n"))
        elif line.strip():
            into.unreadable += 1
    except (ValueError, IndexError):
        into.unreadable += 1


def merged(*known: Mapping[str, Sequence[Head]]) -> dict[str, list[Head]]:
    """Return the heads of several places together, the earlier named first."""
    found = Witnessed()
    for heads in known:
        for chain, each in heads.items():
            for head in each:
                found.add_head(chain, head)
    return found.heads
