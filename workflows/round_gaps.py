"""Whom the last plan does not reach, household by household: a gap beside those of services."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import InputProblems
from geo.gaps.shrink import shrunk
from geo.problems import Problem
from outputs.folder import read_folder
from outputs.gaps_folder import ROUND_GAPS
from workflows.counting import NOT_ASKED

#: The figure of an index.
FIGURE = "not_reached"


def reached(households: pd.Series[str], visits: pd.DataFrame, unserved: pd.DataFrame) -> NDArray[np.int8]:
    """What a plan does with each household.

    Parameters
    ----------
    households : Series of str
        Ids, as the list is now.
    visits, unserved : DataFrame
        Of the plan: ``household_id``; ``household_id`` and ``reason``.

    Returns
    -------
    (n,) int array
        1 visited, 0 asked for and not visited, -1 not asked for (not in the round, not to be visited, of unknown place, outside
        every ward) or not in the plan's list.

    Examples
    --------
    >>> visits = pd.DataFrame({"household_id": ["H1"]})
    >>> missed = pd.DataFrame({"household_id": ["H2", "H3"], "reason": ["workers_full", "not_in_round"]})
    >>> reached(pd.Series(["H1", "H2", "H3", "H4"]), visits, missed).tolist()
    [1, 0, -1, -1]
    """
    ids = households.astype(str)
    gone = unserved.loc[~unserved["reason"].isin(list(NOT_ASKED)), "household_id"].astype(str)
    found = np.full(len(ids), -1, dtype=np.int8)
    found[ids.isin(gone).to_numpy()] = 0
    found[ids.isin(visits["household_id"].astype(str)).to_numpy()] = 1
    return found


def reached_by_folder(folder: Path, homes: gpd.GeoDataFrame) -> NDArray[np.int8]:
    """:func:`reached` of the plan in a folder that ``wardround plan`` wrote.

    Raises
    ------
    FolderError
        It is no such folder (E501).
    InputProblems
        None of the households is in the plan (E402).
    """
    kept = read_folder(folder)
    found = reached(homes["household_id"], kept.visits, kept.unserved)
    if (found < 0).all():
        fact = "None of the households was asked for in this plan."
        remedy = "Give the plan that was made from this list of households."
        raise InputProblems([Problem("E402", fact, file=folder.name, column="--plan", remedy=remedy)])
    return found


def by_ward(homes: gpd.GeoDataFrame, found: NDArray[np.int8], wards: list[str]) -> pd.DataFrame:
    """Columns :data:`ROUND_GAPS`, a row for each of the wards; ``share_not_reached`` as it is, NaN where none was asked for."""
    area = homes["ward_id"].astype(str)
    frame = pd.DataFrame(
        {
            "planned_for": (found >= 0).astype(np.int64),
            "reached": (found == 1).astype(np.int64),
            "not_reached": (found == 0).astype(np.int64),
        }
    )
    rows = frame.groupby(area.to_numpy()).sum().reindex(wards, fill_value=0)
    share = rows["not_reached"] / rows["planned_for"].where(rows["planned_for"] > 0)
    return rows.assign(share_not_reached=share.astype(float)).rename_axis("ward_id").reset_index()[list(ROUND_GAPS)]


def figure(table: pd.DataFrame) -> pd.Series[float]:
    """The share not reached of each ward, drawn towards that of all, indexed by ``ward_id``: a figure for an index."""
    counts, of = (table[name].to_numpy(dtype=np.int64) for name in ("not_reached", "planned_for"))
    return pd.Series(shrunk(counts, of), index=table["ward_id"].astype(str), name=FIGURE)
