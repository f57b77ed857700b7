"""Every step's form asks for exactly what its action takes."""

import inspect

import pytest

from heli.service_requests.forms import FORMS
from heli.service_requests.kind import KIND

GIVEN = {"case", "by", "act"}


@pytest.mark.parametrize("step", sorted(FORMS))
def test_a_form_asks_for_what_the_action_takes(step):
    taken = set(inspect.signature(KIND.actions[step]).parameters) - GIVEN
    asked = set(FORMS[step].base_fields) - {"key", "version"}
    assert asked <= taken
    needed = {
        name
        for name, parameter in inspect.signature(KIND.actions[step]).parameters.items()
        if parameter.default is inspect.Parameter.empty
    }
    assert needed - GIVEN <= asked
