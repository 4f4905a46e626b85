"""Find a household or a village of a plan by what somebody types."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from allocation.plan import Plan

#: Most hits that are offered.
MOST = 30


@dataclass(frozen=True)
class Hit:
    """Something found: the household to show, and how it is offered."""

    household_id: str
    text: str


def find(plan: Plan, words: str) -> tuple[Hit, ...]:
    """Villages first (shown by the household nearest their middle), then households by id, label or address."""
    wanted = words.strip().casefold()
    if len(wanted) < 2:
        return ()
    homes = plan.households[plan.households.geometry.notna()]
    return (*_villages(homes, wanted), *_households(homes, wanted))[:MOST]


def _villages(homes: pd.DataFrame, wanted: str) -> list[Hit]:
    named = homes[homes["village"].str.casefold().str.contains(wanted, regex=False)]
    hits = []
    for village, part in named.groupby("village", sort=True):
        points = part.geometry.representative_point()
        x, y = points.x.to_numpy(), points.y.to_numpy()
        middle = int(np.argmin((x - np.median(x)) ** 2 + (y - np.median(y)) ** 2))
        noun = "household" if len(part) == 1 else "households"
        hits.append(Hit(str(part["household_id"].iloc[middle]), f"{village}: {len(part):,} {noun}"))
    return hits


def _households(homes: pd.DataFrame, wanted: str) -> list[Hit]:
    texts = homes["household_id"] + "\n" + homes["label"] + "\n" + homes["address"]
    found = homes[texts.str.casefold().str.contains(wanted, regex=False)].head(MOST)
    return [
        Hit(str(row.household_id), " · ".join(part for part in (str(row.household_id), str(row.label), str(row.village)) if part))
        for row in found.itertuples(index=False)
    ]
