"""The fence around GDAL: who is let in, that nothing is printed, and that it is cheap."""

from __future__ import annotations

import os
import subprocess
import sys

from geo.drivers import ALLOWED

LET_IN = {"GPKG", "GeoJSON", "GeoJSONSeq", "ESRI Shapefile", "FlatGeobuf", "KML", "LIBKML", "GPX", "TopoJSON", "MEM", "Memory"}


def fresh(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What a new interpreter prints."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GDAL", "OGR", "CPL"))}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=clean | environment, check=True)


def test_only_the_allowed_drivers_remain_and_nothing_is_printed() -> None:
    done = fresh("import geo, pyogrio; print('|'.join(sorted(pyogrio.list_drivers())))")
    assert done.stderr == ""
    found = set(done.stdout.strip().split("|"))
    assert found <= LET_IN == set(ALLOWED)
    assert {"GPKG", "GeoJSON", "ESRI Shapefile", "FlatGeobuf", "KML", "GPX"} <= found


def test_the_fence_stands_before_geopandas_whoever_imports_it_first() -> None:
    done = fresh("import geo.tables, pyogrio; print('OGR_VRT' in pyogrio.list_drivers(), 'GDALG' in pyogrio.list_drivers())")
    assert done.stdout.split() == ["False", "False"]
    assert done.stderr == ""


def test_a_loose_fence_in_the_environment_is_tightened() -> None:
    done = fresh("import geo, pyogrio; print('CSV' in pyogrio.list_drivers())", GDAL_SKIP="XLSX", OGR_SKIP="XLSX")
    assert done.stdout.strip() == "False"


def test_the_process_that_reads_one_kind_lets_in_one_driver() -> None:
    done = fresh(
        "from geo.drivers import fence; fence(('GPKG', 'OGR_VRT')); import pyogrio; print(sorted(pyogrio.list_drivers()))"
    )
    assert done.stdout.strip() in ("['GPKG', 'MEM']", "['GPKG', 'Memory']")


def test_importing_the_room_loads_nothing_heavy() -> None:
    done = fresh(
        "import sys, geo, geo.intake; print([m for m in ('numpy', 'pandas', 'geopandas', 'pyogrio') if m in sys.modules])"
    )
    assert done.stdout.strip() == "[]"
