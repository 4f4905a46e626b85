"""What is not done with a plan in which vehicles are used: refused, with what to do instead, and never half done."""

from __future__ import annotations

import pandas as pd

from geo.problems import Problem, many


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
