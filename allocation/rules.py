"""What must hold in every visit of a round."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from allocation.round_values import take_fitting
from geo.clock import windows
from geo.errors import SettingProblems
from geo.problems import Problem

NEEDS = ("off", "any", "all")


@dataclass(frozen=True)
class Rules:
    """Must-rules. They are part of the model: a plan that breaks one is never shown.

    Parameters
    ----------
    needs : str or None
        ``off``, ``any`` (the visitor has the skill of one of the household's needs) or ``all``. ``None`` means off in a
        profiling round and any in a service round.
    max_distance_m : float
        Longest straight line from home to household, metres; 0 for no limit. A worker's own, if smaller, wins.
    language : bool
        Visitor and household must share a language; a household without one shares every language.
    home_ward : bool
        Workers visit only in their home ward: the one that the list states, else the one around the home where wards
        are known. A worker whose home ward nobody knows is refused (E408).
    need_skills : mapping of need → skill
        The skill that a need asks for; a need left out asks for the skill of its own name.
    days_between : int
        Days from one visit of a household to the next, at least, where it is visited more than once: 1 for any two different
        days.
    daylight : str
        Hours of daylight: in an area of restrictions for daylight only a visit lies wholly inside them.
    lunch_min : float
        Minutes of the break; 0 for no rule. It is taken once a day, after a visit, and counts into the day's hours.
    lunch_after_h : float
        Longest stretch of work (way, visit or waiting) without that break, hours: 5 by the Basic Conditions of Employment
        Act 75 of 1997, section 14.
    joint : bool
        In a service round: a household whose skills and needs no one fieldworker of the round has, but two have together, is
        visited by two at once.

    Raises
    ------
    SettingProblems
        An :class:`geo.errors.InputProblems`: everything wrong with the values, all at once.
    """

    needs: str | None = None
    max_distance_m: float = 0
    language: bool = False
    home_ward: bool = False
    need_skills: Mapping[str, str] = field(default_factory=dict)
    days_between: int = 1
    daylight: str = "07:00-17:00"
    lunch_min: float = 0
    lunch_after_h: float = 5
    joint: bool = False

    def __post_init__(self) -> None:
        wrong: list[Problem] = []
        fitting = take_fitting("rules", vars(self), wrong)
        if fitting.get("needs") is not None and self.needs not in NEEDS:
            wrong.append(Problem("E401", f"needs must be one of {', '.join(NEEDS)}, not {self.needs}.", column="rules.needs"))
        if "max_distance_m" in fitting and not 0 <= self.max_distance_m < float("inf"):
            fact = "The longest distance must be 0 (no limit) or a number of metres above 0."
            wrong.append(Problem("E401", fact, column="rules.max_distance_m"))
        wrong += _number_problems(fitting)
        if "daylight" in fitting and one_window(self.daylight) is None:
            fact = f"The hours of daylight must be written as 07:00-17:00, not {self.daylight}."
            wrong.append(Problem("E401", fact, column="rules.daylight"))
        if wrong:
            raise SettingProblems(wrong)
        object.__setattr__(self, "need_skills", dict(self.need_skills))
        object.__setattr__(self, "days_between", int(self.days_between))

    @property
    def daylight_min(self) -> tuple[float, float]:
        """Begin and end of daylight, minutes from midnight."""
        return one_window(self.daylight) or (0.0, 1440.0)

    @property
    def lunch_after_min(self) -> float:
        """Longest stretch of work without a break, minutes."""
        return float(self.lunch_after_h) * 60

    def needs_for(self, kind: str) -> str:
        """``off``, ``any`` or ``all`` in a round of this kind."""
        return self.needs if self.needs is not None else ("any" if kind == "service" else "off")

    def joint_for(self, kind: str) -> bool:
        """Whether two may bring together what no one has, in a round of this kind."""
        return self.joint and kind == "service"


def one_window(text: str) -> tuple[float, float] | None:
    """Begin and end of ``07:00-17:00``, minutes from midnight; None where it is not one window with a length.

    Examples
    --------
    >>> one_window("07:00-17:00"), one_window("17:00-07:00"), one_window("")
    ((420.0, 1020.0), None, None)
    """
    try:
        spans = windows(text)
    except ValueError:
        return None
    return spans[0] if len(spans) == 1 and spans[0][0] < spans[0][1] else None


def _number_problems(fitting: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the numbers of the rules about days and breaks."""
    found = []
    limits: tuple[tuple[str, Callable[[float], bool], str], ...] = (
        ("days_between", lambda value: 1 <= value <= 366 and value == int(value), "must be a whole number of days, 1 to 366."),
        ("lunch_min", lambda value: 0 <= value <= 240, "must lie between 0 (no rule) and 240 minutes."),
        ("lunch_after_h", lambda value: 0 < value <= 24, "must be more than 0 and at most 24 hours."),
    )
    for key, fits, fact in limits:
        if key in fitting and not fits(fitting[key]):
            found.append(Problem("E401", f"{key} {fact}", column=f"rules.{key}"))
    return found
