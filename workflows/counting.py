"""How many households a round asks for, and what becomes of the other rows of the list: one count for every page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: What keeps a row out though somebody may want it planned, in the words of a count; the other rows were meant to stay out.
SET_ASIDE = "set aside"
#: Reasons for which a household is in the list but not asked for, with the words of a count.
NOT_ASKED = {
    "do_not_visit": "not to be visited",
    "not_in_round": "not in this round",
    "outside_wards": "outside every ward",
    "place_unknown": "without a known place",
}


_CANNOT = frozenset({SET_ASIDE, NOT_ASKED["outside_wards"], NOT_ASKED["place_unknown"]})


def number(count: int, one: str, several: str = "") -> str:
    """A number with its noun, as pages write it.

    Examples
    --------
    >>> number(1, "visit"), number(1200, "visit is new", "visits are new")
    ('1 visit', '1,200 visits are new')
    """
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"


@dataclass(frozen=True)
class Counted:
    """The rows of a household list in a plan.

    Attributes
    ----------
    asked : int
        Households that the round asks for; each is reached or not.
    served : int
        Of them, those that get a visit.
    left_out : tuple of (words, int)
        Every other row of the list, by what keeps it out.
    """

    asked: int
    served: int
    left_out: tuple[tuple[str, int], ...]

    @property
    def not_reached(self) -> int:
        """Households asked for that get no visit."""
        return self.asked - self.served

    @property
    def told_missed(self) -> str:
        """Who gets no visit, for links and labels: those asked for, and those who cannot be planned at all.

        Examples
        --------
        >>> Counted(78, 78, (("without a known place", 1), ("not in this round", 3))).told_missed
        'Not reached: 0 · cannot be planned: 1'
        >>> Counted(78, 70, ()).told_missed
        'Not reached: 8'
        """
        cannot = sum(number for words, number in self.left_out if words in _CANNOT)
        return f"Not reached: {self.not_reached:,}" + (f" · cannot be planned: {cannot:,}" if cannot else "")

    @property
    def listed(self) -> int:
        """Rows of the list."""
        return self.asked + sum(number for _, number in self.left_out)

    @property
    def explained(self) -> str:
        """Why the list is longer than the round; "" where it is not.

        Examples
        --------
        >>> Counted(78, 78, (("set aside", 2),)).explained
        '80 in your list: 78 can be planned, 2 set aside.'
        """
        if not self.left_out:
            return ""
        rest = ", ".join(f"{number:,} {words}" for words, number in self.left_out)
        return f"{self.listed:,} in your list: {self.asked:,} can be planned, {rest}."


def counted(summary: Mapping[str, Any], set_aside: int) -> Counted:
    """Count a plan's list.

    Parameters
    ----------
    summary : mapping
        Of the plan; its ``reasons`` tell why households are not asked for.
    set_aside : int
        Rows of the household file that were set aside when it was brought.
    """
    reasons = summary.get("reasons", {})
    rows = [(words, int(reasons.get(code, 0))) for code, words in NOT_ASKED.items()]
    left_out = tuple((words, number) for words, number in ((SET_ASIDE, set_aside), *rows) if number)
    served = int(summary["served"])
    # Plans of an older version do not say how many were asked for.
    asked = int(summary.get("asked", int(summary["households"]) - sum(number for _, number in rows)))
    return Counted(asked, served, left_out)
