"""Days on which a vehicle drops somebody, in the payload of the map."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd

from geo.maps import MapLayers, review_payload

HOMES = pd.DataFrame(
    {
        "household_id": ["A", "B"],
        "lon": [26.01, 26.05],
        "lat": [-33.0, -33.02],
        "worker_id": ["W1", "W2"],
        "date": ["2026-03-02", "2026-03-03"],
        "order": [1, 1],
        "reason": ["", ""],
    }
)
TEAM = pd.DataFrame({"worker_id": ["W1", "W2"], "lon": [26.0, 26.0], "lat": [-33.0, -33.0]})


def drawn(drops: pd.DataFrame | None) -> dict[str, object]:
    content: dict[str, object] = json.loads(review_payload(MapLayers(households=HOMES, workers=TEAM, drops=drops)))
    return content


def test_a_drop_lies_where_its_household_lies_and_names_worker_and_day() -> None:
    drops = pd.DataFrame(
        {
            "worker_id": ["W2", "W9", "W1"],
            "date": ["2026-03-03", "2026-03-03", "2026-03-02"],
            "lon": [26.05, 26.05, np.nan],
            "lat": [-33.02, -33.02, np.nan],
            "text": ["Dropped 08:40, fetched 15:10", "of nobody", "without a place"],
        }
    )
    content = drawn(drops)
    (drop,) = content["drops"]  # type: ignore[misc]
    assert (drop["worker"], drop["day"], drop["text"]) == (1, 1, "Dropped 08:40, fetched 15:10")
    assert drop["at"] == content["households"][7:9]  # type: ignore[index]


def test_a_map_without_riders_says_nothing_of_drops() -> None:
    assert "drops" not in drawn(None)
