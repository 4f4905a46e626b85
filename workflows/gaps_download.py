"""The gaps of a workspace as files: the same numbers as ``wardround gaps`` writes."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import geopandas as gpd

from geo.access import AccessSettings
from geo.gaps import Gaps, GapSettings, find_gaps, gap_table
from outputs.answer_folder import precise
from outputs.area_layers import area_layer, write_layers
from outputs.tables import write_table
from workflows.service_gaps import dated, missing
from workspace import Workspace


def _measured(workspace: Workspace, mode: str, minutes: float, months: int, today: dt.date) -> tuple[Gaps, gpd.GeoDataFrame]:
    """All of it at this threshold, with what depends on it throughout (capacity for each person)."""
    homes, points, wards = (workspace.table(table) for table in ("households", "service_points", "wards"))
    assert homes is not None and points is not None and wards is not None, missing(workspace)
    homes, list_date = dated(workspace, homes)
    reach = AccessSettings(mode=mode, threshold_min=minutes)
    return find_gaps(homes, points, wards, None, GapSettings(reach, months, today, list_date)), wards


def gaps_csv(workspace: Workspace, mode: str, minutes: float, months: int, today: dt.date) -> bytes:
    """gaps.csv of all sectors, as ``wardround gaps`` writes it."""
    gaps, wards = _measured(workspace, mode, minutes, months, today)
    with tempfile.TemporaryDirectory(prefix="wardround-") as place:
        path = Path(place) / "gaps.csv"
        write_table(path, precise(gap_table(gaps, "ward", wards), "share_within", "e2sfca"))
        return path.read_bytes()


def gaps_gpkg(workspace: Workspace, mode: str, minutes: float, months: int, today: dt.date) -> bytes:
    """gaps.gpkg of all sectors with the layers ``wards`` and ``cells``, as ``wardround gaps`` writes it."""
    gaps, wards = _measured(workspace, mode, minutes, months, today)
    layers = [
        area_layer("wards", gap_table(gaps, "ward", wards), wards, "ward_id"),
        area_layer("cells", gap_table(gaps, "cell"), key="cell"),
    ]
    with tempfile.TemporaryDirectory(prefix="wardround-") as place:
        path = Path(place) / "gaps.gpkg"
        write_layers(path, layers)
        return path.read_bytes()
