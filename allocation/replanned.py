"""The result of planning again, and what it says of itself in numbers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pandas as pd

from allocation.changes import counts
from allocation.plan import Plan

#: Figures of promised visits that another person makes, or on another day, or that nobody makes; by the word of the list.
_MOVES = {
    "moved_worker": "moved worker",
    "moved_day": "moved day",
    "moved_both": "moved worker and day",
    "lost": "dropped",
}


@dataclass(frozen=True)
class Replanned:
    """A plan made anew in the middle of its round.

    Attributes
    ----------
    plan : Plan
        The whole round: what was done, and the new days. :meth:`Plan.check` judges it from ``from_day`` on, since what is
        past may break rules of today (somebody was ill, a household is taken off the list).
    changes : DataFrame
        What differs from the plan before, and why; columns :data:`allocation.changes.CHANGES`. Visits that were planned
        before ``from_day`` and not made are in it.
    summary : dict
        ``from_day``, ``done`` (visits made), ``promised`` (visits planned from that day on). Each promised visit counts once:
        ``kept`` (by the same person, on the same day and at the same time), ``retimed`` (same person and day, another time),
        ``moved_worker`` (another person on the same day), ``moved_day`` (the same person on another day), ``moved_both``,
        ``lost``. ``moved_share`` (0 to 1) is the share of the last four. ``served_before``, ``served``, ``priority_before``,
        ``priority_served`` (0 to 1), ``changes`` (by kind), ``seconds``.
    """

    plan: Plan
    changes: pd.DataFrame
    summary: dict[str, Any]


def figures(  # noqa: PLR0917 - two plans, and what lies between them
    before: Plan, made: Plan, table: pd.DataFrame, from_day: str, done: int, asked: Collection[str]
) -> dict[str, Any]:
    """What :attr:`Replanned.summary` holds.

    Parameters
    ----------
    before, made : Plan
        The plan as it was, and as it is.
    table : DataFrame
        Their changes.
    from_day : str
        The first day that was planned anew.
    done : int
        Visits made before.
    asked : collection of str
        Households that were to be planned anew; of the others nothing was promised.
    """
    old = before.visits
    promised = old[(old["date"] >= from_day) & old["household_id"].isin(asked)]
    of_them = table[(table["from_date"] >= from_day) & table["household_id"].isin(asked)]
    moved = {kind: int((of_them["what"] == what).sum()) for kind, what in _MOVES.items()}
    gone = sum(moved.values())
    # A visit that only has another number in its day is what the household was told.
    stays = ~of_them["what"].isin(_MOVES.values())
    retimed = int((stays & (of_them["from_time"] != of_them["to_time"])).sum())
    return {
        "from_day": from_day,
        "done": done,
        "promised": len(promised),
        "kept": len(promised) - gone - retimed,
        "retimed": retimed,
        **moved,
        "moved_share": round(gone / len(promised), 6) if len(promised) else 0.0,
        "served_before": int(before.visits["household_id"].nunique()),
        "served": made.summary["served"],
        "priority_before": before.summary.get("priority_served"),
        "priority_served": made.summary["priority_served"],
        "changes": counts(table),
        "seconds": made.summary["seconds"],
    }
