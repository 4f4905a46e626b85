"""Their columns as ours, where the headings alone do not say enough and the cells must be looked at."""

from __future__ import annotations

import re

import pandas as pd

from geo.intake.aliases import IDS, map_headings
from geo.intake.coordinates import split_gps
from geo.intake.result import Answers
from geo.tables import KEYS

#: Nothing but figures, signs and points of the compass, with a gap between two figures.
_PAIR = r"""(?:POINT\s*)?(?=.*\d.*[\s,;].*\d)[\s\d.,;()\[\]°º'"’”′″+\-−–NSEW]+"""
#: District and metro codes of the Municipal Demarcation Board.
_DISTRICT_CODE = r"(?:DC\d{1,2}|BUF|CPT|EKU|ETH|JHB|MAN|NMA|TSH)"


def name_columns(table: str, frame: pd.DataFrame, answers: Answers) -> tuple[pd.DataFrame, dict[str, str]]:
    """The frame, and their headings → our columns.

    A single cell with latitude and longitude becomes two columns more, and so does the year of a demarcation that is
    given by its date; a district column that holds codes is the
    district's id; ids are filled with zeros where the person says so (``zero_fill``).

    Parameters
    ----------
    table : str
        A key of ``geo.tables.TABLES``.
    frame : DataFrame
        Text columns, headings as in the file.
    answers : Answers
        ``mapping`` and ``choices``.
    """
    mapping = map_headings(table, list(frame.columns), answers.mapping)
    _district_by_code(frame, mapping, answers)
    frame = _year_of_date(_split_pairs(frame, mapping), mapping)
    return _zero_filled(frame, mapping, answers), mapping


def name_of_placemark(table: str, mapping: dict[str, str], answers: Answers) -> None:
    """In a KML file without a column of ids, the name of each placemark is its id: often it is all that there is."""
    key = KEYS.get(table)
    if "Name" in mapping and "Name" not in answers.mapping and key is not None and _column(mapping, key) is None:
        mapping["Name"] = key


def _column(mapping: dict[str, str], ours: str) -> str | None:
    return next((heading for heading, column in mapping.items() if column == ours), None)


def _district_by_code(frame: pd.DataFrame, mapping: dict[str, str], answers: Answers) -> None:
    # MDB layers of different years call the code or the name "DISTRICT".
    heading = _column(mapping, "district")
    if heading is None or heading in answers.mapping or _column(mapping, "district_id") is not None:
        return
    cells = frame[heading].str.strip()
    cells = cells[cells != ""]
    if len(cells) and cells.str.fullmatch(_DISTRICT_CODE, case=False).all():
        mapping[heading] = "district_id"
        others = [h for h in frame.columns if h != heading and map_headings("wards", [h])[h] == "district"]
        if others:
            mapping[others[0]] = "district"


def _split_pairs(frame: pd.DataFrame, mapping: dict[str, str]) -> pd.DataFrame:
    heading = _column(mapping, "gps")
    if heading is None:
        return frame
    mapping[heading] = ""
    cells = frame[heading].str.strip()
    filled = cells[cells != ""]
    fits = filled.str.fullmatch(_PAIR, case=False).mean() if len(filled) else 0.0
    if fits < 0.5:
        # "Location" is a place's name as often as a reading of a device.
        if _column(mapping, "village") is None and len(filled):
            mapping[heading] = "village"
        return frame
    if _column(mapping, "latitude") or _column(mapping, "longitude"):
        return frame
    latitude, longitude = split_gps(cells)
    names = [f"{heading} ({axis})" for axis in ("latitude", "longitude")]
    mapping.update(zip(names, ("latitude", "longitude"), strict=True))
    return frame.assign(**dict(zip(names, (latitude, longitude), strict=True)))


def _year_of_date(frame: pd.DataFrame, mapping: dict[str, str]) -> pd.DataFrame:
    heading = _column(mapping, "demarcation_year")
    if heading is None:
        return frame
    dates = frame[heading].str.strip()
    if not dates.str.match(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}").any():
        return frame
    name = f"{heading} (year)"
    mapping[heading] = ""
    mapping[name] = "demarcation_year"
    return frame.assign(**{name: dates.str.replace(r"^(\d{4})[-/.]\d{1,2}[-/.].*$", r"\1", regex=True)})


def _zero_filled(frame: pd.DataFrame, mapping: dict[str, str], answers: Answers) -> pd.DataFrame:
    width = answers.choices.get("zero_fill", "")
    if not re.fullmatch(r"[1-9]\d?", width):
        return frame
    for heading in (heading for heading, column in mapping.items() if column in IDS and heading in frame.columns):
        cells = frame[heading].str.strip()
        digits = cells.str.fullmatch(r"\d+").astype(bool)
        frame = frame.assign(**{heading: frame[heading].where(~digits, cells.str.zfill(int(width)))})
    return frame
