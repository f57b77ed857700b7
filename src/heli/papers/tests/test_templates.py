"""Texts that offices edit: what must stay stays, versions are only added, one is in force."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from heli.audit.models import Entry
from heli.papers import kinds, templates
from heli.papers.kinds import PaperKind
from heli.papers.models import PaperTemplate
from heli.papers.templates import MovedOn, TemplateText
from heli.papers.tests.letters import BODY, opinion, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind():
    with registered(opinion()) as found:
        yield found


def text(version: int, body: str) -> TemplateText:
    return TemplateText(version, "意见书", "", body)


def add(kind: PaperKind, version: int, body: str = BODY) -> PaperTemplate:
    return templates.add_version(kind, text(version, body), by="staff:1", by_name="An", note="clearer")


def test_the_remedy_cannot_be_edited_away(kind):
    with pytest.raises(ValueError, match=kind.code):
        add(kind, 0, BODY.replace("{{ remedy }}", "别无他法。"))
    with pytest.raises(ValueError, match=kind.code):
        add(kind, 0, BODY + "{{ password }}")
    assert not PaperTemplate.objects.exists()


def test_a_kind_whose_own_text_is_unsound_is_not_registered():
    with pytest.raises(ValueError, match="lacking"):
        kinds.register(PaperKind("bad", "Bad", body="nothing", required=("remedy",)))
    assert kinds.known("bad") is None


def test_a_version_is_in_force_only_once_it_is_put_so_and_that_is_on_record(kind):
    assert templates.in_force(kind).version == 0
    assert add(kind, 0, "新：" + BODY).version == 1
    assert templates.in_force(kind).version == 0
    templates.put_in_force(kind, 1, by="staff:1")
    assert templates.in_force(kind).body.startswith("新：")
    templates.put_in_force(kind, 0, by="staff:1")
    assert templates.in_force(kind).body == BODY
    verbs = list(Entry.objects.filter(chain="arrangements").order_by("seq").values_list("verb", flat=True))
    assert verbs == ["papertemplate.create", "papertemplate.in_force", "papertemplate.in_force"]


def test_who_was_slower_is_told(kind):
    add(kind, 0)
    with pytest.raises(MovedOn):
        add(kind, 0)


def test_the_database_keeps_versions_as_they_are(kind):
    add(kind, 0)
    for change in (lambda: PaperTemplate.objects.update(body="x"), lambda: PaperTemplate.objects.all().delete()):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()
    add(kind, 1)
    PaperTemplate.objects.filter(version=1).update(in_force=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperTemplate.objects.filter(version=2).update(in_force=True)


def test_a_stored_text_that_a_release_no_longer_allows_gives_way(kind):
    add(kind, 0)
    templates.put_in_force(kind, 1, by="staff:1")
    stricter = PaperKind(kind.code, "Opinion", body=BODY + "\n{{ hotline }}", fields=kind.fields, required=("hotline",))
    assert templates.in_force(stricter).version == 0
