"""Write the fictional demonstration municipality: ``python -m data.boundaries.generate [FOLDER]``.

Everything in it is invented: places, people, homes. The same seed writes the same files, byte for byte. Coordinates are
degrees (EPSG:4326). For real boundaries see ``data/boundaries/README.md``.

========================= =============================================================================
file                      what
========================= =============================================================================
``wards.geojson``         10 wards: town, townships, dense villages, farms and hills, one split by the river
``households.csv``        about 5,800 households, as a real list has them: some with a village only
``fieldworkers.csv``      60 fieldworkers of several departments, on foot, by bicycle and by car
``service_points.csv``    clinics, offices, war rooms
``landmarks.geojson``     roads, rivers, schools, village names (these also stand in for missing places)
``round.toml``            the round that the app opens with: two weeks from 2 March 2026
========================= =============================================================================
"""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Polygon, mapping

from data.boundaries import people, sights, team
from data.boundaries.land import KM_LAT, KM_LON, LAT, LON, lon_lat, wards
from data.boundaries.settle import houses, places
from data.boundaries.words import DEMARCATION_YEAR, DISTRICT, DISTRICT_ID, MUNICIPALITY, MUNICIPALITY_ID, PROVINCE, WARDS

SEED = 20260302
FOLDER = Path(__file__).parent / "demonstration"

ROUND = """\
# The round of the fictional demonstration. Every key but the dates may be left out; see docs/data-dictionary.md.
[round]
name = "Autumn round (demonstration)"
kind = "profiling"
first_day = 2026-03-02
last_day = 2026-03-13
holidays = "ZA"

[travel]
model = "straight_line"
detour_factor = 1.3

[wishes]
language = 3
home_ward = 2
same_worker = 2
fair_load = 3
compact = 1
"""


def ward_id(index: int) -> str:
    """A code in the shape of the Board's, from a range that it has not given out."""
    return f"29999{index + 1:03d}"


def _kilometres(area: Polygon) -> Polygon:
    degrees = np.asarray(area.exterior.coords)
    return Polygon(np.column_stack([(degrees[:, 0] - LON) * KM_LON, (degrees[:, 1] - LAT) * KM_LAT]))


def _ward_feature(index: int, area: Polygon) -> dict[str, Any]:
    names = {
        "ward_id": ward_id(index),
        "ward_no": str(index + 1),
        "municipality_id": MUNICIPALITY_ID,
        "municipality": MUNICIPALITY,
        "district_id": DISTRICT_ID,
        "district": DISTRICT,
        "province": PROVINCE,
        "demarcation_year": DEMARCATION_YEAR,
    }
    return {"type": "Feature", "properties": names, "geometry": mapping(area)}


def _geojson(name: str, features: list[dict[str, Any]]) -> str:
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    note = json.dumps("Invented for demonstration: no real place, person or boundary")
    return f'{{"type":"FeatureCollection","name":"{name}","description":{note},"features":[\n{lines}\n]}}\n'


def _csv(columns: tuple[str, ...], rows: list[people.Row]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _people(areas: list[Polygon], settled: sights.Settled, random: Random) -> tuple[list[people.Row], list[people.Row]]:
    """Rows of the households and of the fieldworkers."""
    households: list[people.Row] = []
    workers: list[people.Row] = []
    for index, (ward, sections) in enumerate(settled):
        first = len(workers)
        spots = [(p, houses(p, ward, round(ward.households * p.share), areas[index], random)) for p in sections]
        for number in range(ward.workers):
            _, points = spots[number % len(spots)]
            home = lon_lat(points[random.randrange(len(points))][None, :] + 0.012)[0]
            workers.append(team.worker(len(workers) + 1, ward_id(index), ward, home, random))
        ids = [row["worker_id"] for row in workers[first:]]
        number = 0
        for place, points in spots:
            for point in lon_lat(points):
                number += 1
                row = people.household(
                    random, number=number, ward_id=ward_id(index), ward=ward, village=place.name, place=point, workers=ids
                )
                households.append(row)
    return households, workers


def _beyond(border: Polygon, random: Random) -> np.ndarray:
    """Six points some 300 m outside the border, km."""
    ring = border.buffer(0.3).exterior
    points = [ring.interpolate(random.random(), normalized=True) for _ in range(6)]
    return np.array([(point.x, point.y) for point in points])


def files(seed: int = SEED) -> dict[str, str]:
    """The content of every file of the demonstration, by name."""
    random = Random(seed)  # noqa: S311 - a picture of a place, not a secret
    shapes = wards()
    areas = [_kilometres(shape) for shape in shapes]
    settled = [(ward, places(ward, area, random)) for ward, area in zip(WARDS, areas, strict=True)]
    households, workers = _people(areas, settled, random)
    border = shapely.coverage_union_all(shapes)
    assert isinstance(border, Polygon)
    households += people.unusual(households, lon_lat(_beyond(_kilometres(border), random)))
    return {
        "wards.geojson": _geojson("wards", [_ward_feature(i, shape) for i, shape in enumerate(shapes)]),
        "households.csv": _csv(people.COLUMNS, households),
        "fieldworkers.csv": _csv(team.COLUMNS, workers),
        "service_points.csv": _csv(sights.POINT_COLUMNS, sights.service_points(settled, random)),
        "landmarks.geojson": _geojson("landmarks", sights.landmarks(settled, border, random)),
        "round.toml": ROUND,
    }


def write(folder: Path = FOLDER, seed: int = SEED) -> list[Path]:
    """Write the demonstration into ``folder`` and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in files(seed).items():
        path = folder / name
        path.write_bytes(text.encode("utf-8"))
        paths.append(path)
    return paths


def main() -> None:
    """Write the demonstration where the first argument says, else beside this module."""
    written = write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
    sys.stdout.write("".join(f"{path} {path.stat().st_size:,} bytes\n" for path in written))


if __name__ == "__main__":
    main()
