"""Small lists of wards, households and service points, as files and as a workspace that holds them."""

from __future__ import annotations

from pathlib import Path

from tests.workflows.files import write
from workflows.import_table import keep, preview
from workspace import Workspace

#: In the first ward five households at the clinic, in the second one far from everything.
HOMES = [
    "H1,-33.045,26.035,health,,2025-06-01",
    "H2,-33.046,26.035,health;water,health,2025-06-01",
    "H3,-33.055,26.035,,,2025-06-01",
    "H4,-33.048,26.035,health,,",
    "H5,-33.049,26.035,health,,2020-01-01",
    "H6,-33.050,26.135,education,,2025-06-01",
]
POINTS = ["P1,-33.045,26.035,Health,Clinic,90", "P2,-33.045,26.035,education,School,9"]


def write_lists(folder: Path, dates: bool = True, needs: bool = True) -> dict[str, str]:
    """Write the three lists; role → path. Without dates or needs the columns are left out."""
    files = write(folder)
    rows = ["household_id,latitude,longitude,needs,needs_met,last_profiled", *HOMES]
    kept = [at for at in range(6) if (dates or at != 5) and (needs or at not in {3, 4})]
    text = "\n".join(",".join(row.split(",")[at] for at in kept) for row in rows) + "\n"
    Path(files.households).write_text(text, encoding="utf-8")
    points = "\n".join(["point_id,latitude,longitude,sector,name,capacity", *POINTS]) + "\n"
    (folder / "points.csv").write_text(points, encoding="utf-8")
    paths = {"wards": files.wards, "households": files.households, "service_points": str(folder / "points.csv")}
    return {role: str(Path(path).resolve()) for role, path in paths.items()}


def options(files: dict[str, str]) -> list[str]:
    """The options of the command line that name these lists."""
    return ["--wards", files["wards"], "--households", files["households"], "--points", files["service_points"]]


def listed(folder: Path, files: dict[str, str]) -> Workspace:
    """A workspace that holds the lists."""
    ws = Workspace.create(folder, "Our ward")
    for table, path in files.items():
        keep(ws, preview(ws, table, Path(path)), Path(path).read_bytes())
    return ws
