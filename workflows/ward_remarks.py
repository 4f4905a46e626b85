"""Remarks on a layer of wards, told only where they concern the wards of the round: a country's layer has dozens of others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import geopandas as gpd
import numpy as np
import shapely

from geo.intake.result import Intake
from geo.problems import Problem, many
from geo.settings import Settings
from geo.topology import ward_problems

#: Small overlaps and gaps.
_OF_EDGES = ("E333", "E334")
#: Wards this far around are looked at, degrees.
_AROUND = 0.02


def wards_used(wards: gpd.GeoDataFrame, named: Collection[str], *lists: gpd.GeoDataFrame) -> frozenset[str]:
    """The codes of the wards that a round is about: those named, else those in which the rows of the lists lie."""
    found = {str(code) for code in named}
    if not found:
        for frame in lists:
            for column in ("ward_id", "home_ward"):
                if column in frame.columns:
                    found |= set(frame[column].astype(str))
    return frozenset(found & set(wards["ward_id"].astype(str)))


def remarks(intake: Intake, used: Collection[str], settings: Settings) -> list[Problem]:
    """The problems of a ward layer; overlaps and gaps of other wards than the ``used`` ones are counted in one line.

    Parameters
    ----------
    intake : Intake
        Of the wards.
    used : collection of str
        Codes of wards; all count where it is empty.
    settings : Settings
        As the layer was judged with.
    """
    wards = intake.accepted
    edges = [problem for problem in intake.problems if problem.code in _OF_EDGES]
    if not edges or not used or len(used) == len(wards):
        return list(intake.problems)
    shapes = np.asarray(wards.geometry.array, dtype=object)
    own = wards["ward_id"].isin(list(used)).to_numpy(dtype=bool)
    around = shapely.buffer(shapely.envelope(shapely.union_all(shapes[own])), _AROUND)
    near = wards[shapely.intersects(shapes, around)]
    found = [problem for problem in ward_problems(near, settings, concerned=used) if problem.code in _OF_EDGES]
    told = [replace(problem, file=intake.source.name) for problem in found]
    rest = {row for problem in edges for row in problem.rows} - {row for problem in told for row in problem.rows}
    others = [problem for problem in intake.problems if problem.code not in _OF_EDGES]
    return [*others, *told, *_elsewhere(len(rest), intake.source.name)]


def _elsewhere(rows: int, file: str) -> list[Problem]:
    if not rows:
        return []
    fact = f"{many(rows, 'other ward overlaps', 'other wards overlap')} a little as well; this round uses none of them."
    return [Problem("E333", fact, file=file, remedy="Nothing to do.")]
