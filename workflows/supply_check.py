"""Do the hours suffice? The answer before a round is planned, in words and small tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from allocation.supply import SupplyDemand, supply_and_demand
from outputs.words import reason_title
from workflows import kept_roads
from workflows.round_draft import settings_of
from workspace import Workspace

#: Share of the households from which on the hours are called enough.
ENOUGH = 0.995


@dataclass(frozen=True)
class Supply:
    """Hours asked and there.

    Attributes
    ----------
    suffices : bool
    headline : str
    more : tuple of str
        Further findings, the most important first.
    numbers : tuple of (label, value, help)
    tables : tuple of (title, DataFrame)
        By skill, language and ward, ready to be shown.
    nobody : DataFrame
        Households without an eligible fieldworker: ``Household``, ``Village``, ``Why``.
    """

    suffices: bool
    headline: str
    more: tuple[str, ...]
    numbers: tuple[tuple[str, str, str], ...]
    tables: tuple[tuple[str, pd.DataFrame], ...]
    nobody: pd.DataFrame


def check(workspace: Workspace, draft: Mapping[str, Mapping[str, Any]]) -> Supply:
    """Weigh the draft's demand against the team.

    Raises
    ------
    InputProblems
        The draft or a list is wrong.
    """
    round_, travel = kept_roads.round_of(workspace, settings_of(draft))
    households, fieldworkers = workspace.table("households"), workspace.table("fieldworkers")
    assert households is not None and fieldworkers is not None
    found = supply_and_demand(households, fieldworkers, round_, travel, workspace.table("wards"), workspace.table("restrictions"))
    total = found.total.iloc[0]
    return Supply(
        suffices=found.share >= ENOUGH and found.not_served.empty,
        headline=found.sentences[0],
        more=found.sentences[1:],
        numbers=(
            ("Hours asked for", f"{total['asked_hours']:,.0f}", "The visits, and an estimate of the ways to them."),
            ("Hours there", f"{total['there_hours']:,.0f}", "The working days of everybody available times their longest day."),
            ("Households asked for", f"{total['households']:,.0f}", "Those that this round is meant to reach."),
        ),
        tables=_tables(found, _ward_names(workspace)),
        nobody=_nobody(found, households),
    )


def _ward_names(workspace: Workspace) -> dict[str, str]:
    wards = workspace.table("wards")
    if wards is None:
        return {}
    return {str(code): f"Ward {no}" if no else str(code) for code, no in zip(wards["ward_id"], wards["ward_no"], strict=True)}


def _tables(found: SupplyDemand, wards: Mapping[str, str]) -> tuple[tuple[str, pd.DataFrame], ...]:
    parts = (
        ("By skill", "skill", found.by_skill, {}),
        ("By language", "language", found.by_language, {"": "not stated"}),
        ("By ward", "ward", found.by_ward, {"": "none", **wards}),
    )
    tables = []
    for title, name, frame, words in parts:
        asked = frame[frame["households"] > 0]
        if len(asked) < 1:
            continue
        tables.append(
            (
                title,
                pd.DataFrame(
                    {
                        title.removeprefix("By ").capitalize(): [words.get(str(value), str(value)) for value in asked[name]],
                        "Households": asked["households"].astype(int).to_numpy(),
                        "Hours asked": asked["asked_hours"].round().astype(int).to_numpy(),
                        "Hours there": asked["there_hours"].round().astype(int).to_numpy(),
                        "Fieldworkers": asked["fieldworkers"].astype(int).to_numpy(),
                    }
                ),
            )
        )
    return tuple(tables)


def _nobody(found: SupplyDemand, households: pd.DataFrame) -> pd.DataFrame:
    villages = households.set_index("household_id")["village"]
    ids = found.not_served["household_id"].astype(str)
    return pd.DataFrame(
        {
            "Household": ids.to_numpy(),
            "Village": villages.reindex(ids).fillna("").to_numpy(),
            "Why": [reason_title(str(reason)) for reason in found.not_served["reason"]],
        }
    )
