"""The plan as a GeoPackage for QGIS: layers with styles and readable field names, in one file."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

import pyogrio

from geo.errors import FolderError
from geo.problems import Problem
from outputs.handout import FICTIONAL, FICTIONAL_NOTE, HandOut
from outputs.layers import Layer, layers
from outputs.styles import qml

#: The schema extension of GeoPackage 1.2 (OGC 12-128r14, annex F.9) holds what fields are called for people.
_SCHEMA = "http://www.geopackage.org/spec121/#extension_schema"
_COLUMNS_SQL = """
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
  constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
  max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
  f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
  owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE IF NOT EXISTS gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
"""
#: Where a SQLite file counts its changes, and repeats the count for which its version holds.
_COUNTERS = (24, 92)


def write_geopackage(handout: HandOut, path: Path) -> None:
    """Write the GeoPackage aside and put it in place of an older one.

    Layers: ``visits``, ``workers``, ``not_reached``, ``routes``, ``wards`` and, where there are any, ``service_points`` and
    ``landmark_points``, ``landmark_lines``, ``landmark_areas``; all in EPSG:4326. Telephone numbers and needs are left out.
    The same plan gives the same content.

    Parameters
    ----------
    handout : HandOut
        The plan and its surroundings.
    path : Path
        Ends in ``.gpkg``.

    Raises
    ------
    FolderError
        The file cannot be written; an older one is still whole.
    """
    path = Path(path)
    aside = path.with_name(f".{path.stem}-{uuid.uuid4().hex[:8]}.gpkg")
    found = layers(handout)
    try:
        for layer in found:
            _write(layer, aside)
        with closing(sqlite3.connect(aside)) as base:
            _describe(base, handout, found)
        _still(aside)
        aside.replace(path)
    except (OSError, sqlite3.Error, pyogrio.errors.DataSourceError) as error:
        text = f"The file {path.name} cannot be written."
        remedy = "Close it in other programs, and check that the folder may be written and the disk is not full."
        raise FolderError(str(Problem("E502", text, remedy=remedy))) from error
    finally:
        aside.unlink(missing_ok=True)


def _write(layer: Layer, path: Path) -> None:
    pyogrio.write_dataframe(
        layer.rows,
        path,
        layer=layer.name,
        driver="GPKG",
        geometry_type=layer.geometry_type,
        promote_to_multi=layer.geometry_type.startswith("Multi"),
        use_arrow=True,
        layer_options={"GEOMETRY_NAME": "geom", "DESCRIPTION": layer.about},
    )


def _still(path: Path) -> None:
    """Set the counter of changes, which depends on how often the writer happened to commit (SQLite file format, 1.3)."""
    with path.open("rb+") as file:
        for offset in _COUNTERS:
            file.seek(offset)
            file.write((1).to_bytes(4, "big"))


def _describe(base: sqlite3.Connection, handout: HandOut, found: list[Layer]) -> None:
    """Add names for people, styles and a date that does not depend on the clock."""
    base.executescript(_COLUMNS_SQL)
    stamp = f"{handout.day_printed.isoformat()}T00:00:00.000Z"
    note = f". {FICTIONAL}: {FICTIONAL_NOTE}" if handout.fictional else ""
    for layer in found:
        base.executemany(
            "INSERT INTO gpkg_data_columns (table_name, column_name, name, title) VALUES (?, ?, ?, ?)",
            [(layer.name, field, alias, alias) for field, alias in layer.aliases.items()],
        )
        base.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML,"
            " styleSLD, useAsDefault, description, owner, update_time) VALUES ('', '', ?, 'geom', ?, ?, '', 1, ?, '', ?)",
            (layer.name, layer.name, qml(layer), layer.about, stamp),
        )
        base.execute("UPDATE gpkg_contents SET description = ? WHERE table_name = ?", (layer.about + note, layer.name))
    base.executemany(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_schema', ?, 'read-write')",
        [("gpkg_data_columns", _SCHEMA), ("gpkg_data_column_constraints", _SCHEMA)],
    )
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description)"
        " VALUES ('layer_styles', 'attributes', 'layer_styles', '')"
    )
    base.execute("UPDATE gpkg_contents SET last_change = ?", (stamp,))
    base.commit()
    base.execute("VACUUM")
