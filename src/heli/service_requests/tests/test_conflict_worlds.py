"""Generated districts, complaints and acts: nobody whom a case concerns ever finds it, and somebody always answers.

``HELI_CONFLICT_CHECKS`` sets how many checks are made, 5,000 without it; the same number gives the same worlds.
"""

import os
import random
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from heli.access.actors import staff
from heli.access.roles import Role, excluded, holds
from heli.cases.conflicts import NobodyLeftError
from heli.cases.declaring import settle
from heli.cases.finding import find
from heli.cases.models import Case
from heli.cases.searching import matching
from heli.cases.usual import actions as usual
from heli.insight.counts import tallied
from heli.insight.scope import Scope
from heli.notices.addresses import may_be_told
from heli.notices.inbox import for_actor
from heli.organizations.arranging import save_unit
from heli.organizations.models import Duty, Post, Unit, UnitKind
from heli.organizations.responsibility import REVISION
from heli.people.models import User
from heli.places.revisions import bump
from heli.service_requests.kind import KIND
from heli.service_requests.tests.district import BEGIN, build, reported

CHECKS = int(os.environ.get("HELI_CONFLICT_CHECKS", "5000"))
AT_FIRST = 14
DUTIES = (Duty.MEMBER, Duty.MEMBER, Duty.LEADER, Duty.COORDINATOR, Duty.INTAKE, Duty.AUDITOR)


class World:
    """A district that is drawn anew, and what is done in it. What must hold is said here in words of its own."""

    def __init__(self, dice, checked):
        self.dice, self.checked, self.today = dice, checked, timezone.localdate()
        self.district = build()
        self.cases, self.accused = [], {}
        self.outside = {self.district.people[name].pk for name in ("inspect", "inspector")}
        for number in range(6):
            above = dice.choice([*self.movable(), self.district.centre])
            unit = Unit(code=f"x{number}", name=f"单位{number}", kind=UnitKind.STATION, parent=above)
            save_unit(unit)
        for number in range(8):
            user = User.objects.create(username=f"p{number}", name=f"人{number}", email=f"p{number}@example.test")
            for _each in range(dice.choice((1, 1, 2))):
                self.post(user)
        self.renew()

    def movable(self):
        kinds = (UnitKind.DISTRICT_CENTRE, UnitKind.OVERSIGHT)
        return list(Unit.objects.exclude(kind__in=kinds).order_by("pk"))

    def post(self, user, **more):
        unit = self.dice.choice([*self.movable(), self.district.centre])
        Post.objects.create(user=user, unit=unit, duty=self.dice.choice(DUTIES), **{"since": BEGIN, **more})

    def people(self):
        return list(User.objects.filter(is_active=True).order_by("pk"))

    def renew(self):
        bump(REVISION)
        settle()
        self.actors = {user.pk: staff(user, self.today) for user in self.people()}

    # ── acts ──────────────────────────────────────────────────────────────────────────────────────

    def complain(self):
        dice = self.dice
        units = dice.sample([*self.movable(), self.district.centre], dice.choice((0, 1, 1, 2)))
        named = [user.pk for user in self.people() if user.pk not in self.outside]
        people = dice.sample(named, dice.choice((0, 0, 1, 2)))
        contests = dice.choice(self.cases).reference if self.cases and dice.random() < 0.3 else ""
        try:
            case = reported(
                self.district, about=units, about_people=people, contests=contests, category=self.district.attitude,
                text="投诉内容相同", key=uuid4(),
            ).case  # fmt: skip
        except NobodyLeftError:
            return
        self.cases.append(case)
        self.accused[case.pk] = ({unit.pk for unit in units}, set(case.excluded_people) | set(people))

    def act(self):
        if not self.cases:
            return
        case = self.dice.choice(self.cases)
        case.refresh_from_db()
        free = [actor for actor in self.actors.values() if not excluded(actor, case)]
        by = self.dice.choice(free)
        unit = self.dice.choice(list(Unit.objects.order_by("pk")))
        other = self.dice.choice(self.cases)
        tries = {
            "dispatch": {"unit": unit},
            "accept": {},
            "ask_assistance": {"unit": unit, "task": "协助"},
            "merge": {"into": other},
            "complete": {"outcome": "solved", "answer": "好了"},
            "send_back": {"reason": "不属我处"},
            "impose": {"unit": unit, "reason": "决定"},
        }
        name = self.dice.choice(list(tries))
        best = [actor for actor in free if holds(actor, [Role.COORDINATOR, Role.HANDLING_UNIT], case)]
        KIND.actions[name](case, by=self.dice.choice(best or [by]), **tries[name])

    def declare(self):
        if not self.cases:
            return
        case = self.dice.choice(self.cases)
        case.refresh_from_db()
        by = self.dice.choice([actor for actor in self.actors.values() if not excluded(actor, case)])
        people = [self.dice.choice([pk for pk in self.actors if pk not in self.outside])]
        units = self.dice.sample(self.movable(), self.dice.choice((0, 1)))
        if usual.declare_conflict(case, by=by, people=people, units=units, reason="关系"):
            self.accused[case.pk][0].update(unit.pk for unit in units)
            self.accused[case.pk][1].update(people)

    def reorganise(self):
        unit, above = self.dice.sample(self.movable(), 2)
        if not above.path.startswith(unit.path):
            unit.parent = above
            save_unit(unit)
            self.renew()

    def dissolve(self):
        unit = self.dice.choice(self.movable())
        if unit.code.startswith("x"):
            Unit.objects.filter(pk=unit.pk).update(active=False)
            self.renew()

    def stand_in(self):
        theirs = Post.objects.filter(stands_for=None).exclude(user_id__in=self.outside).order_by("pk")
        post, user = self.dice.choice(list(theirs)), self.dice.choice(self.people())
        if user.pk not in self.outside and user.pk != post.user_id:
            Post.objects.create(
                user=user, unit=post.unit, duty=post.duty, area=post.area, stands_for=post.user,
                since=self.today, until=self.today + timedelta(days=3),
            )  # fmt: skip
            self.renew()

    def change_posts(self):
        user = self.dice.choice([user for user in self.people() if user.pk not in self.outside])
        if self.dice.random() < 0.5:
            Post.objects.filter(user=user, until=None).update(until=self.today)
        self.post(user)
        self.renew()

    # ── what must hold ────────────────────────────────────────────────────────────────────────────

    def concerns(self, user_id, case, posts, parents):
        """Whether the case must be kept from the person: said over rows, without the rule that is tested."""
        units, people = self.accused[case.pk]
        mine = [post for post in posts if post.user_id == user_id]
        running = [post for post in mine if post.until is None or post.until > self.today]
        if user_id in people or any(post.stands_for_id in people for post in running if post.unit.active):
            return True
        for post in mine:
            here = post.unit_id
            while here:
                if here in units and (post.until is None or post.until > timezone.localdate(case.opened_at)):
                    return True
                here = parents[here]
        return False

    def check(self):
        posts = list(Post.objects.select_related("unit"))
        parents = dict(Unit.objects.values_list("pk", "parent_id"))
        cases = list(Case.objects.filter(pk__in=self.accused).select_related("category"))
        kept = {pk: {c.pk: c for c in cases if self.concerns(pk, c, posts, parents)} for pk in self.actors}
        for pk, actor in self.actors.items():
            for case in cases:
                assert excluded(actor, case) == (case.pk in kept[pk])
            self.checked["rule"] += len(cases)
            if kept[pk]:
                assert not Case.objects.visible_to(actor).filter(pk__in=kept[pk]).exists()
                references = [case.reference for case in kept[pk].values()]
                assert not for_actor(actor).filter(reference__in=references).exists()
                self.checked["list, inbox"] += 2 * len(kept[pk])
        self.look_closer(kept)
        self.somebody_answers(cases, kept)

    def look_closer(self, kept):
        """The other ways in, for one person and case at a time."""
        pairs = [(pk, case) for pk, theirs in kept.items() for case in theirs.values()]
        for pk, case in self.dice.sample(pairs, min(2, len(pairs))):
            actor = self.actors[pk]
            assert find(case.reference, actor) is None
            assert not matching(Case.objects.visible_to(actor), "投诉").filter(pk=case.pk).exists()
            assert pk not in may_be_told(case.reference, list(self.actors))
            assert sum(tallied(Scope(actor), "state").values()) == Case.objects.visible_to(actor).count()
            self.checked["read, search, mail, count"] += 4

    def somebody_answers(self, cases, kept):
        for case in cases:
            free = [actor for pk, actor in self.actors.items() if case.pk not in kept[pk]]
            assert any(holds(actor, [Role.COORDINATOR], case) for actor in free), "nobody coordinates"
            assert any(case.unit_id in {post.unit_id for post in actor.posts} for actor in free), "nobody answers"
            self.checked["somebody answers"] += 2


ACTS = ("complain", "complain", "act", "act", "act", "declare", "reorganise", "stand_in", "change_posts", "dissolve")


@pytest.mark.django_db
def test_nobody_finds_what_concerns_them_and_somebody_answers():
    checked, taken, dice = Counter(), Counter(), random.Random(7)
    while checked.total() < CHECKS:
        with transaction.atomic():
            world = World(dice, checked)
            for _number in range(AT_FIRST):
                world.complain()
            for name in dice.sample(ACTS, len(ACTS)):
                getattr(world, name)()
                taken[name] += 1
                world.check()
            transaction.set_rollback(True)
        bump(REVISION)
    assert all(checked[name] for name in ("rule", "list, inbox", "read, search, mail, count", "somebody answers"))
    assert len(taken) == len(set(ACTS)), f"not every kind of act was drawn: {taken}"
