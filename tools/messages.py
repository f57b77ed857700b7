"""Collect the texts of every app for translation, check that none is missing, compile them. Needs no GNU gettext.

    python tools/messages.py            collect: adds new texts, keeps translations, drops what is no longer used
    python tools/messages.py --check    change nothing; fail on texts missing, empty, fuzzy, unused or contradictory
    python tools/messages.py --compile  write the .mo files that the running site reads

Names of apps after the options limit all but the last to these apps.

Each app has one catalogue, ``src/heli/<app>/locale/zh_Hans/LC_MESSAGES/django.po``; the texts in the code are English.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
APPS = ROOT / "src" / "heli"
CATALOGUE = Path("locale") / "zh_Hans" / "LC_MESSAGES" / "django.po"
TEMPLATE_SUFFIXES = {".html", ".txt", ".typ"}
SKIPPED = {"tests", "migrations", "locale", "static", "node_modules"}
UNWRAPPED = 10_000

CONTEXT = (1, "c")
KEYWORDS = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop", "_"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (CONTEXT, 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (CONTEXT, 2, 3)),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|(%[sd])|\{(\w*)\}")

Key = tuple[str, str]


@dataclass
class Text:
    """One text of the code: its context (or nothing), singular, plural (or nothing), and the files that use it."""

    context: str
    singular: str
    plural: str
    files: set[str] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)


def sources(app: Path) -> Iterator[Path]:
    """Yield the modules and templates of ``app`` in a fixed order."""
    for path in sorted(app.rglob("*")):
        inside = path.relative_to(app)
        if not SKIPPED.isdisjoint(inside.parts):
            continue
        if path.suffix == ".py" or (path.suffix in TEMPLATE_SUFFIXES and "templates" in inside.parts):
            yield path


def readable(path: Path) -> bytes:
    """Return Python source that holds the texts of a module or template."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text.encode()
    # Django leaves the indentation of the page, which means nothing here and which Python would refuse.
    return "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines()).encode()


def texts_of(app: Path) -> dict[Key, Text]:
    """Return every text of ``app`` by its context and singular."""
    found: dict[Key, Text] = {}
    for path in sources(app):
        for _line, message, notes, context in extract(
            "python", io.BytesIO(readable(path)), KEYWORDS, ("Translators:",), {"encoding": "utf-8"}
        ):
            singular, plural = message if isinstance(message, tuple) else (message, "")
            key = (context or "", singular)
            text = found.setdefault(key, Text(context or "", singular, plural))
            text.plural = text.plural or plural
            text.files.add(path.relative_to(app).as_posix())
            text.notes.update(notes)
    found.pop(("", ""), None)
    return found


def key_of(entry: polib.POEntry) -> Key:
    """Return context and singular of a catalogue's entry."""
    return (entry.msgctxt or "", entry.msgid)


def translation(entry: polib.POEntry) -> str:
    """Return the Chinese text; the language has one plural form."""
    return str(entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr)


def catalogue(app: Path) -> polib.POFile:
    """Read the catalogue of ``app``, or begin an empty one."""
    path = app / CATALOGUE
    if path.exists():
        return polib.pofile(str(path), wrapwidth=UNWRAPPED)
    fresh = polib.POFile(wrapwidth=UNWRAPPED)
    fresh.metadata = {
        "Project-Id-Version": "heli",
        "Language": "zh_Hans",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return fresh


def merged(app: Path, elsewhere: dict[Key, str]) -> polib.POFile:
    """Return the catalogue brought to the present texts; what another app has translated already is taken over."""
    old = catalogue(app)
    known = {key_of(entry): translation(entry) for entry in old if not entry.obsolete and not entry.fuzzy}
    fresh = polib.POFile(wrapwidth=UNWRAPPED)
    fresh.metadata = old.metadata
    for key, text in sorted(texts_of(app).items(), key=lambda item: (min(item[1].files), item[0][1], item[0][0])):
        chinese = known.get(key) or elsewhere.get(key, "")
        entry = polib.POEntry(
            msgctxt=text.context or None,
            msgid=text.singular,
            msgid_plural=text.plural,
            comment="\n".join(sorted(text.notes)),
            occurrences=[(name, "") for name in sorted(text.files)],
            flags=["python-format"] if re.search(r"%(\(\w+\))?[sd]", text.singular) else [],
        )
        if text.plural:
            entry.msgstr_plural = {0: chinese}
        else:
            entry.msgstr = chinese
        fresh.append(entry)
    return fresh


def apps(*names: str) -> list[Path]:
    """Return the folders of the apps with these names, or of all."""
    return sorted(path.parent for path in APPS.glob("*/apps.py") if not names or path.parent.name in names)


def everything() -> dict[Key, str]:
    """Return all translations of all apps."""
    return {key_of(e): translation(e) for app in apps() for e in catalogue(app) if translation(e) and not e.fuzzy}


def collect(*names: str) -> None:
    """Write the catalogues anew and say what is still to be translated."""
    elsewhere = everything()
    for app in apps(*names):
        fresh, path = merged(app, elsewhere), app / CATALOGUE
        if len(fresh):
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh.save(str(path))
        else:
            path.unlink(missing_ok=True)
        missing = sum(not translation(entry) for entry in fresh)
        print(f"{app.name:18} {len(fresh):4} texts, {missing} to translate")


def placeholders(text: str) -> set[str]:
    """Return the names that are filled in when ``text`` is shown."""
    return {"".join(groups) for groups in PLACEHOLDER.findall(text)}


def faults_of(app: Path) -> Iterator[str]:
    """Yield what is wrong with the catalogue of ``app``."""
    texts = texts_of(app)
    entries = {key_of(entry): entry for entry in catalogue(app) if not entry.obsolete}
    for key in texts.keys() - entries.keys():
        yield f"{app.name}: not in the catalogue: {key[1]!r} ({min(texts[key].files)})"
    for key in entries.keys() - texts.keys():
        yield f"{app.name}: no longer used: {key[1]!r}"
    for key, entry in entries.items():
        chinese = translation(entry)
        if not chinese or entry.fuzzy:
            yield f"{app.name}: {'fuzzy' if entry.fuzzy else 'not translated'}: {key[1]!r}"
        elif placeholders(chinese) - placeholders(entry.msgid) - placeholders(entry.msgid_plural):
            yield f"{app.name}: other placeholders than the English text: {key[1]!r}"


def contradictions() -> Iterator[str]:
    """Yield texts that two apps translate differently; at run time all catalogues are one, so one would win."""
    first: dict[Key, tuple[str, str]] = {}
    for app in apps():
        for entry in catalogue(app):
            chinese = translation(entry)
            other, theirs = first.setdefault(key_of(entry), (app.name, chinese))
            if chinese and theirs and chinese != theirs:
                yield f"{app.name} and {other} translate {entry.msgid!r} differently: {chinese!r}, {theirs!r}"


def check(*names: str) -> int:
    """Print every fault; return an exit code."""
    faults = [fault for app in apps(*names) for fault in sorted(faults_of(app))] + list(contradictions())
    for fault in faults:
        print(fault)
    print(f"messages: {len(faults)} faults" if faults else "messages: complete")
    return bool(faults)


def compile_all() -> None:
    """Write each catalogue in the form that is read at run time."""
    for app in apps():
        if (app / CATALOGUE).exists():
            catalogue(app).save_as_mofile(str((app / CATALOGUE).with_suffix(".mo")))


def main() -> int:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description="Collect, check and compile the texts of all apps.")
    parser.add_argument("apps", nargs="*", help="only these apps")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--compile", action="store_true")
    options = parser.parse_args()
    if options.check:
        return check(*options.apps)
    if not options.compile:
        collect(*options.apps)
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
