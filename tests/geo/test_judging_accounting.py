"""Whatever stands in the cells: no row is lost or doubled, nothing is raised, the contract holds, and judging is stable."""

from __future__ import annotations

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.intake.aliases import map_headings
from geo.intake.judging import judge
from geo.intake.result import Answers, RawTable, Source
from geo.problems import REGISTRY
from geo.tables import KEYS, TABLES, schema
from tests.geo.tables import ward_grid

WARDS = ward_grid()
ODD = st.sampled_from(
    [
        *("", " ", "-", "n/a", "NaN", "0", "inf", "1e308", "-1", "1,5", "1.5", "1 200", "1,200", "007", "21004001.0"),
        *("-33.31234", "33.31234", "26.51234", "-33,31", "33°18'36\"S", "2899796", "95219.3", "-133", "\u221233.3", "E26.5"),
        *("08:00", "8h00", "8-11", "25:99", "2024-05-13", "45750", "13/05/2024", "05/06/2024", "1970-01-01", "Total"),
        *("yes", "no", "car", "bakkie", "Mon-Fri", "a,b;c", "Gqora", "health", "21004001", "8001015009087"),
        *("<img src=x>", "=cmd()", "'=1+1", "\u202ex", "\x07"),
    ]
)
CELL = st.one_of(ODD, ODD, st.text(max_size=8))


@st.composite
def raw_tables(draw: st.DrawFn) -> tuple[str, RawTable]:
    table = draw(st.sampled_from(["households", "fieldworkers", "service_points"]))
    names = [column.name for column in TABLES[table] if column.kind != "geometry"] + [
        "latitude",
        "longitude",
        "gps",
        "Spare",
        "mock",
        "end",
    ]
    headings = draw(st.lists(st.sampled_from(names), unique=True, max_size=8))
    headings = list(dict.fromkeys([KEYS[table], *headings, *draw(st.sampled_from([(), ("latitude", "longitude")]))]))
    rows = draw(st.integers(1, 8))
    cells = {heading: draw(st.lists(CELL, min_size=rows, max_size=rows)) for heading in headings}
    ids = draw(st.one_of(st.just([f"K{i}" for i in range(rows)]), st.lists(CELL, min_size=rows, max_size=rows)))
    index = pd.RangeIndex(2, rows + 2)
    frame = pd.DataFrame({**cells, KEYS[table]: ids}, index=index, dtype="str")
    return table, RawTable(frame, None, Source("list.csv", "0" * 64, 1, "csv", mapping=map_headings(table, headings)))


ROWS = st.integers(0, 9)
ANSWERS = st.builds(
    Answers,
    choices=st.dictionaries(
        st.sampled_from(["crs", "sign", "axis_order", "date_order", "date_system", "zero_fill", "sector"]),
        st.sampled_from(
            ["Lo29", "EPSG:32735", "south", "as_given", "lon_lat", "dmy", "mdy", "1904", "3", "health", "nonsense", ""]
        ),
        max_size=3,
    ),
    cells=st.dictionaries(
        st.tuples(ROWS, st.sampled_from(["members", "latitude", "village", "name", "nonsense"])), CELL, max_size=2
    ),
    places=st.dictionaries(ROWS, st.tuples(st.floats(26, 27), st.floats(-34, -33)), max_size=2),
    leave_out=st.frozensets(ROWS, max_size=2),
)


@settings(max_examples=35, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(given_table=raw_tables(), answers=ANSWERS, with_wards=st.booleans())
def test_every_row_ends_accepted_or_set_aside_exactly_once(given_table, answers, with_wards):
    table, raw = given_table
    before = raw.frame.copy()
    intake = judge(table, raw, answers, wards=WARDS if with_wards else None)

    pd.testing.assert_frame_equal(raw.frame, before)
    assert sorted([*intake.accepted.index, *intake.quarantined["row"]]) == list(raw.frame.index)
    assert intake.left_out == sum(row in raw.frame.index for row in answers.leave_out) or intake.rejected
    assert set(intake.quarantined["code"]) <= set(REGISTRY) and (intake.quarantined["sentence"] != "").all()
    assert set(intake.repaired["row"]) <= set(intake.accepted.index)
    assert all(set(problem.rows) <= set(raw.frame.index) for problem in intake.problems)
    schema(table).validate(intake.accepted.drop(columns="geometry"), lazy=True)
    if table == "fieldworkers" and not intake.questions:
        assert not intake.accepted.geometry.isna().any()
    bounds = intake.accepted.geometry.dropna().total_bounds
    assert not (abs(bounds) > 180).any()
    again = judge(table, raw, answers, wards=WARDS if with_wards else None)
    pd.testing.assert_frame_equal(pd.DataFrame(intake.accepted), pd.DataFrame(again.accepted))
    assert intake.problems == again.problems


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(given_table=raw_tables())
def test_what_was_accepted_is_accepted_again_unchanged(given_table):
    """Repairs reach an end: a second import of the accepted rows repairs and loses nothing more."""
    table, raw = given_table
    first = judge(table, raw).accepted.drop(columns="place_accuracy", errors="ignore")
    first = first[~first.geometry.isna()]
    if first.empty:
        return
    texts = {name: [_written(value) for value in first[name]] for name in first.columns if name != "geometry"}
    frame = pd.DataFrame(texts, index=first.index, dtype="str")
    source = Source("again.gpkg", "1" * 64, 1, "gpkg", mapping={name: name for name in texts})
    second = judge(table, RawTable(frame, first.geometry, source), Answers(choices={"sign": "as_given", "date_order": "dmy"}))
    assert second.quarantined.empty, second.problems
    pd.testing.assert_frame_equal(pd.DataFrame(second.accepted)[list(texts)], pd.DataFrame(first)[list(texts)])


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return "" if value != value else repr(value)
    return str(value)
