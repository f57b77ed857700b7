"""`heli demo district`: build the fictional district He'an with three months of life, once, into an empty database."""

import os
import sys
import time
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.demo.advice import advise, days_near
from heli.demo.apart import apart, hurry
from heli.demo.arranging import arrange
from heli.demo.disputes import tell_disputes
from heli.demo.founding import Founded, found
from heli.demo.funds import arrange_funds
from heli.demo.life import live
from heli.demo.petitions import tell_petitions
from heli.demo.reception import receive
from heli.demo.referrals import refer_some
from heli.organizations.models import Unit
from heli.organizations.settings import district
from heli.people.models import User

MOST_PROCESSES = 4


def processes() -> int:
    """How many processes tell the life: one a core; only Linux forks safely here."""
    if sys.platform != "linux":
        return 1
    return min(MOST_PROCESSES, len(os.sched_getaffinity(0)))


def tell_beside(founded: Founded, now: datetime) -> list[str]:
    """Tell petitions and disputes; return what was refused."""
    return [*tell_petitions(founded, now), *tell_disputes(founded, now)]


class Command(BaseCommand):
    """Build the demo district."""

    help = "Build the fictional demo district in an empty database."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the size."""
        parser.add_argument("--cases", type=int, default=2500, help="about how many cases (default 2500)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse production and foreign data, skip what is built, else build."""
        if settings.PRODUCTION:
            raise CommandError("The demo district has public passwords; it is never built in production mode.")
        if district().demo:
            self.stdout.write("The demo district is there already.")
            return
        if Unit.objects.exists() or User.objects.exists():
            raise CommandError("The database holds other data; the demo district needs an empty one.")
        self._build(options["cases"])

    def _build(self, count: int) -> None:
        began, now = time.monotonic(), timezone.now()
        founded = found(now=now, say=lambda part: self._say(f"Demo district: {part}"))
        _stored_once = founded.album  # before there are several processes
        self._say("Demo district: fourteen months of petitions, disputes at five levels, three months of life")
        with apart(tell_beside, founded, now, processes=processes()) as beside:
            lived = live(founded, count=count, now=now, progress=self._progress, processes=processes())
            refusals = [*lived.refusals, *beside()]
        for refusal in refusals:
            self.stderr.write(f"a story ended early: {refusal}")
        hurry()
        self._say(f"Demo district: two funds, {arrange_funds(now)} applications")
        self._say(f"Demo district: texts to answer with, schedules, {arrange(now)} reports")
        self._say(f"Demo district: bodies for referrals, {refer_some(now)} referrals")
        self._say("Demo district: a reception centre, an advice desk")
        with acting_as(SYSTEM):
            centre = receive(now)
            advise(now)
            if centre is not None:
                days_near(centre, now)
        self._say(f"Demo district: {lived.cases} cases, {lived.steps} steps in {time.monotonic() - began:.1f} s")

    def _progress(self, done: int) -> None:
        self._say(f"  {done} cases written")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
