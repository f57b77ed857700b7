"""Procedures described for people: the table, the chart and the limits, as pages, manual and command line show them."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from heli.access.roles import Role
from heli.cases.explaining import period_text
from heli.kernel.procedures import Limit, Procedure, Reach, Step
from heli.kernel.renderings import Row, Words, markdown_table, mermaid, rows
from heli.papers.kinds import title


def role_name(role: Hashable) -> str:
    """Return the name of ``role`` in the reader's language."""
    return str(Role(str(role)).label)


def reach_name(reach: Reach) -> str:
    """Return what the states have in common from which a step can be taken."""
    return _("any state") if reach is Reach.ANYWHERE else _("any state before the end")


def sources_of(step: Step) -> list[str]:
    """Return the states from which ``step`` can be taken, in the reader's language."""
    return [reach_name(step.move.reach)] if step.move.reach else [str(state.label) for state in step.move.sources]


def length_of(procedure: type[Procedure], limit: Limit) -> str:
    """Return how long ``limit`` of ``procedure`` is, in the reader's language."""
    if limit.period is None:
        return _("as set when it begins") if limit.on_demand else str(procedure.open_length)
    return period_text(limit.period.amount, limit.period.unit)


@dataclass(frozen=True)
class LimitRow:
    """One time limit: what for, how long, where it runs and stands still, on what ground."""

    label: str
    length: str
    runs: str
    pauses: str
    basis: str


def table(procedure: type[Procedure]) -> list[Row]:
    """Return the lines of the procedure's table."""
    period = partial(length_of, procedure)
    return list(rows(procedure, Words(role_name, period, reach_name, title, _(", "))))


def limits(procedure: type[Procedure]) -> list[LimitRow]:
    """Return the procedure's time limits."""
    return [
        LimitRow(
            label=str(limit.label),
            length=length_of(procedure, limit),
            runs=_(", ").join(str(state.label) for state in procedure.states() if limit in state.runs),
            pauses=_(", ").join(str(state.label) for state in procedure.states() if limit in state.pauses),
            basis=str(limit.basis),
        )
        for limit in procedure.limits()
    ]


def manual(procedure: type[Procedure]) -> str:
    """Return the procedure as a page of the manual, in Markdown."""
    steps = (_("From"), _("Step"), _("To"), _("By"), _("Time"), _("Ground"), _("Papers"))
    times = (_("Limit"), _("Length"), _("Runs in"), _("Stands still in"), _("Ground"))
    parts = [
        f"# {procedure.title}\n",
        _("Version %(version)s, in force from %(day)s. Made by `make docs`; do not edit.")
        % {"version": procedure.version, "day": procedure.in_force_from.isoformat()}
        + "\n",
        markdown_table(steps, (row.cells() for row in table(procedure))),
        markdown_table(times, ((row.label, row.length, row.runs, row.pauses, row.basis) for row in limits(procedure))),
        f"```mermaid\n{mermaid(procedure)}```\n",
    ]
    return "\n".join(parts)
