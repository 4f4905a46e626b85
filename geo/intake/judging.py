"""Judge a table as read: columns, rows, places and wards. Every row ends accepted or set aside, with its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs import middle
from geo.intake.accounting import Ledger, must_add_up
from geo.intake.area import Surroundings, WardArea
from geo.intake.columns import (
    headings_without_place,
    mended,
    missing_columns,
    our_columns,
    typed_columns,
    with_municipality,
)
from geo.intake.identity import MASK, hidden_keys, without_identities
from geo.intake.ids import doubled_rows, filled_to_width, id_column, unnamed_rows
from geo.intake.membership import (
    assigned,
    canonical_wards,
    numbered_around,
    of_the_ward,
    outside_wards,
    unknown_home_wards,
)
from geo.intake.numbering import are_numbered, numbered, ward_codes
from geo.intake.people import same_person
from geo.intake.places import AREA_TABLES, POINT_TABLES, Places, place_rows
from geo.intake.remarks import far_places, made_up_places, middles, rough_places, stacked_places
from geo.intake.result import Answers, Intake, RawTable
from geo.intake.said import explained
from geo.intake.verdict import KEY, concluded
from geo.intake.wards import joined_parts, layer_problems, sound_areas
from geo.locate import assign_wards
from geo.problems import Problem
from geo.settings import Settings
from geo.standin import stand_ins
from geo.tables import CRS, KEYS

#: Codes by which South Africa's wards are known, 8 digits without a zero in front.
_MDB_CODE = r"[1-9]\d{7}"
#: Columns of a table that hold the code of a ward.
_WARD_COLUMNS = ("ward_id", "home_ward")

#: Why a list of households in which nobody can be found is refused and not kept as a list of unknown places.
NO_PLACES = "no columns for coordinates were found, and no village whose place is known."


@dataclass(frozen=True)
class Case:
    """What a judgement may look at."""

    table: str
    answers: Answers
    settings: Settings
    wards: gpd.GeoDataFrame | None
    villages: gpd.GeoDataFrame | None
    ledger: Ledger
    #: The headings of a list that has no column for places, as a sentence; "" where it has one.
    placeless: str = ""


def judge(
    table: str,
    raw: RawTable,
    answers: Answers | None = None,
    *,
    settings: Settings | None = None,
    wards: gpd.GeoDataFrame | None = None,
    villages: gpd.GeoDataFrame | None = None,
) -> Intake:
    """Judge a table as read.

    Parameters
    ----------
    table : str
        A key of :data:`geo.tables.TABLES`.
    raw : RawTable
        All text, the index holding row numbers.
    answers : Answers, optional
        What the person has decided: columns, cells, places, rows left out, and choices.
    settings : Settings, optional
        Thresholds.
    wards : GeoDataFrame, optional
        Wards in which the rows are expected; also gives each household its ward.
    villages : GeoDataFrame, optional
        Named places that stand in for missing coordinates.

    Returns
    -------
    Intake
        Accepted plus quarantined rows equal the rows of the file.
    """
    answers, settings = answers or Answers(), settings or Settings()
    mapping = {**raw.source.mapping, **answers.mapping}
    headings = {ours: theirs for theirs, ours in reversed(mapping.items()) if ours and theirs in raw.frame.columns}
    ledger = Ledger(table, raw.source.name, headings, answers.choices)
    case = Case(table, answers, settings, wards, villages, ledger)
    records = without_identities(raw.frame, ledger, set(headings.values()))
    texts = mended(explained(our_columns(records, mapping, ledger), answers.words, ledger), answers.cells, ledger)
    texts = with_municipality(texts, ledger)
    first = int(min([*raw.frame.index[:1], *raw.quarantined["row"]], default=1))
    keys = _keys(our_columns(raw.frame, mapping, Ledger(table, "")), texts, first, case)
    missing_columns(texts, raw.geometry is not None, ledger, mapping, records)
    if table == "households":
        case = replace(case, placeless=headings_without_place(texts, raw.geometry is not None, mapping, records))
    left = texts.index.intersection(pd.Index(sorted(answers.leave_out)))
    ledger.set_aside("E219", "you left this row out.", left)
    accepted, problems = _nothing(), list[Problem]()
    if not ledger.refused and len(texts):
        accepted, problems = _judged(texts, keys, raw, case)
    intake = concluded(raw, accepted, records.assign(**{KEY: keys}), problems, ledger, leave_out=answers.leave_out)
    must_add_up(len(raw.frame) + len(raw.quarantined), intake.accepted, intake.quarantined)
    return intake


def _nothing() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(index=pd.Index([], dtype="int64"), geometry=gpd.GeoSeries([], crs=CRS))


def _keys(plain: pd.DataFrame, texts: pd.DataFrame, first: int, case: Case) -> pd.Series[Any]:
    """The id of each row: cleaned, identity numbers replaced, or ids of ours where the list brings none.

    ``first`` is the number of the first row of the file.
    """
    name = KEYS.get(case.table)
    if name is None or (name not in texts.columns and not are_numbered(case.table, case.ledger)):
        return pd.Series("", index=texts.index, dtype="str")
    if name not in texts.columns and case.table == "wards":
        return ward_codes(texts, first, case.ledger)
    if name not in texts.columns:
        return numbered(texts.index, first, name, case.ledger)
    masked = texts[name].str.contains(MASK, regex=False)
    ids = hidden_keys(plain[name].where(masked, texts[name]), texts[name], case.ledger, name) if masked.any() else texts[name]
    return filled_to_width(id_column(ids, name, case.ledger), name, case.ledger)


def _judged(texts: pd.DataFrame, keys: pd.Series[Any], raw: RawTable, case: Case) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    ledger = case.ledger
    content = texts.drop(columns=[KEYS.get(case.table, "")], errors="ignore")
    named = KEYS.get(case.table, "") in texts.columns
    unnamed_rows(keys if named else keys.where(keys == "", ""), content, raw.geometry, ledger, missing=named or not keys.any())
    live = ~ledger.aside(texts.index)
    texts, keys, content = texts[live], keys[live], content[live]
    geometry = _geometry(raw, live)
    typed = typed_columns(texts, ledger)
    for name in _WARD_COLUMNS:
        if name in typed.columns and case.table != "wards":
            typed[name] = canonical_wards(typed[name], case.wards, name, ledger)
    places = place_rows(texts, geometry, _surroundings(typed, case), ledger, case.answers.places)
    if case.table in AREA_TABLES and not places.pending:
        places.shapes = sound_areas(places.shapes, keys.index, ledger)
    if case.table == "wards" and not places.pending:
        places.shapes = joined_parts(keys, content, places.shapes, ledger)
    if case.table in KEYS:
        doubled_rows(keys, content.assign(**{" place": _marks(geometry)}), KEYS[case.table], ledger)
    ledger.places = gpd.GeoSeries(places.shapes, index=texts.index, crs=CRS)
    frame = gpd.GeoDataFrame(typed, geometry=ledger.places)
    if case.table in KEYS:
        frame.insert(0, KEYS[case.table], keys)
    made_up_places(raw.frame[live], places.shapes, ledger)
    if not places.pending:
        frame = _placed(frame, places, case)
    accepted = frame[~ledger.aside(frame.index)]
    if case.table == "fieldworkers":
        same_person(accepted, ledger)
    return accepted, layer_problems(accepted, case.settings, ledger.file) if case.table == "wards" and len(accepted) else []


def _geometry(raw: RawTable, live: NDArray[np.bool_]) -> gpd.GeoSeries | None:
    """The shapes of the rows that are judged; well-known text in a plain table is in degrees, as coordinates there are."""
    if raw.geometry is None:
        return None
    shapes = raw.geometry[live]
    return shapes.set_crs(CRS) if shapes.crs is None and raw.source.format in ("csv", "xlsx") else shapes


def _marks(geometry: gpd.GeoSeries | None) -> Any:
    return "" if geometry is None else [shape.wkb_hex if shape is not None else "" for shape in geometry]


def _surroundings(typed: pd.DataFrame, case: Case) -> Surroundings:
    """What is known about where the rows belong."""
    name = next((name for name in _WARD_COLUMNS if name in typed.columns), None)
    stated = None if name is None else typed[name]
    said = stated[stated != ""] if stated is not None else pd.Series([], dtype="str")
    if case.table == "wards":
        said = pd.Series([], dtype="str")
    coded = len(said) > 0 and bool(said.str.fullmatch(_MDB_CODE).mean() >= 0.9)
    if case.wards is None or case.wards.empty:
        return Surroundings(coded=coded)
    wards = case.wards

    def near_stated(rows: Any, lon: Any, lat: Any) -> NDArray[np.bool_]:
        if stated is None:
            return np.zeros(len(lon), dtype=bool)
        points = gpd.GeoSeries.from_xy(lon, lat, crs=CRS)
        codes = stated.iloc[rows].reset_index(drop=True)
        return (assign_wards(points, codes, wards, case.settings.ward_tolerance_m)["how"] == "stated").to_numpy()

    return Surroundings(WardArea.of(wards), middle(np.asarray(wards.to_crs(CRS).geometry.array)), coded, near_stated)


def _placed(frame: gpd.GeoDataFrame, places: Places, case: Case) -> gpd.GeoDataFrame:
    """Remarks on the places, stand-ins and wards for households; rows set aside that need a place and have none."""
    ledger = case.ledger
    frame = frame.copy()
    shapes = np.asarray(frame.geometry.array, dtype=object)
    shapes = shapes.copy()
    shapes[ledger.aside(frame.index)] = None
    if case.table in POINT_TABLES:
        rough = rough_places(shapes, places.decimals, frame.index, ledger)
        middles(shapes, frame.index, {"ward": case.wards, "village": case.villages}, ledger)
        stacked_places(shapes, frame.index, case.settings, ledger)
    if case.wards is None and case.table != "wards":
        far_places(shapes, frame.index, ledger)
    if case.table == "households":
        return _households(frame, rough, case)
    missing = shapely.is_missing(shapes) & ~ledger.aside(frame.index)
    code = "E316" if case.table in POINT_TABLES else "E335"
    sentence = "the home is missing." if case.table == "fieldworkers" else "the place is missing."
    if case.table != "wards":
        ledger.set_aside(code, sentence, frame.index[missing], "latitude" if case.table in POINT_TABLES else "geometry")
        if case.wards is not None:
            alive = frame[~ledger.aside(frame.index)]
            outside_wards(alive.geometry, case.wards, ledger)
    if case.table == "fieldworkers" and case.wards is not None and "home_ward" in frame.columns:
        alive = frame[~ledger.aside(frame.index)]
        homes = numbered_around(alive["home_ward"], alive.geometry, case.wards, "home_ward", ledger)
        unknown_home_wards(homes, case.wards, ledger)
        frame["home_ward"] = frame["home_ward"].mask(frame.index.isin(homes.index), homes)
    return frame


def _households(frame: gpd.GeoDataFrame, rough: pd.Series[Any], case: Case) -> gpd.GeoDataFrame:
    ledger = case.ledger
    for name in ("place_accuracy", "village", "ward_id", "settlement"):
        if name not in frame.columns:
            frame[name] = pd.Series("", index=frame.index, dtype="str")
    stated = frame["place_accuracy"]
    frame["place_accuracy"] = stated.where((stated != "") & (stated != "exact") | (rough == ""), rough)
    alive = frame[~ledger.aside(frame.index)]
    bare = alive.index[alive.geometry.isna()]
    alive = stand_ins(alive, case.villages)
    helped = alive.loc[bare, "place_accuracy"] == "village"
    if case.placeless and len(alive) and alive.geometry.isna().all():
        ledger.remark("E204", f"no row has a place: {NO_PLACES} {case.placeless}", column="latitude")
        return frame
    ledger.remark("E314", "no coordinates (or 0); placed in the middle of the village.", bare[helped])
    ledger.remark(
        "E315",
        "no coordinates (or 0), and no village whose place is known to stand in for them; kept, but not to be visited yet.",
        bare[~helped],
    )
    if case.wards is not None:
        alive = alive.assign(ward_id=numbered_around(alive["ward_id"], alive.geometry, case.wards, "ward_id", ledger))
        alive = alive.assign(ward_id=assigned(alive, case.wards, case.settings, ledger))
        alive = alive.assign(settlement=of_the_ward(alive, case.wards))
    return gpd.GeoDataFrame(pd.concat([alive, frame[ledger.aside(frame.index)]]).loc[frame.index], geometry="geometry", crs=CRS)
