"""What must hold in every visit of a round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from allocation.round_values import take_fitting
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

    def __post_init__(self) -> None:
        wrong: list[Problem] = []
        fitting = take_fitting("rules", vars(self), wrong)
        if fitting.get("needs") is not None and self.needs not in NEEDS:
            wrong.append(Problem("E401", f"needs must be one of {', '.join(NEEDS)}, not {self.needs}.", column="rules.needs"))
        if "max_distance_m" in fitting and not 0 <= self.max_distance_m < float("inf"):
            fact = "The longest distance must be 0 (no limit) or a number of metres above 0."
            wrong.append(Problem("E401", fact, column="rules.max_distance_m"))
        if wrong:
            raise SettingProblems(wrong)
        object.__setattr__(self, "need_skills", dict(self.need_skills))

    def needs_for(self, kind: str) -> str:
        """``off``, ``any`` or ``all`` in a round of this kind."""
        return self.needs if self.needs is not None else ("any" if kind == "service" else "off")
