"""Files that nobody thought of: made up by hypothesis, or good ones with bytes changed on the way."""

from __future__ import annotations

import csv
import io
import random
import tempfile
from functools import cache
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from geo.intake import read, reading
from geo.intake.parse import parse
from geo.intake.reading import read_raw
from geo.intake.result import RawTable
from geo.settings import Settings
from tests.geo.bad import archives, layers, tables
from tests.geo.bad.trial import attempt, books_balance, codes
from tests.geo.bad.workbooks import HEAD, workbook

#: What may be said of a file of which anything may be wrong; E109 (a fault of ours) is not among it.
ALLOWED = {f"E10{i}" for i in range(9)} | {f"E20{i}" for i in range(8)} | {"E215", "E216", "E220", "E221", "E222", "E223", "E224"}
ALLOWED |= {"E225", "E301", "E302", "E304"}
QUICK = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])

CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], include_characters="\n\t", exclude_characters="\ufeff"), max_size=12
)
WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"], exclude_characters=",;|'"), max_size=9)
LATITUDES = st.sampled_from(["-33.31", "33,31", "0", "", "26.5x", "2899796", "33°18'S", "inf"])
SIGNS = st.sampled_from([",", ";", "\t", "|"])


def answered(raw: RawTable) -> RawTable:
    """The table, after a look at whether we stumbled."""
    assert set(codes(raw)) <= ALLOWED, raw.problems
    return raw


def lines(rows: list[list[str]], sign: str, end: str = "\n") -> str:
    """The rows as a text file, written by somebody else's code."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=sign, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    return buffer.getvalue()


@QUICK
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8), SIGNS, st.sampled_from(["\n", "\r\n"]))
def test_whatever_the_cells_hold_they_arrive_as_they_were(body: list[tuple[str, str]], sign: str, end: str) -> None:
    header = ["household_id", "village", "directions"]
    rows = [[f"H-{place}", *cells] for place, cells in enumerate(body)]
    raw = answered(attempt(lines([header, *rows], sign, end).encode()))
    assert raw.source.rows == len(rows)
    kept = {int(row): list(cells) for row, cells in zip(raw.frame.index, raw.frame.to_numpy().tolist(), strict=True)}
    for number, cells in enumerate(rows, start=2):
        mark = any(cell.startswith("'") for cell in cells)  # ours is taken off
        assert number in kept or number in set(raw.quarantined["row"])
        if number in kept and not mark:
            assert kept[number] == cells


@QUICK
@given(st.lists(st.lists(CELLS, max_size=6), max_size=10), SIGNS)
@example([[""], ["", ""], ["household_id"], ["x"]], ",")
def test_any_table_is_answered(rows: list[list[str]], sign: str) -> None:
    answered(attempt(lines(rows, sign).encode()))


@QUICK
@given(st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=10), SIGNS)
def test_rows_are_counted_as_a_spreadsheet_counts_them(rows: list[list[str]], sign: str) -> None:
    header = ["household_id", "village", "label", "phone"]
    even = [[*row, *[""] * (4 - len(row))] for row in rows]
    raw = answered(attempt(lines([header, *even], sign).encode()))
    filled = [number for number, row in enumerate(even, start=2) if any(cell.strip() for cell in row)]
    assert sorted([*raw.frame.index, *raw.quarantined["row"]]) == filled


@QUICK
@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(b'household_id\n"')
@example(b"sep=,\n")
@example(b"\x1e{")
@example(b"PK\x03\x04")
@example(b"<kml>")
@example(b"\x00\x00\x27\x0a")
def test_any_bytes_are_answered(content: bytes) -> None:
    assume(not content.startswith((b"SQLite format 3", b"fgb\x03fgb", b"PAR1")))  # below, in a process of its own
    answered(attempt(content))


@QUICK
@given(
    st.text(max_size=200), st.sampled_from(["household_id,lat\n", "", "{", '{"type":"FeatureCollection","features":[', "<kml "])
)
def test_any_text_is_answered(text: str, start: str) -> None:
    answered(attempt((start + text).encode("utf-8", "surrogatepass")))


def _good(ending: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        if ending == "zip":
            return layers.zipped_shapefile(layers.wards(), Path(folder))
        return layers.written(layers.wards(), Path(folder), ending)


@cache
def _wholesome() -> dict[str, bytes]:
    """Good files that may be parsed in this process even when they are broken."""
    return {
        "csv": tables.rows(*tables.numbered(20)),
        "utf16": tables.rows(*tables.numbered(20)).decode().encode("utf-16"),
        "xlsx": workbook(HEAD, *[("H-1", -33.1, 26.5, 4)] * 20),
        "zip": archives.zipped({"list.csv": tables.rows(*tables.numbered(20))}),
        "geojson": layers.feature_collection(layers.point("[26,-33]"), layers.point("[27,-33]")),
        "kml": layers.KML,
        "gpx": layers.GPX_TRACKS,
    }


def broken(content: bytes, chance: random.Random) -> bytes:
    """The bytes with some changed, cut out, doubled or put in."""
    data = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        place = chance.randrange(len(data) or 1)
        length = chance.choice([1, 2, 8, 100])
        change = chance.randrange(4)
        if change == 0:
            data[place : place + length] = bytes(chance.randrange(256) for _ in range(len(data[place : place + length])))
        elif change == 1:
            del data[place : place + length]
        elif change == 2:
            data[place:place] = data[place : place + length]
        else:
            data[place:place] = chance.choice([b'"', b"\0", b",", b"\n", b"\xff", b"'=1", b"1e999", b"[", b"{", b"<"])
    return bytes(data)


@pytest.mark.parametrize("kind", ["csv", "utf16", "xlsx", "zip", "geojson", "kml", "gpx"])
@pytest.mark.parametrize("table", ["households", "landmarks"])
def test_a_file_changed_on_the_way_is_answered(kind: str, table: str) -> None:
    chance = random.Random(f"{kind}{table}")
    for _ in range(60):
        answered(attempt(broken(_wholesome()[kind], chance), table=table))


@pytest.mark.parametrize("ending", ["gpkg", "fgb", "parquet", "zip"])
def test_a_binary_layer_changed_on_the_way_is_answered(ending: str, tmp_path: Path) -> None:
    # In a process of its own, as always outside these tests: native code may die of what it reads.
    chance, good = random.Random(ending), _good(ending)
    for _ in range(3):
        raw = read_raw("wards", broken(good, chance), name="wards.bin", settings=Settings(parse_seconds=60))
        books_balance(raw)
        answered(raw)


@QUICK
@given(
    st.lists(
        st.tuples(WORDS, LATITUDES, CELLS),
        min_size=1,
        max_size=8,
    ),
    SIGNS,
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_from_bytes_to_judged_table_no_row_is_lost(body: list[tuple[str, str, str]], sign: str, encoding: str) -> None:
    header = ["household_id", "latitude", "longitude", "village"]
    rows = [[own, lat, "26.52", village] for own, lat, village in body]
    content = lines([header, *rows], sign).encode(encoding)
    with patch.object(reading, "run", parse):
        intake = read("households", content)
    assert {"E109"}.isdisjoint(problem.code for problem in intake.problems)
    if not intake.rejected:
        assert sorted([*intake.accepted.index, *intake.quarantined["row"]]) == list(range(2, len(rows) + 2))
    assert len(intake.accepted) + len(intake.quarantined) == intake.source.rows
