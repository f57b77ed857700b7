"""Collect the texts of every app for translation, check that none is missing, compile them. Needs no GNU gettext.

    python tools/messages.py            collect: adds new texts, keeps translations, drops what is no longer used
    python tools/messages.py --check    change nothing; fail on texts missing, empty, fuzzy, unused or contradictory
    python tools/messages.py --compile  write the .mo files that the running site reads
    python tools/messages.py --begin ug begin a further language, here Uyghur; from then on all of the above mind it

Names of apps after the options limit collecting and checking to these apps.

Each app has one catalogue for each language, ``src/heli/<app>/locale/<language>/LC_MESSAGES/django.po``; the texts in
the code are English. The languages that the site offers stand in ``LANGUAGES`` of its settings.
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
from babel.messages.plurals import get_plural
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
APPS = ROOT / "src" / "heli"
CHINESE = "zh_Hans"
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
Known = dict[Key, tuple[str, ...]]


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


def translation(entry: polib.POEntry) -> tuple[str, ...]:
    """Return the translated text in each of its plural forms, none where a form is missing."""
    if not entry.msgid_plural:
        return (entry.msgstr,) if entry.msgstr else ()
    forms = tuple(text for _number, text in sorted(entry.msgstr_plural.items()))
    return forms if all(forms) else ()


def languages() -> list[str]:
    """Return the languages that have catalogues, Chinese first."""
    others = {path.name for path in APPS.glob("*/locale/*") if path.is_dir()} - {CHINESE}
    return [CHINESE, *sorted(others)]


def path_of(app: Path, language: str) -> Path:
    """Return the path of a catalogue."""
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def plural_forms(language: str) -> str:
    """Return how ``language`` counts, as its catalogues say it."""
    number, expression = get_plural(language)[:2]
    return f"nplurals={number}; plural={expression};"


def catalogue(app: Path, language: str) -> polib.POFile:
    """Read a catalogue of ``app``, or begin an empty one."""
    path = path_of(app, language)
    if path.exists():
        return polib.pofile(str(path), wrapwidth=UNWRAPPED)
    fresh = polib.POFile(wrapwidth=UNWRAPPED)
    fresh.metadata = {
        "Project-Id-Version": "heli",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_forms(language),
    }
    return fresh


def merged(app: Path, language: str, elsewhere: Known) -> polib.POFile:
    """Return the catalogue brought to the present texts; what another app has translated already is taken over."""
    old = catalogue(app, language)
    known = {key_of(entry): translation(entry) for entry in old if not entry.obsolete and not entry.fuzzy}
    fresh = polib.POFile(wrapwidth=UNWRAPPED)
    fresh.metadata = old.metadata
    forms = int(re.findall(r"nplurals=(\d+)", old.metadata["Plural-Forms"])[0])
    for key, text in sorted(texts_of(app).items(), key=lambda item: (min(item[1].files), item[0][1], item[0][0])):
        translated = known.get(key) or elsewhere.get(key, ())
        entry = polib.POEntry(
            msgctxt=text.context or None,
            msgid=text.singular,
            msgid_plural=text.plural,
            comment="\n".join(sorted(text.notes)),
            occurrences=[(name, "") for name in sorted(text.files)],
            flags=["python-format"] if re.search(r"%(\(\w+\))?[sd]", text.singular) else [],
        )
        if text.plural:
            entry.msgstr_plural = dict(enumerate(translated or ("",) * forms))
        else:
            entry.msgstr = translated[0] if translated else ""
        fresh.append(entry)
    return fresh


def apps(*names: str) -> list[Path]:
    """Return the folders of the apps with these names, or of all."""
    return sorted(path.parent for path in APPS.glob("*/apps.py") if not names or path.parent.name in names)


def everything(language: str) -> Known:
    """Return all translations of all apps."""
    entries = [entry for app in apps() for entry in catalogue(app, language)]
    return {key_of(entry): translation(entry) for entry in entries if translation(entry) and not entry.fuzzy}


def collect(language: str, *names: str) -> None:
    """Write the catalogues of a language anew and say what is still to be translated."""
    elsewhere = everything(language)
    for app in apps(*names):
        fresh, path = merged(app, language, elsewhere), path_of(app, language)
        if len(fresh):
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh.save(str(path))
        else:
            path.unlink(missing_ok=True)
        missing = sum(not translation(entry) for entry in fresh)
        print(f"{language:8} {app.name:18} {len(fresh):4} texts, {missing} to translate")


def placeholders(text: str) -> set[str]:
    """Return the names that are filled in when ``text`` is shown."""
    return {"".join(groups) for groups in PLACEHOLDER.findall(text)}


def faults_of(app: Path, language: str) -> Iterator[str]:
    """Yield what is wrong with a catalogue of ``app``."""
    texts, where = texts_of(app), f"{app.name}, {language}"
    entries = {key_of(entry): entry for entry in catalogue(app, language) if not entry.obsolete}
    for key in texts.keys() - entries.keys():
        yield f"{where}: not in the catalogue: {key[1]!r} ({min(texts[key].files)})"
    for key in entries.keys() - texts.keys():
        yield f"{where}: no longer used: {key[1]!r}"
    for key, entry in entries.items():
        translated = translation(entry)
        if not translated or entry.fuzzy:
            yield f"{where}: {'fuzzy' if entry.fuzzy else 'not translated'}: {key[1]!r}"
        elif placeholders("".join(translated)) - placeholders(entry.msgid) - placeholders(entry.msgid_plural):
            yield f"{where}: other placeholders than the English text: {key[1]!r}"


def contradictions(language: str) -> Iterator[str]:
    """Yield texts that two apps translate differently; at run time all catalogues are one, so one would win."""
    first: dict[Key, tuple[str, tuple[str, ...]]] = {}
    for app in apps():
        for entry in catalogue(app, language):
            translated = translation(entry)
            other, theirs = first.setdefault(key_of(entry), (app.name, translated))
            if translated and theirs and translated != theirs:
                yield f"{app.name} and {other} translate {entry.msgid!r} differently: {translated!r}, {theirs!r}"


def check(*names: str) -> int:
    """Print every fault; return an exit code."""
    faults = []
    for language in languages():
        for app in apps(*names):
            faults += sorted(faults_of(app, language))
        faults += contradictions(language)
    for fault in faults:
        print(fault)
    print(f"messages: {len(faults)} faults" if faults else "messages: complete")
    return bool(faults)


def compile_all() -> None:
    """Write each catalogue in the form that is read at run time."""
    for path in APPS.glob("*/locale/*/LC_MESSAGES/django.po"):
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def main() -> int:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description="Collect, check and compile the texts of all apps.")
    parser.add_argument("apps", nargs="*", help="only these apps")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--begin", default="", metavar="LANGUAGE", help="as the folder is called: ug, bo, en_GB")
    options = parser.parse_args()
    if options.check:
        return check(*options.apps)
    if options.begin:
        collect(options.begin)
    elif not options.compile:
        for language in languages():
            collect(language, *options.apps)
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
