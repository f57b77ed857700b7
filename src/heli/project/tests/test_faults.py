"""Production has no fault points."""

import pytest

from heli.project.faults import check_no_faults


def test_production_refuses_fault_points(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PRODUCTION = True
    monkeypatch.setenv("HELI_FAULT_AT", "act.written")
    assert [each.id for each in check_no_faults(None)] == ["heli.E010"]
    monkeypatch.delenv("HELI_FAULT_AT")
    assert check_no_faults(None) == []
    settings.MIDDLEWARE = ["heli.project.faults.Faults"]
    assert [each.id for each in check_no_faults(None)] == ["heli.E010"]
