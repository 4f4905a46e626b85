"""The folder of an answer on access: what ``wardround access`` writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from geo.access import AREAS, LEVELS, Access, by_area
from outputs.answer_folder import Origin, precise, write_answer
from outputs.area_layers import area_layer

KIND = "access"
#: Columns of access.csv: minutes one way, empty where unreachable.
NEAREST = ("household_id", "sector", "point_id", "minutes")
#: Columns of measures.csv.
MEASURES = ("household_id", "sector", "within", "opportunities", "capacity_within", "e2sfca")


def write_access_folder(out: Path, access: Access, origin: Origin, wards: pd.DataFrame | None) -> dict[str, Any]:
    """Write ``access.csv, measures.csv, areas.csv, access.gpkg`` (layers ``cells``, with a ward layer ``wards``), and the rest.

    Parameters
    ----------
    out, origin
        As of :func:`outputs.answer_folder.write_answer`, whose errors and result these are.
    access : Access
        As measured.
    wards : DataFrame or None
        The ward layer; without it there are no levels above the ward.
    """
    levels = [level for level in LEVELS if wards is not None or level in ("cell", "ward")]
    areas = {level: by_area(access, level, wards) for level in levels}
    tables = {
        "access": access.table[list(NEAREST)],
        "measures": _measures(access),
        "areas": precise(pd.concat(areas.values(), ignore_index=True)[list(AREAS)], "share_within", "e2sfca"),
    }
    layers = [area_layer("cells", areas["cell"])]
    layers += [area_layer("wards", areas["ward"], wards)] if wards is not None else []
    return write_answer(out, KIND, access.told(), tables, layers, origin=origin)


def _measures(access: Access) -> pd.DataFrame:
    frame = access.table[list(MEASURES)].copy()
    frame["within"] = frame["within"].map({True: "yes", False: "no"}).astype("str")
    return precise(frame, "e2sfca")
