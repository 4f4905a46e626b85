"""The ward of each row: as stated, by its place, or outside; with a word on every change."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.intake.accounting import Ledger
from geo.locate import assign_wards
from geo.settings import Settings
from geo.ward_numbers import WardNumbers, resolved


def canonical_wards(stated: pd.Series[Any], wards: gpd.GeoDataFrame | None, column: str, ledger: Ledger) -> pd.Series[Any]:
    """Stated wards by the codes of the ward layer, where they differ by zeros in front, or where a ward's number names one."""
    if wards is None or wards.empty:
        return stated
    codes = wards["ward_id"].astype(str)
    bare = codes.str.lstrip("0")
    known = dict(zip(bare[~bare.duplicated(keep=False)], codes[~bare.duplicated(keep=False)], strict=True))
    foreign = ~stated.isin(set(codes)) & (stated != "")
    found = stated[foreign].str.lstrip("0").map(known)
    rows = found.dropna().index
    if len(rows):
        ledger.repair("E230", "zeros in front as in the ward layer.", column, stated[rows], found[rows])
        stated = stated.copy()
        stated[rows] = found[rows]
    return _numbered(stated, resolved(stated, wards), column, ledger)


def numbered_around(
    stated: pd.Series[Any], places: gpd.GeoSeries, wards: gpd.GeoDataFrame, column: str, ledger: Ledger
) -> pd.Series[Any]:
    """Numbers of wards that several municipalities have, as codes: the row's own municipality is the one around its place.

    Rows without a place, or outside every ward, belong to the municipality of the others where those have but one.
    """
    if stated.isin(["", *wards["ward_id"].astype(str)]).all():
        return stated
    around = assign_wards(places, None, wards)["ward_id"].astype(str)
    towns = WardNumbers.of(wards).municipality
    inside = around[around.isin(set(towns))]
    if len({towns[code] for code in inside}) == 1:
        around = around.where(around.isin(set(towns)), inside.iloc[0])
    return _numbered(stated, resolved(stated, wards, around), column, ledger)


def unknown_home_wards(stated: pd.Series[Any], wards: gpd.GeoDataFrame, ledger: Ledger) -> None:
    """A remark (E340) on the fieldworkers whose home ward is no ward of the layer."""
    unknown = stated.index[~stated.isin(["", *wards["ward_id"].astype(str)])]
    sentence = "the home ward is not in the ward layer, neither as a code nor as a number that only one ward has; "
    sentence += "no household lies in it, so these fieldworkers have no household in their own ward."
    ledger.remark("E340", sentence, unknown, "home_ward")


def _numbered(stated: pd.Series[Any], found: pd.Series[str], column: str, ledger: Ledger) -> pd.Series[Any]:
    if not len(found):
        return stated
    ledger.repair("E230", "the number of the ward was read as its code in the ward layer.", column, stated[found.index], found)
    result = stated.copy()
    result[found.index] = found
    return result


def assigned(households: gpd.GeoDataFrame, wards: gpd.GeoDataFrame, settings: Settings, ledger: Ledger) -> pd.Series[str]:
    """The ward of each household (see :func:`geo.locate.assign_wards`), changes and doubts told."""
    stated = households["ward_id"]
    found = assign_wards(households.geometry, stated, wards, settings.ward_tolerance_m)
    how = found["how"].to_numpy(dtype=object)
    moved = how == "moved"
    known = stated.isin(set(wards["ward_id"].astype(str))).to_numpy()
    limit = f"{settings.ward_tolerance_m:.0f} m"
    _told(
        moved & known,
        f"the place lies more than {limit} from its stated ward and gets the ward around it.",
        households,
        found,
        ledger,
    )
    _told(
        moved & ~known, "the stated ward is not in the ward layer; the place gets the ward around it.", households, found, ledger
    )
    ledger.remark("E321", "the place touches several wards and gets the lowest code.", stated.index[how == "edge"], "ward_id")
    outside = how == "outside"
    ledger.remark("E322", "the place lies outside every ward.", stated.index[outside])
    ward: pd.Series[str] = found["ward_id"]
    return ward


def _told(mask: NDArray[np.bool_], sentence: str, households: Any, found: pd.DataFrame, ledger: Ledger) -> None:
    ledger.repair("E320", sentence, "ward_id", households["ward_id"][mask], found["ward_id"][mask])


def outside_wards(points: gpd.GeoSeries, wards: gpd.GeoDataFrame, ledger: Ledger) -> None:
    """A remark on the rows of other tables whose place lies in no ward."""
    how = assign_wards(points, None, wards)["how"].to_numpy(dtype=object)
    ledger.remark("E322", "the place lies outside every ward.", points.index[how == "outside"])


def of_the_ward(households: gpd.GeoDataFrame, wards: gpd.GeoDataFrame) -> pd.Series[str]:
    """The settlement of each household: its own, else its ward's where the ward layer says one, else ""."""
    own: pd.Series[str] = households["settlement"].astype("str")
    if "settlement" not in wards.columns:
        return own
    known = wards.drop_duplicates("ward_id").set_index("ward_id")["settlement"]
    said: pd.Series[str] = own.where(own != "", households["ward_id"].map(known).fillna("")).astype("str")
    return said
