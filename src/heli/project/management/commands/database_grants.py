"""`heli database grants`: what the role that serves may do, given or printed."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from heli.project import roles


class Command(BaseCommand):
    """Give the role that serves its rights; `heli migrate` and `heli prepare` do the same at their end."""

    help = "Give the role that serves its rights in the database, or print the statements."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the role and whether to print only."""
        parser.add_argument("--role", default=settings.HELI_APPLICATION_ROLE)
        parser.add_argument("--print", action="store_true", dest="only_print", help="print the statements, run nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print or run."""
        role = options["role"]
        if options["only_print"]:
            self.stdout.writelines(f"{statement};" for statement in roles.statements(role))
        elif roles.grant(role):
            self.stdout.write(f"{role} may serve.")
        else:
            raise CommandError(f"There is no role {role}, and this role may not make one: CREATE ROLE {role} LOGIN …")
