"""Rows of the advice desk: its texts and times, what was told, callbacks, and wishes to be contacted by a helper."""

from heli.advice.models.counselling import ContactWish, Helper, Way
from heli.advice.models.desk import AdviceDesk, AdvicePath, AdviceTopic, CallWindow, Path
from heli.advice.models.talks import LIVE, Callback, Came, LedTo, Standing, Talk

__all__ = [
    "LIVE",
    "AdviceDesk",
    "AdvicePath",
    "AdviceTopic",
    "CallWindow",
    "Callback",
    "Came",
    "ContactWish",
    "Helper",
    "LedTo",
    "Path",
    "Standing",
    "Talk",
    "Way",
]
