"""The command `heli`: a few commands of its own; every other one is a management command of some app.

``heli import divisions FILE`` runs the management command ``import_divisions``, ``heli audit verify`` runs
``audit_verify``, ``heli procedures`` runs ``procedures``; ``heli manage …`` passes everything on to Django.
"""

import os
import sys

import django
from django.core.management import execute_from_command_line, get_commands


def command_for(words: list[str], known: set[str]) -> list[str]:
    """Return the words for Django: the longest known name made of the first words, then the rest."""
    if words[:1] == ["manage"]:
        return words[1:]
    for count in (3, 2, 1):
        name = "_".join(word.replace("-", "_") for word in words[:count])
        if len(words) >= count and name in known:
            return [name, *words[count:]]
    return words


def main() -> None:
    """Run one command and leave with its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heli.project.settings")
    django.setup()
    words = command_for(sys.argv[1:], set(get_commands()))
    execute_from_command_line(["heli", *words])
