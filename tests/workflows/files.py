"""Small input files: two wards, a dozen households, two fieldworkers, a round of two days."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from cli import app
from workflows.input_files import InputFiles

HOUSEHOLDS = 12


def ward(number: int, west: float) -> dict[str, object]:
    ring = [[west, -33.0], [west + 0.1, -33.0], [west + 0.1, -33.1], [west, -33.1], [west, -33.0]]
    return {
        "type": "Feature",
        "properties": {
            "ward_id": f"2100400{number}",
            "ward_no": str(number),
            "municipality_id": "EC104",
            "municipality": "Makana (fictional)",
        },
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def write(
    folder: Path, *, rows: int = HOUSEHOLDS, extra: str = "", import_: str = "", first_day: str = "2026-03-02"
) -> InputFiles:
    """Write the files; ``extra`` are more lines of households.csv, ``import_`` more lines of round.toml."""
    folder.mkdir(parents=True, exist_ok=True)
    wards = {"type": "FeatureCollection", "features": [ward(1, 26.0), ward(2, 26.1)]}
    (folder / "wards.geojson").write_text(json.dumps(wards), encoding="utf-8")
    # Scattered without a pattern, always alike: multiples of the golden ratio fall evenly.
    places = [(-33.04 - 0.01 * (n * 0.618 % 1), 26.03 + 0.01 * (n * 0.414 % 1)) for n in range(rows)]
    lines = [f"H{n:02d},{lat:.5f},{lon:.5f},{n % 20 * 5},Gate {n}" for n, (lat, lon) in enumerate(places)]
    text = "household_id,latitude,longitude,priority,label\n" + "\n".join(lines) + "\n" + extra
    (folder / "households.csv").write_text(text, encoding="utf-8")
    workers = ["W1,-33.045,26.035,Thandi,isiXhosa", "W2,-33.047,26.037,Sipho,English"]
    (folder / "fieldworkers.csv").write_text(
        "worker_id,latitude,longitude,name,languages\n" + "\n".join(workers) + "\n", encoding="utf-8"
    )
    round_ = f'[round]\nname = "Test"\nfirst_day = {first_day}\nlast_day = 2026-03-03\nholidays = ""\n{import_}'
    (folder / "round.toml").write_text(round_, encoding="utf-8")
    return InputFiles(*(str(folder / name) for name in ("wards.geojson", "households.csv", "fieldworkers.csv", "round.toml")))


def planned_hastily(at: Path) -> Path:
    """The folder of a plan of forty households, searched so little that some are left; made by the command line."""
    flags = [part for name, value in vars(write(at / "in", rows=40)).items() if value for part in (f"--{name}", value)]
    out = at / "out"
    done = CliRunner().invoke(app, ["plan", *flags, "--max-iterations", "3", "--tables-only", "--out", str(out)])
    assert done.exit_code == 0, done.output
    return out
