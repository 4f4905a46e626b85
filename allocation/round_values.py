"""The kinds of the values of round.toml: a word where a number belongs is told with its key, before anything is built."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from geo.problems import Problem


class Kind(NamedTuple):
    """What a value must be: a test, and how a person would write it."""

    fits: Callable[[Any], bool]
    example: str


def _number(value: Any) -> bool:
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _ids(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(
        isinstance(item, str | int | np.integer) and not isinstance(item, bool) for item in value
    )


def _numbers(value: Any) -> bool:
    return isinstance(value, Mapping) and all(map(_number, value.values()))


TEXT = Kind(_text, "a text in quotation marks")
DAY = Kind(lambda value: isinstance(value, dt.date | str | np.datetime64), "a day, as 2026-03-02")
IDS = Kind(_ids, 'a list of ids, as ["21004001", "21004002"]')
NUMBER = Kind(_number, "a number, as 3")
FLAG = Kind(lambda value: isinstance(value, bool | np.bool_), "true or false")
MINUTES = Kind(_numbers, "a table of minutes, as { urban = 40, rural = 48 }")
FINDING = Kind(_numbers, "a table of minutes, as { street = 5, village = 10 }")
SPEEDS = Kind(_numbers, "a table of speeds, as { walk = 4.5, car = 40 }")
FACTOR = Kind(lambda value: _number(value) or _numbers(value), "a number, as 1.3, or a table, as { urban = 1.3, rural = 1.4 }")
SKILLS = Kind(
    lambda value: isinstance(value, Mapping) and all(map(_text, [*value, *value.values()])),
    'a table from need to skill, as { health = "nurse" }',
)

KINDS: Mapping[str, Mapping[str, Kind]] = {
    "round": {
        "name": TEXT,
        "kind": TEXT,
        "first_day": DAY,
        "last_day": DAY,
        "wards": IDS,
        "workers": IDS,
        "holidays": TEXT,
        "meeting_day": TEXT,
        "meeting_time": TEXT,
        "minutes_per_visit": MINUTES,
        "minutes_for_finding": FINDING,
    },
    "travel": {"model": TEXT, "detour_factor": FACTOR, "speed_kmh": SPEEDS},
    "rules": {
        "needs": TEXT,
        "max_distance_m": NUMBER,
        "language": FLAG,
        "home_ward": FLAG,
        "need_skills": SKILLS,
        "days_between": NUMBER,
        "daylight": TEXT,
        "lunch_min": NUMBER,
        "lunch_after_h": NUMBER,
        "joint": FLAG,
    },
    "wishes": dict.fromkeys(("language", "home_ward", "same_worker", "fair_load", "compact"), NUMBER),
}


#: Keys that may be left open (None in Python; left out in round.toml).
OPEN = frozenset({"round.wards", "round.workers", "rules.needs"})


def take_fitting(table: str, values: Mapping[str, Any], wrong: list[Problem]) -> dict[str, Any]:
    """The values whose kind is right; what is wrong with the others goes to ``wrong``. Keys we do not know are left in."""
    kinds = KINDS[table]
    taken = {}
    for key, value in values.items():
        kind = kinds.get(key)
        if kind is None or (value is None and f"{table}.{key}" in OPEN) or kind.fits(value):
            taken[key] = value
        else:
            wrong.append(Problem("E401", f"{key} must be {kind.example}.", column=f"{table}.{key}"))
    return taken
