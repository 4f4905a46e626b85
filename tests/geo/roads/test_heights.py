"""Slopes: heights read off a raster, and Tobler's function both ways."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from geo.errors import TravelProblems
from geo.travel import RoadNetwork
from geo.travel.roads.chains import graph_of
from geo.travel.roads.heights import finer
from geo.travel.roads.kinds import Kind
from tests.geo.roads.by_hand import made_up, places
from tests.geo.roads.test_minutes import straight_road


def write_raster(path: Path, crs: str = "EPSG:4326", missing: bool = False, origin: tuple[float, float] = (-0.01, 0.01)) -> Path:
    """Heights that rise by 10 m in 100 m eastwards, in cells of 0.0005 degrees."""
    import rasterio
    from rasterio.transform import Affine

    lon = origin[0] + (np.arange(80) + 0.5) * 0.0005
    heights = np.tile(lon * 111_319.49 * 0.1, (40, 1)).astype("float32")
    if missing:
        heights[:] = -9999
    keywords = {"height": 40, "width": 80, "count": 1, "dtype": "float32", "crs": crs, "nodata": -9999}
    with rasterio.open(
        path, "w", driver="GTiff", transform=Affine(0.0005, 0, origin[0], 0, -0.0005, origin[1]), **keywords
    ) as raster:
        raster.write(heights, 1)
    return path


def test_uphill_takes_longer_than_downhill_by_toblers_function(tmp_path: Path) -> None:
    ends = places(np.array([[0.001, 0.0], [0.019, 0.0]]))
    road = graph_of(straight_road(Kind("track")))
    flat = RoadNetwork(road).minutes(ends, ends, "walk")
    steep = RoadNetwork(road, elevation=write_raster(tmp_path / "dem.tif"))
    there, back = steep.minutes(ends, ends, "walk")[[0, 1], [1, 0]] / flat[0, 1]
    assert there == pytest.approx(np.exp(3.5 * 0.10), rel=1e-3)
    assert back == pytest.approx(1.0, rel=1e-3)  # 10 % down is as fast as the flat, 5 % down is fastest
    np.testing.assert_allclose(steep.minutes(ends, ends, "car"), RoadNetwork(road).minutes(ends, ends, "car"))
    assert steep.settings()["elevation"].endswith("dem.tif")


def test_the_triangle_holds_on_slopes_too(tmp_path: Path) -> None:
    road = graph_of(made_up(3, corner_at=(0.0, 0.0)))
    here = places(road.lon_lat[:12] + 0.001)
    table = RoadNetwork(road, elevation=write_raster(tmp_path / "dem.tif")).minutes(here, here, "walk")
    direct = np.where(np.isnan(table), np.inf, table)
    assert not np.allclose(table[np.isfinite(table)], table.T[np.isfinite(table)])
    for third in range(len(direct)):
        assert (direct <= direct[:, [third]] + direct[[third], :] + 1e-9).all()


def test_more_vertices_change_no_way() -> None:
    road = graph_of(made_up(4))
    fine = finer(road, 30.0)
    step = np.diff(fine.along_m)
    assert step.max() <= 30.0 + 1e-6
    np.testing.assert_allclose(fine.metres, road.metres)
    here = places(road.lon_lat[:10] + 0.0007)
    np.testing.assert_allclose(
        RoadNetwork(fine).minutes(here, here, "car"), RoadNetwork(road).minutes(here, here, "car"), atol=1e-3
    )


def test_an_elevation_that_is_none_is_refused(tmp_path: Path) -> None:
    road = graph_of(straight_road(Kind("track")))
    (tmp_path / "a.vrt").write_text("<VRTDataset/>", encoding="utf-8")
    whole = write_raster(tmp_path / "b.tif").read_bytes()
    (tmp_path / "cut.tif").write_bytes(whole[:200])
    write_raster(tmp_path / "none.tif", missing=True)
    write_raster(tmp_path / "far.tif", origin=(20.0, -30.0))
    found = {}
    for name in ("a.vrt", "cut.tif", "none.tif", "far.tif", "gone.tif"):
        with pytest.raises(TravelProblems) as caught:
            RoadNetwork(road, elevation=tmp_path / name)
        found[name] = caught.value.problems[0].code
    assert found == {"a.vrt": "E101", "cut.tif": "E302", "none.tif": "E421", "far.tif": "E421", "gone.tif": "E100"}
