"""A one-line answer for each ward: how many get a visit, how many do not, and why."""

from __future__ import annotations

import pandas as pd

from allocation.plan import Plan
from outputs.words import reason_title

COLUMNS = ("ward_id", "ward", "planned", "not_reached", "reason", "line")
NO_WARD = "No ward"


def ward_lines(plan: Plan) -> pd.DataFrame:
    """The wards of a plan, in the order of their codes; households without a ward come last.

    Returns
    -------
    DataFrame
        ``ward_id`` ("" for none), ``ward`` (how it is called), ``planned`` and ``not_reached`` (households), ``reason``
        (code of the biggest reason, "" where all are reached), ``line`` (the answer in words).
    """
    homes = plan.households[["household_id", "ward_id"]].astype(str)
    known = dict(zip(plan.unserved["household_id"], plan.unserved["reason"], strict=True))
    reason = [known.get(household, "") for household in homes["household_id"]]
    counts = homes.assign(planned=homes["household_id"].isin(plan.visits["household_id"]), reason=reason).groupby("ward_id")
    names = {} if plan.wards is None else ward_names(plan.wards)
    codes = sorted({*names, *counts.groups} - {""}) + ([""] if "" in counts.groups else [])
    rows = []
    for code in codes:
        part = counts.get_group(code) if code in counts.groups else homes.head(0).assign(planned=False, reason="")
        planned, missed = int(part["planned"].sum()), int((~part["planned"].astype(bool)).sum())
        causes = part.loc[part["reason"] != "", "reason"].value_counts()
        biggest = "" if causes.empty else str(causes.index[0])
        name = names.get(code, code) if code else NO_WARD
        rows.append(
            [code, name, planned, missed, biggest, _line(planned, missed, biggest, 0 if causes.empty else int(causes.iloc[0]))]
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def ward_names(wards: pd.DataFrame) -> dict[str, str]:
    """Code → how screens call a ward of table ``wards``: by its number where all lie in one municipality, else by its code."""
    numbers = zip(wards["ward_id"].astype(str), wards["ward_no"].astype(str), strict=True)
    one_place = wards["municipality_id"].nunique() <= 1
    # Ward numbers start anew in each municipality; among several only the code tells them apart.
    return {code: f"Ward {number}" if number and one_place else code for code, number in numbers}


def _line(planned: int, missed: int, biggest: str, count: int) -> str:
    every = planned + missed
    if every == 0:
        return "No household in the list lies here."
    if missed == 0:
        return f"All {every:,} households get a visit." if every > 1 else "The one household gets a visit."
    cause = f" Biggest reason: {reason_title(biggest).lower()} ({count:,})." if biggest else ""
    return f"{planned:,} of {every:,} households get a visit; {missed:,} {'does' if missed == 1 else 'do'} not.{cause}"
