"""Access over roads: 21,459 households to all clinics over a network of 100,000 junctions, and their E2SFCA.

``python -m benchmarks.roads JUNCTIONS HOUSEHOLDS CLINICS`` writes a made-up ``.osm.pbf``, reads it, measures, and prints one
line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.record import Row, core_count, load_now
from benchmarks.roads_made import made_homes, made_lines, write_osm
from benchmarks.runs import OURS, Run
from benchmarks.watch import watch
from geo.access import AccessSettings, measure
from geo.travel import RoadNetwork
from geo.travel.roads.chains import graph_of

#: Junctions, households, clinics.
SIZE = (100_000, 21_459, 120)
#: Seconds that access may take, and E2SFCA more.
ACCESS_S, E2SFCA_S = 10.0, 5.0


def road_runs() -> list[Run]:
    """Access with E2SFCA, on foot, within what both may take."""
    junctions, households, clinics = SIZE
    name = f"{households:,} households, {clinics} clinics, {junctions:,} junctions"
    return [Run("roads", name, OURS, ACCESS_S + E2SFCA_S, measured, around_s=60.0)]


def measured(run: Run) -> list[Row]:
    """Rows of reading the file, and of access with E2SFCA; ``served`` is how many households reach a clinic."""
    load = load_now()
    done = watch("-m", "benchmarks.roads", *map(str, SIZE))
    if done.code:
        raise SystemExit(f"{run.title}: ended with exit code {done.code}")
    figures = json.loads(done.lines[-1][1])
    print(figures, flush=True)
    same = {"part": run.part, "instance": run.instance, "budget_s": run.budget_s, "cores": core_count(), "load": load}
    return [
        Row(engine=run.engine, seconds=figures["measure_s"], served=figures["reached"], peak_mib=done.peak_mib, **same),
        Row(engine="read the roads", seconds=figures["read_s"], **same),
        Row(engine="read them again", seconds=figures["again_s"], **same),
    ]


def main(junctions: int, households: int, clinics: int) -> None:
    """Make, write, read twice, measure; print the figures."""
    lines = made_lines(junctions)
    homes, points = made_homes(graph_of(lines), households, clinics)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WARDROUND_DATA"] = folder
        path = str(Path(folder, "R.osm.pbf"))
        write_osm(lines, path)
        read_s, network = _timed(lambda: RoadNetwork(path))
        again_s, network = _timed(lambda: RoadNetwork(path))
    measure_s, access = _timed(lambda: measure(homes, points, network, AccessSettings()))
    figures = {
        "junctions": len(network.graph.lon_lat),
        "read_s": read_s,
        "again_s": again_s,
        "measure_s": measure_s,
        "reached": int(np.isfinite(access.table["minutes"]).sum()),
    }
    print(json.dumps(figures))


def _timed(do: Callable[[], Any]) -> tuple[float, Any]:
    began = time.monotonic()
    done = do()
    return round(time.monotonic() - began, 2), done


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
