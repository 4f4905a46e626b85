"""Layers of areas of other bodies: read from what they publish, whatever their columns are called."""

from __future__ import annotations

import re
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.codes import Behaviour
from geo.errors import InputProblems
from geo.intake.aliases import plain
from geo.intake.reading import Given, read_raw
from geo.intake.receive import split_layer
from geo.intake.result import Answers, RawTable
from geo.problems import Problem, many
from geo.settings import Settings
from outputs.folder import InputFile
from workflows.list_reading import input_files

#: Columns of :attr:`OtherAreas.table`.
AREAS = ("area_id", "name", "geometry")
#: What a column with the id, and one with the name, of an area may be called, without signs and in small letters; the most
#: certain first. Written by us, from what SAPS, provincial departments of education and health, and OCHA call theirs.
_IDS = (
    "areaid areacode id code pcode uid uuid ouuid orgunitid objectcode precinctid precinctcode stationid stationcode "
    "circuitid circuitcode circuitno districtid districtcode subdistrictid subdistrictcode adm3pcode adm2pcode compid nr no "
    "number fid objectid"
)
_NAMES = (
    "name areaname label title naam igama compntnm compnm precinctname precinct stationname station policestation "
    "circuitname circuit subdistrictname subdistrict subdist healthdistrict districtname district adm3en adm2en area "
    "description"
)


@dataclass(frozen=True)
class OtherAreas:
    """A layer of areas.

    Attributes
    ----------
    called : str
        How it is called: by its layer, else by its file.
    table : GeoDataFrame
        Columns :data:`AREAS`: an area a row, EPSG:4326, by ``area_id`` (text, each once).
    remarks : tuple of str
        What was made of the layer, in plain sentences: rows left out, columns that gave ids and names.
    files : tuple of InputFile
        Where it was read from, for a path.
    """

    called: str
    table: gpd.GeoDataFrame
    remarks: tuple[str, ...] = ()
    files: tuple[InputFile, ...] = ()


def layers_of(given: Given, name: str = "") -> list[str]:
    """The layers or sheets of a file of which one must be named; none where there is nothing to choose.

    Parameters
    ----------
    given, name
        As of :func:`read_areas`.
    """
    raw = read_raw("wards", given, name=name or None, settings=Settings.load())
    return [option.value for question in raw.questions if question.code == "E106" for option in question.options]


def read_areas(given: Given, name: str = "", layer: str = "") -> OtherAreas:
    """Read a layer of areas: GeoPackage, shapefile (zipped, for bytes), GeoJSON, KML, FlatGeobuf.

    Ids come from the first column that is called like one and has another text in each row, else from the first column that
    has, else rows are numbered; names from a column that is called like one, else they are the ids. Rows with the same id are
    parts of one area; rows without an area are left out.

    Parameters
    ----------
    given : path (``FILE::LAYER`` too), bytes or binary stream
        The file.
    name : str
        What to call it; the path's own name where left out.
    layer : str
        The layer, of a file that has several and does not name one.

    Raises
    ------
    InputProblems
        The file cannot be read, has several layers of which one must be named, says not in which system its coordinates are
        (E300), does not keep to it (E303), or holds no areas (E402).
    """
    raw = read_raw("wards", given, Answers.of_layer(layer), name=name or None, settings=Settings.load())
    file = raw.source.name
    shapes = _degrees(raw, file)
    is_area = np.isin(shapely.get_type_id(shapes), (3, 6)) & ~shapely.is_empty(shapes)
    if not is_area.any():
        remedy = "Give a layer of areas, as the precincts of police stations are; points and lines have no inside."
        raise InputProblems([Problem("E402", "The layer holds no areas.", file=file, remedy=remedy)])
    frame = raw.frame[is_area].fillna("").astype(str).apply(lambda column: column.str.strip())
    of_id, of_name = _id_column(frame), _first(frame, _NAMES)
    ids = frame[of_id] if of_id else pd.Series([str(at) for at in range(1, len(frame) + 1)], index=frame.index)
    names = frame[of_name].where(frame[of_name] != "", ids) if of_name else ids
    parts = pd.DataFrame({"area_id": ids.to_numpy(), "name": names.to_numpy(), "shape": shapely.make_valid(shapes[is_area])})
    rows = [
        (code, str(own["name"].iloc[0]), shapely.union_all(np.asarray(own["shape"], dtype=object)))
        for code, own in parts.groupby("area_id", sort=True)
    ]
    table = gpd.GeoDataFrame(
        {"area_id": [row[0] for row in rows], "name": [row[1] for row in rows]},
        geometry=[row[2] for row in rows],
        crs="EPSG:4326",
    )
    layer = layer or raw.source.layer or (split_layer(given)[1] if isinstance(given, str) else "")
    remarks = _remarks(of_id, of_name, int((~is_area).sum()), len(parts) - len(table))
    files = tuple(input_files("areas", given)) if isinstance(given, str) else ()
    return OtherAreas(_called(file, layer), table, remarks, files)


def _called(file: str, layer: str) -> str:
    return re.sub(r"[_\s]+", " ", layer or re.sub(r"\.[A-Za-z0-9]+$", "", file)).strip()


def _degrees(raw: RawTable, file: str) -> np.ndarray:
    wrong = [problem for problem in raw.problems if problem.behaviour is Behaviour.REJECT]
    for question in raw.questions:
        there = "; ".join(option.value for option in question.options[:12])
        first = question.options[0].value if question.options else "LAYER"
        fact = f"{question.text} There are: {there}." if there else question.text
        wrong.append(Problem(question.code, fact, file=file, remedy=f"Name it behind the file, as {file}::{first}."))
    if not wrong and (raw.geometry is None or not len(raw.frame)):
        wrong.append(Problem("E402", "The file holds no shapes.", file=file, remedy="Give a layer of areas, as a GeoPackage."))
    if not wrong and raw.geometry is not None and raw.geometry.crs is None:
        wrong.append(Problem("E300", "The layer does not say in which system its coordinates are.", file=file))
    if wrong or raw.geometry is None:
        raise InputProblems(wrong)
    done = np.asarray(gpd.GeoSeries(raw.geometry).to_crs("EPSG:4326").array, dtype=object)
    bounds = shapely.total_bounds(done)
    if not np.isfinite(bounds).all() or abs(bounds[[0, 2]]).max() > 180 or abs(bounds[[1, 3]]).max() > 90:
        raise InputProblems([Problem("E303", "The coordinates are no degrees, although the layer says so.", file=file)])
    return done


def _id_column(frame: pd.DataFrame) -> str:
    """The column with the ids: one that is called so (parts of one area share an id), else one that differs in each row."""
    full = [name for name in frame.columns if frame[name].ne("").all()]
    called = _first(frame[full], _IDS)
    if called and frame[called].nunique() > 1:
        return called
    return next((name for name in full if frame[name].is_unique), "")


def _first(frame: pd.DataFrame, called: str) -> str:
    """The heading of the first of these names that some row fills in; "" for none."""
    known = {plain(str(name)): str(name) for name in reversed(list(frame.columns)) if frame[name].ne("").any()}
    return next((known[name] for name in called.split() if name in known), "")


def _remarks(of_id: str, of_name: str, no_area: int, parts: int) -> tuple[str, ...]:
    found = [f"Ids from the column {of_id}." if of_id else "No column tells the areas apart: they are numbered."]
    found.append(f"Names from the column {of_name}." if of_name else "No column holds names: areas are called by their ids.")
    if no_area:
        found.append(f"{many(no_area, 'row has', 'rows have')} no area and {'is' if no_area == 1 else 'are'} left out.")
    if parts:
        found.append(f"{many(parts, 'row is a further part', 'rows are further parts')} of an area of the same id.")
    return tuple(found)
