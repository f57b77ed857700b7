"""Statutory holidays, to reckon with before a year's notice is known.

The Measures on Holidays (2024, art. 2) give everybody 13 days off: New Year (1), Spring
Festival from the eve (4), Qingming (1), Labour Day (2), Dragon Boat (1), Mid-Autumn (1),
National Day (3). A day that falls on a weekend is given on a weekday instead (art. 6);
which one, the notice says: here it is the next one free.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Final

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
_FIXED: Final = (
    ("元旦", 1, 1),
    ("劳动节", 5, 1),
    ("劳动节", 5, 2),
    ("国庆节", 10, 1),
    ("国庆节", 10, 2),
    ("国庆节", 10, 3),
)
#: First day of the lunar year, Qingming, 5th of the 5th and 15th of the 8th lunar month:
#: new moons and solar terms at UTC+8. Later years have the fixed holidays only.
_MOVING: Final = {
    int(line[:4]): tuple(line.split()[1:])
    for line in """\
2025 01-29 04-04 05-31 10-06
2026 02-17 04-05 06-19 09-25
2027 02-06 04-05 06-09 09-15
2028 01-26 04-04 05-28 10-03
2029 02-13 04-04 06-16 09-22
2030 02-03 04-05 06-05 09-12
2031 01-23 04-05 06-24 10-01
2032 02-11 04-04 06-12 09-19
2033 01-31 04-04 06-01 09-08
2034 02-19 04-05 06-20 09-27
2035 02-08 04-05 06-10 09-16
2036 01-28 04-04 05-30 10-04
2037 02-15 04-04 06-18 09-24
2038 02-04 04-05 06-07 09-13
2039 01-24 04-05 05-27 10-02
2040 02-12 04-04 06-14 09-20""".splitlines()
}


@lru_cache(maxsize=64)
def statutory_days(year: int) -> Mapping[date, str]:
    """The statutory holidays of a year with their names, as the law dates them."""
    named: dict[date, str] = {}
    for day, name in (*_fixed(year), *_moving(year)):
        named[day] = f"{named[day]}、{name}" if day in named else name
    return MappingProxyType(dict(sorted(named.items())))


@lru_cache(maxsize=64)
def expected_days_off(year: int) -> Mapping[date, str]:
    """The statutory holidays and, for those on a weekend, the next weekday still free."""
    days_off = dict(statutory_days(year))
    for holiday, name in statutory_days(year).items():
        if holiday.weekday() >= _SATURDAY:
            day = holiday
            while day.weekday() >= _SATURDAY or day in days_off:
                day += _DAY
            days_off[day] = name
    return MappingProxyType(days_off)


def _fixed(year: int) -> Iterator[tuple[date, str]]:
    for name, month, day in _FIXED:
        yield date(year, month, day), name


def _moving(year: int) -> Iterator[tuple[date, str]]:
    if year not in _MOVING:
        return
    spring, qingming, boat, autumn = (date.fromisoformat(f"{year}-{day}") for day in _MOVING[year])
    yield from ((spring + _DAY * n, "春节") for n in range(-1, 3))
    yield qingming, "清明节"
    yield boat, "端午节"
    yield autumn, "中秋节"
