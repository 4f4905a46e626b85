"""What stands around the review map: the team, the wards and the days of a plan, worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from allocation.plan import Plan
from workflows.hand_out_choice import day_names, worker_names
from workflows.map_layers import worker_numbers
from workflows.plan_numbers import plan_numbers
from workflows.visit_words import companion_lines
from workflows.ward_lines import ward_lines
from workflows.worker_table import worker_table


@dataclass(frozen=True, eq=False)
class ReviewFacts:
    """Ready to be shown.

    Attributes
    ----------
    workers, days, wards : mapping of id → words
        For the choices.
    team : DataFrame
        As :func:`workflows.worker_table.worker_table`, with ``number`` in front, shares in percent.
    lines : DataFrame
        As :func:`workflows.ward_lines.ward_lines`.
    numbers : tuple of (label, value, help)
    companions : tuple of str
        Who travels together, a line a pair.
    """

    workers: Mapping[str, str]
    days: Mapping[str, str]
    wards: Mapping[str, str]
    team: pd.DataFrame
    lines: pd.DataFrame
    numbers: tuple[tuple[str, str, str], ...]
    companions: tuple[str, ...] = ()

    def ward_line(self, ward_id: str) -> str:
        """The answer for one ward; "" for one that the plan does not know."""
        found = self.lines.loc[self.lines["ward_id"] == ward_id, "line"]
        return "" if found.empty else str(found.iloc[0])


def review_facts(plan: Plan) -> ReviewFacts:
    """The facts of a plan."""
    team, lines = worker_table(plan), ward_lines(plan)
    team.insert(0, "number", worker_numbers(plan).reindex(team["worker_id"].astype(str)).to_numpy())
    for column in ("visits_to_median", "hours_to_median"):
        team[column] *= 100
    wards = {str(code): str(name) for code, name in zip(lines["ward_id"], lines["ward"], strict=True) if str(code)}
    return ReviewFacts(worker_names(plan), day_names(plan), wards, team, lines, plan_numbers(plan), companion_lines(plan))
