"""Several figures by ward in one index whose weights a person sets, and how far its ranking depends on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from geo.gaps.composite import Robustness, composite
from geo.gaps.figures import figure_names
from geo.maps.gaps_view import index_colour
from outputs.neutralise import neutralise_frame
from workflows.gaps_table import MEASURES, table
from workflows.service_gaps import Ground, look

#: Kind of a figure of a service → the measure whose share it is.
KINDS: Mapping[str, str] = {"open": "open", "out_of_reach": "out_of_reach", "far": "far"}
#: The figure that the last plan gives.
PLAN = "not_reached"
#: Values that differ by less are one value.
_ALIKE = 1e-9
#: Figures that are weighed before anybody chooses.
FIRST_MOST = 4
WHAT_IT_MEANS = (
    "Each figure runs from 0 in its best ward to 1 in its worst; the index is their mean by your weights, from 0 (best in "
    "everything) to 100 (worst in everything). Weights are a judgement, so people will differ: the ranking is worked out a "
    "thousand times more with each weight between half and double of yours. **Worst five** says how often the ward is "
    "among them; **Places** between which places it stands nine times of ten. A ward that is nearly always among the worst "
    "five is so whatever you weigh. Wards with the same index share their places, and count by their share of them."
)


def names(base: Ground, own: pd.DataFrame | None) -> dict[str, str]:
    """Every figure that may be weighed → how it is said: services first, then the plan, then a person's own figures.

    Parameters
    ----------
    base : Ground
        As measured.
    own : DataFrame or None
        Figures of somebody else by ward (:class:`workflows.ward_indicators.Indicators`), named as their headings.
    """
    found = {}
    for name in figure_names(base.gaps.sectors):
        kind, _, sector = name.partition(":")
        found[name] = f"{sector}: {_lowered(MEASURES[KINDS[kind]].title)}"
    if base.reached is not None:
        found[PLAN] = MEASURES[PLAN].title
    for column in [] if own is None else own.columns:
        found.setdefault(str(column), str(column))
    return found


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:]


def first(base: Ground) -> list[str]:
    """What is weighed before anybody chooses: the needs that are not met, of the services that have points."""
    return [f"open:{sector}" for sector in base.gaps.sectors if sector in base.gaps.access.supplies][:FIRST_MOST]


def figures(base: Ground, minutes: float, chosen: Sequence[str], own: pd.DataFrame | None) -> pd.DataFrame:
    """The chosen figures of each ward at a threshold.

    Returns
    -------
    DataFrame
        Indexed by the ward's code, a column a figure, as :func:`geo.gaps.figures.ward_figures` has them; NaN where unknown.
    """
    wards = base.wards["ward_id"].astype(str)
    found = {}
    seen = cache(lambda sector: look(base, sector, minutes))
    for name in chosen:
        kind, _, sector = name.partition(":")
        if kind in KINDS and sector in base.gaps.sectors:
            # Of the far all count, so their share is exact.
            rows, column = table(base, seen(sector), KINDS[kind]), "share" if kind == "far" else "ranked"
        elif name == PLAN and base.reached is not None:
            rows, column = table(base, seen(base.gaps.sectors[0]), PLAN), "ranked"
        elif own is not None and name in own.columns:
            found[name] = own[name].reindex(wards)
            continue
        else:
            continue
        found[name] = rows.set_index("area_id")[column].reindex(wards)
    return pd.DataFrame(found, index=pd.Index(wards, name="area_id"))


def same_everywhere(found: pd.DataFrame) -> list[str]:
    """The :func:`figures` that tell no ward from another: those of shares that differ no more than chance would have it."""
    return [str(name) for name in found.columns if found[name].notna().any() and np.ptp(found[name].dropna()) < _ALIKE]


def weighed(base: Ground, found: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """The index of each ward, the worst first; empty without weights.

    Parameters
    ----------
    base : Ground
        As measured.
    found : DataFrame
        The :func:`figures` that are weighed.
    weights : mapping of figure → float
        Below 0 where more is better.

    Returns
    -------
    DataFrame
        ``area_id``, ``name``, :data:`geo.gaps.composite.COMPOSITE`.
    """
    used = {name: weight for name, weight in weights.items() if weight}
    if not used:
        return pd.DataFrame()
    index = composite(found, used, Robustness()).reset_index()
    index.insert(1, "name", [base.names["ward"].get(code, code) for code in index["area_id"]])
    return index.sort_values(["rank", "area_id"], na_position="last", kind="stable").reset_index(drop=True)


def on_map(found: pd.DataFrame, wards: pd.DataFrame) -> pd.DataFrame:
    """The wards in the colours of their index; ``wards``: as the map of shares has them."""
    own = found.set_index("area_id").reindex(wards["area_id"])
    fills = [index_colour(float(value)) for value in own["index"]]
    tags = ["" if np.isnan(value) else f"{value:.0f}" for value in own["index"]]
    heads = [text.split("\n")[0] for text in wards["text"]]
    rows = own.rename(columns={"index": "value"}).itertuples(index=False)
    texts = [f"{head}\n{_said(row)}" for head, row in zip(heads, rows, strict=True)]
    return wards.assign(fill=fills, few=False, tag=tags, text=texts)


def _said(row: Any) -> str:
    if np.isnan(row.value):
        return "None of these figures is known here"
    often = f"Among the worst five in {row.in_worst:.0%} of 1,000 other weightings"
    return f"Index {row.value:.0f} of 100, place {row.rank:.0f}\n{often}"


def listed(found: pd.DataFrame) -> pd.DataFrame:
    """The index as it is listed."""
    places = found[["rank_low", "rank_high"]].to_numpy(dtype=float)
    told = ["" if np.isnan(low) else f"{low:.0f}" if low == high else f"{low:.0f} to {high:.0f}" for low, high in places]
    shown = {
        "area_id": found["area_id"],
        "Place": found["rank"],
        "Area": found["name"],
        "Index": found["index"].round(1),
        "Among the worst five": (100 * found["in_worst"]).round(0),
        "Places": told,
        "Known": (100 * found["known"]).round(0),
    }
    return pd.DataFrame(shown)


def index_csv(found: pd.DataFrame) -> bytes:
    """The index as CSV in UTF-8, formulas made harmless."""
    return neutralise_frame(found.rename(columns={"area_id": "ward_id"})).to_csv(index=False).encode("utf-8-sig")
