"""Small lists to upload: two wards, households in two villages with all that can happen to them, and a team of three."""

from __future__ import annotations

import json
from pathlib import Path

#: Ordinary households in the list; besides them stand one with a village only, one that nobody is skilled for, one far
#: outside, and a second one with an id that is there already, so that both of these are set aside.
ORDINARY = 36
ACCEPTED = ORDINARY - 1 + 3
WARDS = ("79900001", "79900002")


def write(folder: Path) -> dict[str, Path]:
    """Write the three files; table → path."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {
        "wards": folder / "wards.geojson",
        "households": folder / "households.csv",
        "fieldworkers": folder / "fieldworkers.csv",
    }
    paths["wards"].write_text(
        json.dumps({"type": "FeatureCollection", "features": [_ward(0, 26.00), _ward(1, 26.05)]}), encoding="utf-8"
    )
    # As an old Excel saves it: which alphabet it is only a person can say.
    paths["households"].write_text("\n".join(_households()) + "\n", encoding="cp1252")
    paths["fieldworkers"].write_text("\n".join(_team()) + "\n", encoding="utf-8")
    return paths


def _ward(index: int, west: float) -> dict[str, object]:
    ring = [[west, -33.05], [west + 0.05, -33.05], [west + 0.05, -33.0], [west, -33.0], [west, -33.05]]
    return {
        "type": "Feature",
        "properties": {
            "WardID": WARDS[index],
            "WardNo": str(index + 1),
            "CAT_B": "XX999",
            "Municipali": "Made-up",
        },
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def _households() -> list[str]:
    lines = ["household_id,latitude,longitude,label,village,language,skills,priority"]
    for n in range(ORDINARY):
        west, village = (26.020, "Lower Camp") if n % 2 else (26.070, "Ridge")
        # Scattered without a pattern, always alike: multiples of irrational numbers fall evenly.
        lat, lon = -33.025 - 0.006 * (n * 0.618 % 1), west + 0.006 * (n * 0.414 % 1)
        lines.append(f"H{n:03d},{lat:.5f},{lon:.5f},{'Café' if n == 1 else 'Gate'} {n},{village},isiXhosa,,{n % 5 * 20}")
    lines.append("H900,,,No place given,Ridge,isiXhosa,,50")
    lines.append("H901,-33.02600,26.02100,Needs signing,Lower Camp,isiXhosa,sign language,50")
    lines.append("H902,-33.30000,26.40000,Beyond the wards,,isiXhosa,,50")
    lines.append("H000,-33.02700,26.02200,Another with the same id,Ridge,English,,50")
    return lines


def _team() -> list[str]:
    return [
        "worker_id,name,latitude,longitude,languages,mode",
        "W1,Thandi M.,-33.02700,26.02200,isiXhosa;English,walk",
        "W2,Sipho D.,-33.02800,26.07200,isiXhosa,walk",
        "W3,Anna B.,-33.02600,26.07100,English,bicycle",
    ]
