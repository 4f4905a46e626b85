"""What would bring a round most, in rows for a page: the change in plain words, and the households that it brings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from allocation.plan import Plan
from workflows.plain_people import in_plain


@dataclass(frozen=True)
class LeverRow:
    """One change of the round by one unit.

    Attributes
    ----------
    change : str
    gain : str
        Households more, in words.
    share : float
        Against the change that brings most, 0 to 1.
    anew : bool
        Whether the round was planned anew with it; otherwise it is an estimate.
    """

    change: str
    gain: str
    share: float
    anew: bool


def lever_rows(plan: Plan, binding: pd.DataFrame) -> tuple[LeverRow, ...]:
    """A row a change, the most helpful first."""
    brings = [_brings(row) for row in binding.itertuples(index=False)]
    most = max([1, *(number for number, _ in brings)])
    return tuple(
        LeverRow(in_plain(plan, str(row.lever)), _told(row, *found), max(0.0, found[0] / most), found[1])
        for row, found in zip(binding.itertuples(index=False), brings, strict=True)
    )


def idle_line(plan: Plan, idle: pd.DataFrame) -> str:
    """The changes that bring nobody, in a line; "" where there are none."""
    if idle.empty:
        return ""
    found = [in_plain(plan, str(lever)) for lever in idle["lever"]]
    return f"Nobody more would be reached by: {'; '.join(found)}."


def _brings(row: Any) -> tuple[int, bool]:
    anew = row.how == "solved"
    return int(row.solved_households if anew else row.households), anew


def _told(row: Any, number: int, anew: bool) -> str:
    households = f"{abs(number):,} {'household' if abs(number) == 1 else 'households'}"
    if not anew:
        return f"at least {households} more"
    word = "more" if number >= 0 else "fewer"
    return f"{households} {word} (the estimate was {int(row.households):,})"
