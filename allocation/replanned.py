"""The result of planning again, and what it says of itself in numbers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pandas as pd

from allocation.changes import counts
from allocation.plan import Plan

_MOVES = {
    "moved_worker": ("moved worker", "moved worker and day"),
    "moved_day": ("moved day", "moved worker and day"),
    "lost": ("dropped",),
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
        ``from_day``, ``done`` (visits made), ``promised`` (visits planned from that day on), ``kept`` (of those, by the same
        person on the same day), ``moved_worker``, ``moved_day``, ``lost``, ``moved_share`` (0 to 1), ``served_before``,
        ``served``, ``priority_before``, ``priority_served`` (0 to 1), ``changes`` (by kind), ``seconds``.
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
    moved = {kind: int(of_them["what"].isin(names).sum()) for kind, names in _MOVES.items()}
    gone = int(of_them["what"].isin({name for names in _MOVES.values() for name in names}).sum())
    return {
        "from_day": from_day,
        "done": done,
        "promised": len(promised),
        "kept": len(promised) - gone,
        **moved,
        "moved_share": round(gone / len(promised), 6) if len(promised) else 0.0,
        "served_before": int(before.visits["household_id"].nunique()),
        "served": made.summary["served"],
        "priority_before": before.summary.get("priority_served"),
        "priority_served": made.summary["priority_served"],
        "changes": counts(table),
        "seconds": made.summary["seconds"],
    }
