"""Rows of the reception centre: its windows and times, appointments, the queue, leaders' days, hard cases."""

from heli.reception.models.booking import TAKING, Appointment, Booking, Visitor
from heli.reception.models.centre import CELL, Centre, Closure, Opening, Service, Tongue, Weekday, Window
from heli.reception.models.hard import DiaryEntry, HardCase
from heli.reception.models.leaders import DayMatter, LeaderDay
from heli.reception.models.queue import AT_WINDOW, WITH_CASE, Outcome, Series, Standing, Ticket

__all__ = [
    "AT_WINDOW",
    "CELL",
    "TAKING",
    "WITH_CASE",
    "Appointment",
    "Booking",
    "Centre",
    "Closure",
    "DayMatter",
    "DiaryEntry",
    "HardCase",
    "LeaderDay",
    "Opening",
    "Outcome",
    "Series",
    "Service",
    "Standing",
    "Ticket",
    "Tongue",
    "Visitor",
    "Weekday",
    "Window",
]
