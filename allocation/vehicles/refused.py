"""What is not done with a plan in which vehicles are used: refused, with what to do instead, and never half done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.errors import InputProblems
from geo.problems import Problem, many

if TYPE_CHECKING:
    from allocation.plan import Plan

#: Questions about a finished plan, and where to look instead.
WHAT_IF = (
    "Asking what would be otherwise",
    "Read the reasons of those who are not reached, or plan the round without vehicles and ask there.",
)


def riders_in_own(fieldworkers: pd.DataFrame) -> list[Problem]:
    """The problem that fieldworkers ride, where a plan made by hand is to be judged; none where nobody does.

    Parameters
    ----------
    fieldworkers : DataFrame
        As given; only the column ``vehicle`` is looked at.
    """
    if not isinstance(fieldworkers, pd.DataFrame) or "vehicle" not in fieldworkers.columns:
        return []
    named = fieldworkers["vehicle"].fillna("").astype(str).str.strip()
    riding = (named != "").to_numpy()
    if not riding.any():
        return []
    one = many(int(riding.sum()), "fieldworker is to ride in a vehicle", "fieldworkers are to ride in a vehicle")
    return [
        Problem(
            "E410",
            f"{one}, and a plan made by hand is checked as one on foot only.",
            file="fieldworkers",
            rows=tuple(int(row) + 2 for row in riding.nonzero()[0]),
            column="vehicle",
            remedy="Leave the column vehicle blank in the list of fieldworkers, and check the plan again.",
        )
    ]


def refuse_vehicles(plan: Plan, what: str, remedy: str) -> None:
    """Refuse what cannot be asked of a plan in which vehicles drive.

    Parameters
    ----------
    plan : Plan
        Finished.
    what : str
        What is asked for, as the subject of a sentence: "Asking what would be otherwise".
    remedy : str
        What to do instead.

    Raises
    ------
    InputProblems
        The plan was made with vehicles.
    """
    if plan.rides is not None:
        fact = f"{what} does not know vehicles yet, and this plan was made with some."
        raise InputProblems([Problem("E410", fact, remedy=remedy)])
