"""Hostile requests to every page and to the API: no error of the server, and every refusal is understood.

``HELI_FUZZ_CASES``  how many requests to pages, 300 by default; `make fuzz` puts many more.
``HELI_FUZZ_EXAMPLES``  how many requests to each operation of the API in each manner, 2 by default.
``HELI_FUZZ_SEED``   other requests.
``HELI_FUZZ_FILE``   a file that takes what was found and counted, as JSON.
"""

import json
import os
import random
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from fuzz.asking import Asker
from fuzz.openapi import Described
from fuzz.pages import Fuzzer
from heli.access.actors import SYSTEM
from heli.access.gates import SESSION_KEY as CASES
from heli.access.sessions import SessionStore
from heli.api.operations import api
from heli.api.schemas import body_schema
from heli.cases.kinds import kind_of
from heli.cases.models import Case
from heli.cases.submitting import form_for
from heli.papers.models import IssuedPaper
from heli.service_requests import actions
from heli.service_requests.report_form import ReportForm
from heli.service_requests.tests.district import District, build, reported

CASES_TRIED = int(os.environ.get("HELI_FUZZ_CASES", "300"))
EXAMPLES = int(os.environ.get("HELI_FUZZ_EXAMPLES", "2"))
LONG = CASES_TRIED > 1000
SEED = int(os.environ.get("HELI_FUZZ_SEED", "7"))
STAFF = ("east", "ma", "hot", "grid", "admin") if LONG else ("east", "admin")


def session_of(**values: object) -> str:
    """Return the key of a session that holds ``values``."""
    session = SessionStore()
    for name, value in values.items():
        session[name] = value
    session.save()
    return str(session.session_key)


def signed_in(user) -> str:
    """Return the session of a member of staff."""
    values = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    return session_of(**values)


def stage(district: District) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return the people with their sessions, and what the variables of addresses may be."""
    cases = [reported(district).case for _each in range(3)]
    for case in cases[:2]:
        assert actions.dispatch(case, by=district.actor("east"), unit=district.roads)
    assert actions.accept(cases[0], by=district.actor("ma"))
    references = [case.reference for case in cases]
    people = {
        "nobody": "",
        "resident": session_of(**{CASES: references}),
        **{name: signed_in(district.people[name]) for name in STAFF},
    }
    steps = ["dispatch", "merge", "complete", "record_work", "ask_assistance", "rate", "give_information", "withdraw"]
    known = {
        "reference": references[:1],
        "other": references[1:2],
        "step": steps,
        "name": steps,
        "pk": [str(district.lamps.pk), "999999"],
        "slug": ["units", "categories", "people", "posts", "responsibility", "letters", "areas"],
        "code": ["service_request"],
        "uuid:pk": [str(IssuedPaper.objects.first().pk)],
    }
    return people, known


def keep(what: str, asker: Asker) -> None:
    """Write what was found and counted where somebody asks for it."""
    found = {"what": what, "cases": asker.count, "statuses": asker.statuses, "wrong": list(asker.found.values())}
    if path := os.environ.get("HELI_FUZZ_FILE"):
        with Path(path).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(found, ensure_ascii=False) + "\n")


@pytest.mark.django_db
def test_no_page_breaks(town_settings):
    district = build()
    fuzzer = Fuzzer(*stage(district), random.Random(SEED))
    fuzzer.gather(None if LONG else 110)
    assert len(fuzzer.forms) > 40, "too few forms were found to mean anything"
    for _each in range(CASES_TRIED):
        fuzzer.asker.put(fuzzer.case())
    keep("pages", fuzzer.asker)
    assert fuzzer.asker.found == {}, "\n\n".join(fuzzer.asker.found.values())


@pytest.mark.django_db
def test_no_operation_breaks(town_settings):
    people, known = stage(build())
    case = Case.objects.get(reference=known["reference"][0])
    forms = [form_for(case, kind_of(case).procedure.step(step), SYSTEM) for step in known["step"]]
    bodies = [body_schema(form) for form in (ReportForm(), *forms)]
    described = Described({name: people[name] for name in ("nobody", "resident", "east")}, known, bodies)
    described.run(EXAMPLES, SEED)
    keep("operations", described.asker)
    assert {each.path for each in described.operations} == set(api.get_openapi_schema()["paths"])
    assert {200, 404, 422} <= set(described.asker.statuses), "too little was reached to mean anything"
    assert described.asker.found == {}, "\n\n".join(described.asker.found.values())


@pytest.fixture
def town_settings(settings, tmp_path):
    """Files in a folder of the test, and no picture of an error in place of the page."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.DEBUG = False
