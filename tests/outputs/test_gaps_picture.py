"""Gaps as a picture and as a workbook: every area drawn in its colour, nothing of a list read as markup, no live formula."""

from __future__ import annotations

import datetime as dt
import io
import re

import geopandas as gpd
import pandas as pd
from openpyxl import load_workbook
from shapely import box

from geo.maps.gaps_view import CLASSES
from outputs.area_picture import AreaPicture, area_png, drawing
from outputs.gaps_book import gaps_xlsx


def _picture(name: str = "Ward 1") -> AreaPicture:
    facts = {"name": [name, "Ward 2"], "fill": [CLASSES[0][1], CLASSES[4][1]], "tag": ["0 %", "2 of 3"], "few": [False, True]}
    areas = gpd.GeoDataFrame(facts, geometry=[box(26, -33.1, 26.1, -33), box(26.1, -33.1, 26.2, -33)], crs="EPSG:4326")
    points = gpd.GeoSeries(gpd.points_from_xy([26.05, 40.0], [-33.05, -33.05]), crs="EPSG:4326")
    classes = [(colour, label) for _, colour, label in CLASSES]
    return AreaPicture("Service gaps: health", ["Makana", "All of it"], areas, points, "Share", classes, fictional=True)


def test_every_area_is_drawn_in_its_colour_with_its_name_and_points_inside_the_frame() -> None:
    svg = drawing(_picture())
    assert re.findall(r'<path class="a( f)?" fill="(#\w+)"', svg) == [("", CLASSES[0][1]), (" f", CLASSES[4][1])]
    assert svg.count("Ward 1 · 0 %") == 2 and svg.count("Ward 2 · 2 of 3") == 2
    assert svg.count('class="p"') == 1
    assert re.search(r">(\d+) km<", svg)


def test_the_picture_is_a_png_and_a_name_is_never_markup() -> None:
    content = area_png(_picture('</text><image href="x"/>'))
    assert content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) > 5_000
    assert "<image" not in drawing(_picture('</text><image href="x"/>'))


def test_the_workbook_holds_a_sheet_a_table_and_no_formula() -> None:
    counts = dict.fromkeys(
        ("households", "out_of_reach", "unmet", "need_place_unknown", "met", "no_need", "asked_long_ago", "never_asked"), 1
    )
    rows = pd.DataFrame(
        [{"ward_id": "21004001", "name": "=1+1", "sector": "health", **counts, "share_within": 0.5, "e2sfca": 0.1}]
    )
    day = dt.date(2026, 3, 2)
    content = gaps_xlsx([("In reach", "60 minutes")], {"By ward": rows}, day, fictional=True)
    assert content == gaps_xlsx([("In reach", "60 minutes")], {"By ward": rows}, day, fictional=True)
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["About", "By ward"]
    cells = {cell.value for row in book["By ward"].iter_rows() for cell in row}
    assert "'=1+1" in cells and "21004001" in cells and 0.5 in cells
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
