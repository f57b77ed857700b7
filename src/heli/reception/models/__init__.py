"""Rows of the reception centre: its windows and times, appointments, the queue, leaders' days."""

from heli.people.tongues import Tongue
from heli.reception.models.booking import TAKING, Appointment, Booking, Visitor
from heli.reception.models.centre import CELL, Centre, Closure, Opening, Service, Window
from heli.reception.models.days import (
    BY_TIMES,
    OF_LEADERS,
    WITHOUT_NAMES,
    Audience,
    DayKind,
    DayMatter,
    ReceptionDay,
)
from heli.reception.models.queue import AT_WINDOW, WITH_CASE, Outcome, Series, Standing, Ticket

__all__ = [
    "AT_WINDOW",
    "BY_TIMES",
    "CELL",
    "OF_LEADERS",
    "TAKING",
    "WITHOUT_NAMES",
    "WITH_CASE",
    "Appointment",
    "Audience",
    "Booking",
    "Centre",
    "Closure",
    "DayKind",
    "DayMatter",
    "Opening",
    "Outcome",
    "ReceptionDay",
    "Series",
    "Service",
    "Standing",
    "Ticket",
    "Tongue",
    "Visitor",
    "Window",
]
