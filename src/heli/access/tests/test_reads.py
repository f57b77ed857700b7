"""The log of reads of personal data."""

import json

import pytest

from heli.access.actors import Actor, HeldPost
from heli.access.reads import chain_of, log_read, reads_of
from heli.audit.verifying import faults, stored

pytestmark = pytest.mark.django_db
OFFICER = Actor(
    key="staff:7", name="马", user_id=7, posts=(HeldPost(3, "1/3/", "department", "member", ""),)
)  # fmt: skip


def test_nobody_else_sees_the_reads_of_a_case():
    log_read("7K3M-Q9TX-C", by=OFFICER, purpose="calling")
    assert not reads_of("8K3M-Q9TX-D").exists()


def test_a_read_tells_who_for_what_in_which_post():
    log_read("7K3M-Q9TX-C", by=OFFICER, purpose="calling", what=("contact", "identity"))
    (read,) = reads_of("7K3M-Q9TX-C")
    assert read.actor == "staff:7"
    assert json.loads(read.content)["data"] == {
        "purpose": "calling",
        "what": ["contact", "identity"],
        "posts": [{"unit": 3, "duty": "member"}],
    }


def test_the_log_holds_no_data_of_the_person_or_name_of_the_officer():
    assert "马" not in log_read("7K3M-Q9TX-C", by=OFFICER, purpose="calling").content


def test_the_newest_read_comes_first_and_the_chain_holds():
    for purpose in ("calling", "verifying"):
        log_read("7K3M-Q9TX-C", by=OFFICER, purpose=purpose)
    assert [json.loads(read.content)["data"]["purpose"] for read in reads_of("7K3M-Q9TX-C")] == ["verifying", "calling"]
    assert list(faults(stored(chain_of("7K3M-Q9TX-C")))) == []
