"""What may be asked beside the gaps: wards that stand out, and several figures in one index with weights of one's own."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.errors import InputProblems
from geo.gaps import Gaps, gap_table
from geo.gaps.composite import Robustness, composite
from geo.gaps.figures import spots_by_ward, ward_figures
from geo.gaps.other_areas import gaps_by_area
from geo.problems import Problem
from outputs.gaps_folder import AREAS_BESIDE
from workflows import round_gaps
from workflows.area_files import OtherAreas
from workflows.counting import number

#: Wards that are named in a line.
_NAMED = 5


@dataclass(frozen=True)
class Beside:
    """What is asked beside the gaps.

    Attributes
    ----------
    hot_spots : bool
    weights : mapping of figure → float
        Of the index; none: no index.
    areas : tuple of str
        Layers of other bodies' areas (``FILE::LAYER``) by which the gaps are summed too.
    plan : Path or None
        Folder of the last plan, whose households without a visit are a figure by ward.
    """

    hot_spots: bool = False
    weights: Mapping[str, float] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    plan: Path | None = None


def beside(hot_spots: bool, weigh: Sequence[str], areas: Sequence[str] = (), plan: Path | None = None) -> Beside:
    """From options of the form ``FIGURE=WEIGHT``.

    Raises
    ------
    InputProblems
        All that do not read so, or name a figure twice (E401).

    Examples
    --------
    >>> beside(False, ["open:health=2", "piped water=-1"]).weights
    {'open:health': 2.0, 'piped water': -1.0}
    """
    weights: dict[str, float] = {}
    wrong = []
    for text in weigh:
        name, _, number = text.rpartition("=")
        weight = _number(number)
        if not name.strip() or weight is None:
            remedy = "Write it as open:health=2, or as piped_water=-1 where more is better."
            wrong.append(Problem("E401", f"This is no figure with its weight: {text}.", column="--weigh", remedy=remedy))
        elif name.strip() in weights:
            remedy = "Give each figure one weight."
            wrong.append(Problem("E401", f"The figure {name.strip()} has two weights.", column="--weigh", remedy=remedy))
        else:
            weights[name.strip()] = weight
    if wrong:
        raise InputProblems(wrong)
    return Beside(hot_spots, weights, tuple(areas), plan)


def _number(text: str) -> float | None:
    try:
        weight = float(text)
    except ValueError:
        return None
    return weight if math.isfinite(weight) else None


def tables_beside(
    asked: Beside,
    gaps: Gaps,
    wards: gpd.GeoDataFrame,
    indicators: pd.DataFrame | None,
    layers: Sequence[OtherAreas] = (),
) -> dict[str, pd.DataFrame]:
    """``round_gaps``, ``areas``, ``hotspots`` and ``composite``, those that are asked for.

    Parameters
    ----------
    asked : Beside
        What is asked.
    gaps : Gaps
        As found.
    wards : GeoDataFrame
        Table ``wards``.
    indicators : DataFrame or None
        Figures of somebody else by ward.
    layers : sequence of OtherAreas
        Those of ``asked.areas``, read.

    Raises
    ------
    InputProblems
        A plan of other households, weights of figures that are not there (E402).
    FolderError
        The folder of the plan cannot be read (E501).
    """
    found: dict[str, pd.DataFrame] = {}
    if layers:
        parts = [gaps_by_area(gaps, one.table).assign(layer=one.called) for one in layers]
        found["areas"] = pd.concat(parts, ignore_index=True)[list(AREAS_BESIDE)]
    if not (asked.weights or asked.hot_spots or asked.plan):
        return found
    table = gap_table(gaps, "ward", wards)
    if asked.plan:
        homes = gaps.access.households
        every = list(dict.fromkeys(table["ward_id"]))
        found["round_gaps"] = round_gaps.by_ward(homes, round_gaps.reached_by_folder(asked.plan, homes), every)
    if asked.weights:
        figures = ward_figures(table, wards)
        if "round_gaps" in found:
            figures = figures.join(round_gaps.figure(found["round_gaps"]), how="left")
        if indicators is not None:
            own = indicators.loc[:, [name for name in indicators.columns if name not in figures.columns]]
            figures = figures.join(own, how="left")
        found["composite"] = composite(figures, asked.weights, Robustness()).reset_index()
    if asked.hot_spots:
        found["hotspots"] = spots_by_ward(table, wards)
    return found


def told_beside(tables: Mapping[str, pd.DataFrame], lost: int = 0) -> list[str]:
    """What was found, in plain lines; ``lost``: households whose place nobody knows."""
    lines = []
    if (areas := tables.get("areas")) is not None:
        for layer, rows in areas.groupby("layer", sort=False):
            one = rows[rows["sector"] == rows["sector"].iloc[0]]
            none = int(one.loc[one["area_id"] == "", "households"].sum()) - lost
            many = number(int((one["area_id"] != "").sum()), "area")
            rest = f"{number(none, 'household lies', 'households lie')} in none of them." if none else "None lies outside them."
            unknown = f" Nobody knows where {number(lost, 'household is', 'households are')}." if lost else ""
            lines.append(f"{layer}: {many} with households. {rest}{unknown}")
    if (missed := tables.get("round_gaps")) is not None:
        of, gone = int(missed["planned_for"].sum()), int(missed["not_reached"].sum())
        lines.append(f"The plan does not reach {gone:,} of the {of:,} households that it was asked for.")
    if (spots := tables.get("hotspots")) is not None:
        for sector, rows in spots.groupby("sector"):
            hot, cold = (list(rows.loc[rows["spot"] == kind, "ward_id"]) for kind in ("hot", "cold"))
            if rows["gi_z"].isna().all():
                lines.append(f"{sector}: no hot spots can be told (too few wards that touch, or all alike).")
                continue
            lines.append(f"{sector}: {_spots(hot, cold)}")
    if (index := tables.get("composite")) is not None:
        told = worst_first(index)
        lines.append(f"By the index, worst first: {'; '.join(told)}." if told else "No ward has an index.")
    return lines


def worst_first(index: pd.DataFrame) -> list[str]:
    """The wards on the worst five places in words; those that share a place stand together, and none of them is left out untold.

    Parameters
    ----------
    index : DataFrame
        ``ward_id`` and :data:`geo.gaps.composite.COMPOSITE`.
    """
    told = []
    for rank, rows in index.dropna(subset=["rank"]).sort_values(["rank", "ward_id"], kind="stable").groupby("rank"):
        if rank > _NAMED:
            break
        low, high = (f"{often:.0%}" for often in (rows["in_worst"].min(), rows["in_worst"].max()))
        often = low if low == high else f"{low} to {high}"
        shared = f"share place {rank:.0f}, each " if len(rows) > 1 else ""
        value = f"{shared}{rows['index'].iloc[0]:.0f} of 100"
        told.append(f"{_some(list(rows['ward_id']))} ({value}, among the worst five in {often} of draws)")
    return told


def _spots(hot: list[str], cold: list[str]) -> str:
    """Where wards stand out, in a sentence."""
    parts = []
    if hot:
        parts.append(f"more go without than chance would have it in and around {_some(hot)}")
    if cold:
        parts.append(f"fewer go without than chance would have it in and around {_some(cold)}")
    if not parts:
        return "no wards stand out together by more than chance would have it."
    only = "" if hot and cold else f"; nowhere {'fewer' if hot else 'more'}"
    return f"{'; '.join(parts)}{only}."


def _some(wards: list[str]) -> str:
    more = f" and {len(wards) - _NAMED} more" if len(wards) > _NAMED else ""
    return ", ".join(wards[:_NAMED]) + more
