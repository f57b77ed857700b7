"""Two people act on one case at the same moment; a drawn sample of the pairs, the same in every run.

All of them: `make pairs`.
"""

import random

import pytest

from heli.service_requests.tests.district import build
from heli.service_requests.tests.pairs import Stage

SAMPLE = 24


@pytest.mark.django_db(transaction=True)
def test_of_two_who_act_at_once_one_wins_or_both_in_a_legal_order():
    stage = Stage(build())
    pairs = list(stage.pairs())
    assert len(pairs) > 400, "too few steps were offered to mean anything"
    dice = random.Random(19)
    found = [text for turn, pair in enumerate(dice.sample(pairs, SAMPLE)) for text in stage.play(pair, blind=turn % 2)]
    assert found == []
