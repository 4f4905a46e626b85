"""What the public door is handed besides its tables: each argument of the wrong kind is told in plain words."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from allocation.round import Round
from geo.headings import described
from geo.problems import Problem

_WORDS = {
    str: "a text",
    bool: "a yes or no",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "a dict",
    tuple: "a tuple",
}
_MODEL = ("minutes", "distance_m", "settings", "needs_geometry")


def round_problems(round_: Any) -> list[Problem]:
    """Whether it is a round."""
    if isinstance(round_, Round):
        return []
    fact = f"round_ must be a Round, not {described(round_)}."
    remedy = "Make it with Round(first_day=…, last_day=…)."
    if isinstance(round_, tuple):
        remedy = "Round.from_toml gives two things: round_, travel = Round.from_toml(path)."
    return [Problem("E407", fact, column="round_", remedy=remedy)]


def travel_problems(travel: Any) -> list[Problem]:
    """Whether it is a travel model, or None."""
    if travel is None or (not isinstance(travel, type) and all(hasattr(travel, name) for name in _MODEL)):
        return []
    fact = f"travel must be a travel model, not {described(travel)}."
    remedy = "Give StraightLine(…), RoadNetwork(file) or TravelMatrix(minutes, ids) of geo.travel, or leave it out."
    return [Problem("E407", fact, column="travel", remedy=remedy)]


def caller_problems(progress: Any, executor: Any) -> list[Problem]:
    """Whether what the caller listens with, and lets work, are what they must be."""
    wrong = []
    if progress is not None and not callable(progress):
        remedy = "Give a function of one argument, or leave it out."
        wrong.append(
            Problem("E407", f"progress must be a function, not {described(progress)}.", column="progress", remedy=remedy)
        )
    if executor is not None and (isinstance(executor, type) or not callable(getattr(executor, "submit", None))):
        remedy = "Give an Executor of concurrent.futures that is running, or leave it out."
        wrong.append(
            Problem("E407", f"executor must be an executor, not {described(executor)}.", column="executor", remedy=remedy)
        )
    return wrong


def limit_problems(time_limit_s: object, max_iterations: object, seed: object) -> list[Problem]:
    """What is wrong with the limits of a search: seconds (0 or more), iterations (a whole number or None), seed."""
    wrong = []
    if not _number(time_limit_s) or not 0 <= time_limit_s < math.inf:  # type: ignore[operator]
        wrong.append(Problem("E401", "The time limit must be 0 or more seconds.", column="time_limit_s"))
    if max_iterations is not None and (not _whole(max_iterations) or int(max_iterations) < 0):  # type: ignore[call-overload]
        wrong.append(Problem("E401", "The iterations must be a whole number, 0 or more.", column="max_iterations"))
    if not _whole(seed) or not 0 <= int(seed) < 2**31:  # type: ignore[call-overload]
        wrong.append(Problem("E401", "The seed must be a whole number from 0 to 2147483647.", column="seed"))
    return wrong


def _number(value: object) -> bool:
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


def _whole(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)
