"""Places that can be used but look odd: rough, stacked, in the middle of something, far away, made up."""

from __future__ import annotations

import re
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geo.crs import geocentric
from geo.intake.accounting import Ledger
from geo.intake.area import OwnCluster
from geo.intake.ground import spots
from geo.intake.text import plain
from geo.problems import many
from geo.settings import Settings
from geo.tables import CRS

Shapes = NDArray[np.object_]
#: A place this near to a known middle was copied from it, not measured (m).
SAME_M = 5.0
#: Nobody drives faster between two visits (km/h).
FASTEST_KMH = 200.0

_MOCK = re.compile(r"(is |gps |location )*(mock(ed)?( location)?|fake( gps)?)( location)?")
_WHEN = (
    "end",
    "endtime",
    "timestamp",
    "visit time",
    "time",
    "start",
    "starttime",
    "submission time",
    "submissiondate",
    "received on",
)
_WHO = (
    "username",
    "enumerator",
    "enumerator id",
    "interviewer",
    "fieldworker",
    "fieldworker id",
    "worker id",
    "collector",
    "deviceid",
    "device id",
    "phonenumber",
    "submitted by",
    "simserial",
    "simid",
    "subscriberid",
    "veldwerker",
)


def rough_places(places: Shapes, decimals: NDArray[np.int64], index: pd.Index, ledger: Ledger) -> pd.Series[str]:
    """Remark on coordinates of few decimals; returns the accuracy that follows (village, street or "")."""
    there = ~shapely.is_missing(places)
    accuracy = pd.Series("", index=index, dtype="str")
    for kind, mask, distance in (("village", decimals <= 2, "about 1 km"), ("street", decimals == 3, "about 100 m")):
        rows = index[mask & there]
        if len(rows):
            ledger.remark("E317", f"the coordinates are known to {distance} only.", rows, "latitude")
            accuracy[rows] = kind
    return accuracy


def stacked_places(places: Shapes, index: pd.Index, settings: Settings, ledger: Ledger) -> None:
    """Remark on points that many rows share."""
    x, y = spots(places)
    table = pd.DataFrame({"x": x, "y": y}, index=index).dropna()
    table = table[table.duplicated(keep=False)]
    for rows in table.groupby(["x", "y"]).groups.values():
        if len(rows) >= settings.same_point_most:
            ledger.remark("E318", f"{len(rows)} rows have exactly the same place.", rows, "latitude")


def middles(places: Shapes, index: pd.Index, layers: dict[str, gpd.GeoDataFrame | None], ledger: Ledger) -> None:
    """Remark on places within 5 m of the middle of a known ward or village."""
    x, y = spots(places)
    there = (np.isfinite(x) & np.isfinite(y)).nonzero()[0]
    for word, layer in layers.items():
        known = _middles_of(layer)
        if not len(there) or not len(known):
            continue
        ground = geocentric(np.column_stack([x[there], y[there]]))
        away, _ = cKDTree(geocentric(known)).query(ground, distance_upper_bound=SAME_M)
        rows = index[there[np.isfinite(away)]]
        if len(rows):
            ledger.remark("E319", f"the place is the middle of a {word}.", rows, "latitude")


def _middles_of(layer: gpd.GeoDataFrame | None) -> NDArray[np.float64]:
    if layer is None or layer.empty:
        return np.empty((0, 2))
    places = layer.geometry if layer.crs is None else layer.geometry.to_crs(CRS)
    shapes = np.asarray(places.array, dtype=object)
    points = np.concatenate([shapely.centroid(shapes), shapely.point_on_surface(shapes)])
    both = np.column_stack([shapely.get_x(points), shapely.get_y(points)])
    return np.asarray(both[np.isfinite(both).all(axis=1)], dtype=float)


def far_places(places: Shapes, index: pd.Index, ledger: Ledger) -> None:
    """Remark on places that lie far from all the others of the file."""
    x, y = spots(places)
    cluster = OwnCluster.of(x, y)
    if cluster is None:
        return
    far = np.isfinite(x) & ~cluster.holds(x, y)
    sentence = f"the place lies more than {cluster.reach_m / 1000:.0f} km from the others."
    ledger.remark("E323", sentence, index[far], "latitude")


def made_up_places(frame: pd.DataFrame, places: Shapes, ledger: Ledger) -> None:
    """Remark on places that a device marks as made up, and on visits that follow each other impossibly fast.

    Looks into the columns of survey tools that we do not keep: a mark for mock locations, a time, and who collected.
    """
    headings = {plain(heading): heading for heading in reversed(list(frame.columns))}
    for name, heading in headings.items():
        if _MOCK.fullmatch(name):
            told = frame[heading].str.strip().str.lower().isin({"true", "1", "yes", "1.0"}).to_numpy()
            ledger.remark("E328", f"the device says in {heading} that the place was made up.", frame.index[told])
    when = next((headings[name] for name in _WHEN if name in headings), None)
    who = next((headings[name] for name in _WHO if name in headings), None)
    # Where nothing says who collected, two rows may be two people's.
    if when is not None and who is not None:
        _too_fast(frame[when], frame[who].str.strip(), places, ledger)


def _too_fast(when: pd.Series[Any], who: pd.Series[Any], places: Shapes, ledger: Ledger) -> None:
    moment = pd.to_datetime(when, errors="coerce", utc=True, format="ISO8601")
    x, y = spots(places)
    table = pd.DataFrame({"moment": moment, "who": who, "x": x, "y": y}, index=when.index)
    table = table.dropna().sort_values(["who", "moment"], kind="stable")
    if len(table) < 2:
        return
    ground = geocentric(table[["x", "y"]].to_numpy())
    metres = np.sqrt((np.diff(ground, axis=0) ** 2).sum(axis=1))
    hours = table["moment"].diff().dt.total_seconds().to_numpy()[1:] / 3600
    names = table["who"].to_numpy(dtype=object)
    same = (names[1:] == names[:-1]) & (names[1:] != "") & (metres > 1000)
    speed = metres / 1000 / np.maximum(hours, 1 / 3600)
    found = (same & (speed > FASTEST_KMH)).nonzero()[0]
    if not len(found):
        return
    worst = found[np.argmax(speed[found])]
    fact = f"two visits of the same person or device follow each other too fast, once {metres[worst] / 1000:.0f} km"
    fact += f" in {many(round(hours[worst] * 60), 'minute')}."
    ledger.remark("E329", fact, table.index[np.unique(np.concatenate([found, found + 1]))])
