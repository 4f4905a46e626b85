"""Contracts of the tables: columns, types, units, defaults, and the pandera schemas made from them.

One description a column serves everything that needs to know it: validation, the import's alias table, the blank
templates, and ``docs/data-dictionary.md``.

Inside Wardround a table is a GeoDataFrame in EPSG:4326 with every column of its contract, in this shape:

========== ========================================= =======================================
kind       in memory                                 blank
========== ========================================= =======================================
id, text,  ``str``                                   ``""``
choice
list       ``str``, items separated by ``;``         ``""``
number     ``float64``                               ``NaN`` unless the column has a default
flag       ``bool``                                  ``False``
date       ``str``, ``YYYY-MM-DD``                   ``""``
time       ``str`` ``HH:MM`` or minutes (object)     ``""`` unless the column has a default
windows    ``str`` or pairs of minutes (object)      ``""``
geometry   shapely, EPSG:4326                        ``None``
========== ========================================= =======================================
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pandera.pandas as pa
from numpy.exceptions import ComplexWarning
from numpy.typing import NDArray
from pyproj.exceptions import ProjError

from geo.clock import minutes, windows
from geo.errors import InputProblems
from geo.headings import frame_problems
from geo.problems import Problem, many

CRS = "EPSG:4326"
NUMERIC = ("number",)
TEXTUAL = ("id", "text", "choice", "list", "date")


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name, kind : str
        See the module docstring for the kinds.
    help : str
        One plain sentence, shown in templates, on screens and in the data dictionary.
    required : bool
    default : object
        What a blank becomes; ``None`` leaves the kind's own blank.
    unit : str
    low, high : float
        Accepted range of a number, both ends included.
    likely_high : float
        Above this a value in a *file* is quarantined as out of range; a table given in Python may pass it (instances
        from the literature have days of any length).
    choices : tuple of str
        Accepted words of a ``choice`` or of the items of a ``list``; empty for any.
    example : str
    personal : bool
        Whether it may identify a person or a home: kept out of logs, error texts and URLs.
    ahead : bool
        Whether a date may lie in the future; that of something that has happened may not.
    whole : bool
        Whether a number in a *file* that is no whole one is quarantined.
    """

    name: str
    kind: str
    help: str
    required: bool = False
    default: Any = None
    unit: str = ""
    low: float = -np.inf
    high: float = np.inf
    likely_high: float = np.inf
    choices: tuple[str, ...] = ()
    example: str = ""
    personal: bool = False
    ahead: bool = False
    whole: bool = False


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MODES = ("walk", "bicycle", "car")
ACCURACIES = ("exact", "street", "village", "unknown")
SETTLEMENTS = ("urban", "rural", "deep_rural")
STATUSES = ("active", "refused", "do_not_visit", "moved")
#: Statuses of households that nobody visits.
BARRED = STATUSES[1:]
RESTRICTIONS = ("no entry", "pairs only", "daylight only", "wet season", "owner refused")

WARDS = (
    Column("ward_id", "id", "The ward's code, 8 digits of the Municipal Demarcation Board.", required=True, example="21004001"),
    Column("ward_no", "text", "The ward's number in its municipality.", example="1"),
    Column("municipality_id", "id", "The local municipality's code.", required=True, example="EC104"),
    Column("municipality", "text", "The local municipality's name.", example="Makana"),
    Column("district_id", "id", "The district's code.", example="DC10"),
    Column("district", "text", "The district's name.", example="Sarah Baartman"),
    Column("province", "text", "The province.", example="Eastern Cape"),
    Column("demarcation_year", "text", "The year of the demarcation that the code belongs to.", example="2020"),
    Column("settlement", "choice", "Kind of settlement, for households that state none of their own.", choices=SETTLEMENTS),
    Column("geometry", "geometry", "The ward's area.", required=True),
)

HOUSEHOLDS = (
    Column("household_id", "id", "Your own id of the household.", required=True, example="H-0001", personal=True),
    Column(
        "geometry", "geometry", "Where the household is: latitude and longitude, or a village or section instead.", personal=True
    ),
    Column("place_accuracy", "choice", "How exact the place is.", choices=ACCURACIES, example="exact"),
    Column(
        "ward_id",
        "id",
        "The ward that the list states for it; its number, as Ward 1, does where one ward has it.",
        example="21004001",
    ),
    Column(
        "label",
        "text",
        "What is painted on the gate or known to neighbours; printed on the sheet.",
        example="Blue gate",
        personal=True,
    ),
    Column("address", "text", "Street address.", example="12 Acacia Street", personal=True),
    Column("directions", "text", "How to find it.", example="Behind the spaza shop", personal=True),
    Column("phone", "text", "Telephone.", example="+27 82 000 0000", personal=True),
    Column("village", "text", "Village or section.", example="Lower Gqora"),
    Column(
        "settlement", "choice", "Kind of settlement; found from the ward or the houses around where blank.", choices=SETTLEMENTS
    ),
    Column("members", "number", "People in the household.", unit="people", low=0, high=200, example="4"),
    Column(
        "visit_min",
        "number",
        "Minutes that the visit takes; the round's own where blank.",
        unit="min",
        low=0,
        high=1e6,
        likely_high=720,
    ),
    Column("load", "number", "What must be carried to it.", default=1.0, unit="units", low=0, high=1e6),
    Column("priority", "number", "0 to 100: who comes first.", default=0.0, low=0, high=100, example="50"),
    Column(
        "prize_min",
        "number",
        "Minutes of travel that the household is worth: it is visited if, and only if, the way costs less. Blank: served first.",
        unit="min",
        low=0,
        high=1e7,
    ),
    Column("needs", "list", "Services the household needs.", example="health;social development", personal=True),
    Column("skills", "list", "Skills that the visitor must have, all of them.", example="nurse"),
    Column("language", "text", "Home language.", example="isiXhosa"),
    Column("available", "windows", "Hours in which a visit may start.", example="08:00-11:00;14:00-17:00"),
    Column(
        "visitors",
        "number",
        "Visitors at once: 2 where one person alone is not safe, or two must come together.",
        default=1.0,
        low=1,
        high=2,
        example="2",
        whole=True,
    ),
    Column(
        "visits",
        "number",
        "How often in the round, on different days.",
        default=1.0,
        low=1,
        high=50,
        example="2",
        whole=True,
    ),
    Column("needs_met", "list", "Services that it already gets.", personal=True),
    Column("last_profiled", "date", "Date of the last profiling visit.", example="2024-05-13"),
    Column("last_worker", "id", "Who came last time.", example="W-01"),
    Column(
        "not_workers",
        "list",
        "Ids of fieldworkers who must not visit it: a relative, a neighbour.",
        example="W-02;W-05",
        personal=True,
    ),
    Column("status", "choice", "Whether it may be visited.", default="active", choices=STATUSES),
)

FIELDWORKERS = (
    Column("worker_id", "id", "Your own id of the fieldworker.", required=True, example="W-01"),
    Column("geometry", "geometry", "The fieldworker's home: latitude and longitude.", required=True, personal=True),
    Column("name", "text", "Name, printed on the sheet.", example="Thandi M.", personal=True),
    Column("phone", "text", "Telephone.", personal=True),
    Column("supervisor", "text", "Who is called when something goes wrong.", personal=True),
    Column("department", "text", "The department or NGO.", example="health"),
    Column("skills", "list", "What the fieldworker can do.", example="health;social development"),
    Column("languages", "list", "Languages spoken.", example="isiXhosa;English"),
    Column("employment", "choice", "Terms.", choices=("volunteer", "stipend", "salaried")),
    Column(
        "home_ward",
        "id",
        "The ward in which the fieldworker works at home; the one around the home where blank.",
        example="21004001",
    ),
    Column("mode", "choice", "How the fieldworker travels.", default="walk", choices=MODES),
    Column(
        "days",
        "text",
        "Weekdays worked, or dates, each also with hours; all of Monday to Friday where blank.",
        example="Mon;Tue;Wed 08:00-12:00",
    ),
    Column("start", "time", "Earliest leaving.", default="08:00", example="08:00"),
    Column(
        "end", "time", "Latest being home; 17:00 where blank (with a travel matrix: start plus hours a day).", example="17:00"
    ),
    Column(
        "hours_per_day",
        "number",
        "Longest time from leaving to being home.",
        default=7.0,
        unit="h",
        low=0,
        high=1e5,
        likely_high=24,
        example="7",
    ),
    Column(
        "hours_per_week",
        "number",
        "Most hours a week from leaving to being home; the plan chooses the days.",
        unit="h",
        low=0,
        high=168,
    ),
    Column("load_per_day", "number", "Most that can be carried a day.", unit="units", low=0, high=1e9),
    Column("max_distance_m", "number", "Longest straight line from home to a household.", unit="m", low=0, high=2e7),
    Column("cost_per_day", "number", "Cost of a day worked.", unit="currency", low=0, high=1e9),
    Column(
        "vehicle",
        "id",
        "The shared vehicle that may take the fieldworker along, by its id in the list of vehicles; none where blank.",
        example="V-1",
    ),
)

VEHICLES = (
    Column("vehicle_id", "id", "Your own id of the vehicle.", required=True, example="V-1"),
    Column(
        "geometry",
        "geometry",
        "Where it starts and ends each day, and where the fieldworkers get in: latitude and longitude.",
        required=True,
    ),
    Column(
        "seats",
        "number",
        "Fieldworkers that it takes at once, the driver not counted.",
        default=4.0,
        low=1,
        high=60,
        whole=True,
    ),
    Column("name", "text", "What it is called, or its number plate; printed on the driver's sheet.", example="White bakkie"),
    Column(
        "days",
        "text",
        "Weekdays on which it drives, or dates, each also with hours; all of Monday to Friday where blank.",
        example="Mon;Wed;2026-03-06 08:00-12:00",
    ),
    Column("start", "time", "Earliest start.", default="08:00", example="08:00"),
    Column("end", "time", "Latest return.", default="17:00", example="17:00"),
    Column(
        "speed_kmh",
        "number",
        "Its speed; that of a car in the round where blank.",
        unit="km/h",
        low=1,
        high=200,
        example="35",
    ),
)

SERVICE_POINTS = (
    Column("point_id", "id", "Your own id of the service point.", required=True, example="P-01"),
    Column("geometry", "geometry", "Where it is.", required=True),
    Column("sector", "text", "The service: health, education, …", required=True, example="health"),
    Column("name", "text", "Its name.", example="Gqora clinic"),
    Column("capacity", "number", "People it can serve.", unit="people", low=0, high=1e9),
    Column("cost", "number", "What a new point costs here, for a choice within a budget; in any one unit.", low=0, high=1e12),
    Column("has_electricity", "flag", "Electricity on site."),
    Column("has_water", "flag", "Water on site."),
    Column("has_furniture", "flag", "Tables and chairs on site."),
    Column("accessible", "flag", "A wheelchair can get in."),
)

LANDMARKS = (
    Column("name", "text", "What it is called.", example="Gqora river"),
    Column("kind", "text", "road, river, school, village, …", example="river"),
    Column("geometry", "geometry", "Point, line or area.", required=True),
)

RESTRICTED = (
    Column(
        "kind",
        "choice",
        "What holds in the area; one that is closed for a whole round is gone round too.",
        required=True,
        choices=RESTRICTIONS,
        example="pairs only",
    ),
    Column("reason", "text", "Why.", example="Dogs and gangs"),
    Column("from", "date", "First day on which it holds; always before where blank.", example="2026-03-02", ahead=True),
    Column("until", "date", "Last day on which it holds; always after where blank.", example="2026-03-13", ahead=True),
    Column("geometry", "geometry", "The area.", required=True),
)

TABLES = MappingProxyType(
    {
        "wards": WARDS,
        "households": HOUSEHOLDS,
        "fieldworkers": FIELDWORKERS,
        "service_points": SERVICE_POINTS,
        "landmarks": LANDMARKS,
        "restrictions": RESTRICTED,
        "vehicles": VEHICLES,
    }
)
#: The column that names a row of each table.
KEYS = MappingProxyType(
    {
        "wards": "ward_id",
        "households": "household_id",
        "fieldworkers": "worker_id",
        "service_points": "point_id",
        "vehicles": "vehicle_id",
    }
)


def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table of :data:`TABLES`."""
    return TABLES[table]


def items(cell: str) -> tuple[str, ...]:
    """The items of a list cell, trimmed, blanks left out.

    Examples
    --------
    >>> items("health; social development;")
    ('health', 'social development')
    """
    return tuple(part for part in (piece.strip() for piece in cell.split(";")) if part)


def complete(table: str, frame: pd.DataFrame, lost: dict[str, NDArray[np.bool_]] | None = None) -> gpd.GeoDataFrame:
    """A copy of ``frame`` in the shape of the contract: every column there, typed, blanks filled.

    Does not judge: a value that cannot be converted raises ``ValueError`` naming its column, or becomes blank and is
    marked in ``lost`` (column → mask of rows) where that is given. Columns outside the contract are
    kept, behind the others. A missing geometry column becomes all ``None``; another CRS is converted.
    """
    out: dict[str, Any] = {}
    for column in TABLES[table]:
        if column.kind == "geometry":
            continue
        source = frame[column.name] if column.name in frame.columns else None
        out[column.name] = _typed(column, source, len(frame), lost)
    extra = [name for name in frame.columns if name not in out and name != "geometry"]
    if isinstance(frame, gpd.GeoDataFrame) and frame._geometry_column_name in frame.columns:
        places = frame.geometry if frame.crs is None else frame.geometry.to_crs(CRS)
        geometry = np.asarray(places.array)
    elif "geometry" in frame.columns:
        geometry = np.asarray(frame["geometry"], dtype=object)
    else:
        geometry = np.full(len(frame), None, dtype=object)
    result = pd.concat([pd.DataFrame(out, index=frame.index), pd.DataFrame(frame)[extra]], axis=1)
    return gpd.GeoDataFrame(result, geometry=gpd.GeoSeries(geometry, index=frame.index, crs=CRS))


def _typed(column: Column, source: pd.Series[Any] | None, rows: int, lost: dict[str, NDArray[np.bool_]] | None) -> Any:
    if source is None:
        source = pd.Series([None] * rows, dtype=object)
    missing = source.isna().to_numpy()
    if column.kind == "number":
        values = _numbers(source)
        bad = np.isnan(values) & ~missing & np.array([not _is_blank(v) for v in source], dtype=bool)
        if bad.any() and lost is None:
            raise ValueError(f"{column.name}: {int(bad.sum())} values are not numbers")
        if bad.any() and lost is not None:
            lost[column.name] = bad
        return values if column.default is None else np.where(np.isnan(values), column.default, values)
    if column.kind == "flag":
        return np.array([str(v).strip().lower() in {"1", "true", "yes", "y"} for v in source], dtype=bool)
    blank = "" if column.default is None else column.default
    if column.kind in ("time", "windows"):
        return pd.Series([blank if _is_blank(v) else v for v in source], dtype=object).to_numpy()
    if column.kind == "list":
        texts = [_joined(v) for v in source]
    else:
        texts = ["" if m else str(v).strip() for v, m in zip(source, missing, strict=True)]
    return pd.array([text or blank for text in texts], dtype="str")


def _numbers(source: pd.Series[Any]) -> NDArray[np.float64]:
    """Numbers of a column, NaN where a cell is none; a cell may hold anything at all."""
    if source.dtype.kind != "c":
        try:
            numbers = pd.to_numeric(source.replace("", np.nan) if source.dtype == object else source, errors="coerce")
            return np.asarray(numbers.to_numpy(dtype=float, na_value=np.nan), dtype=float)
        except (TypeError, ValueError, OverflowError, ComplexWarning):
            pass  # something odd stands among the cells: each is looked at alone
    return np.array([_number(value) for value in source], dtype=float)


def _number(value: Any) -> float:
    if not isinstance(value, str | int | float | np.integer | np.floating):
        return np.nan
    try:
        return float(value)
    except (ValueError, OverflowError):
        return np.nan


def _is_blank(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and np.isnan(value))


def _joined(value: Any) -> str:
    if _is_blank(value):
        return ""
    if isinstance(value, list | tuple | set | frozenset | np.ndarray | pd.Series):
        return ";".join(str(item).strip() for item in value if not _is_blank(item))
    return ";".join(items(str(value)))


def _checks(column: Column) -> list[pa.Check]:
    checks: list[pa.Check] = []
    if column.kind == "number" and (np.isfinite(column.low) or np.isfinite(column.high)):
        checks.append(pa.Check.in_range(column.low, column.high, error=f"must lie between {column.low:g} and {column.high:g}"))
    if column.kind == "choice":
        checks.append(pa.Check.isin([*column.choices, ""], error="must be one of " + ", ".join(column.choices)))
    if column.kind == "time":
        checks.append(pa.Check(_blank_or(_readable(minutes)), element_wise=True, error="must be a time like 08:00"))
    if column.kind == "windows":
        known = "must be windows like 08:00-11:00;14:00-17:00, or pairs of minutes as lists"
        checks.append(pa.Check(_readable(windows), element_wise=True, error=known))
    if column.required and column.kind != "geometry":
        checks.append(pa.Check.ne("", error="must not be blank"))
    return checks


def _blank_or(test: Any) -> Any:
    return lambda value: value == "" or test(value)


def _readable(parse: Any) -> Any:
    def test(value: Any) -> bool:
        try:
            parse(value)
        except (ValueError, TypeError, IndexError):
            return False
        return True

    return test


def schema(table: str) -> pa.DataFrameSchema:
    """The pandera schema of a completed table (geometry is judged apart)."""
    parts = {
        column.name: pa.Column(None, checks=_checks(column), nullable=True, unique=column.name == KEYS.get(table))
        for column in TABLES[table]
        if column.kind != "geometry"
    }
    return pa.DataFrameSchema(parts, strict=False)


def validate(table: str, frame: pd.DataFrame, *, needs_place: bool = True) -> gpd.GeoDataFrame:
    """Complete and check a table once, at the boundary.

    Parameters
    ----------
    table : str
        A key of :data:`TABLES`.
    frame : DataFrame or GeoDataFrame
        Any order of columns; a frame without geometry may hold ``latitude`` and ``longitude`` (degrees). A GeoDataFrame must
        say its coordinate system (E300); shapes in a plain DataFrame are taken as degrees.
    needs_place : bool
        Whether a required geometry must be there (not asked for with a travel matrix).

    Returns
    -------
    GeoDataFrame
        In the shape of the contract, with a fresh index from 0.

    Raises
    ------
    InputProblems
        Everything wrong with the table, all at once.
    """
    done, problems = examine(table, frame, needs_place=needs_place)
    if problems or done is None:
        raise InputProblems(problems)
    return done


def examine(table: str, frame: pd.DataFrame, *, needs_place: bool = True) -> tuple[gpd.GeoDataFrame | None, list[Problem]]:
    """As :func:`validate`, but with the completed table and everything wrong with it side by side.

    The table is None where its headings or its kind do not let it be completed at all.
    """
    shape = next(column for column in TABLES[table] if column.kind == "geometry")
    place = "" if not needs_place else "must" if shape.required else "may"
    needed = [column.name for column in TABLES[table] if column.required and column.kind != "geometry"]
    problems = frame_problems(table, frame, needed, place)
    if problems:
        return None, problems
    anywhere = bool(place) and _without_crs(frame)
    if anywhere:
        fact = f"The places of the {table} table do not say in which coordinate system (crs) they are."
        remedy = 'Say it, as with frame.set_crs("EPSG:4326") where they are longitude and latitude in degrees.'
        problems.append(Problem("E300", fact, file=table, column="geometry", remedy=remedy))
    frame = _named(frame)
    lost: dict[str, NDArray[np.bool_]] = {}
    try:
        done = complete(table, _with_points(frame), lost).reset_index(drop=True)
    except ProjError:
        fact = f"The coordinate system (crs) of the {table} table cannot be turned into degrees."
        return None, [Problem("E303", fact, file=table, column="geometry")]
    for name, mask in lost.items():
        rows = tuple(int(i) + 2 for i in mask.nonzero()[0])
        fact = f"{name}: {len(rows)} {'value is not a number' if len(rows) == 1 else 'values are not numbers'}."
        problems.append(Problem("E212", fact, file=table, rows=rows, column=name))
    try:
        schema(table).validate(done.drop(columns="geometry"), lazy=True)
    except pa.errors.SchemaErrors as errors:
        problems.extend(_from_pandera(table, errors))
    if place == "must":
        unknown = np.isnan(done.geometry.bounds.to_numpy(dtype=float)).any(axis=1)
        empty = ((done.geometry.isna() | done.geometry.is_empty).to_numpy() | unknown).nonzero()[0]
        if len(empty):
            rows = tuple(int(i) + 2 for i in empty)
            fact = f"{many(len(empty), 'row')} of {table} {'has' if len(empty) == 1 else 'have'} no place."
            problems.append(Problem("E212", fact, file=table, rows=rows, column="geometry"))
    problems += ([] if anywhere else _misplaced(table, done.geometry)) + _unread_places(table, frame)
    return done, problems


def _without_crs(frame: pd.DataFrame) -> bool:
    """Whether it is a map layer with places and no reference system: taken as degrees, it could lie anywhere."""
    if not isinstance(frame, gpd.GeoDataFrame) or frame._geometry_column_name not in frame.columns or frame.crs is not None:
        return False
    return bool(np.isfinite(frame.geometry.bounds.to_numpy(dtype=float)).all(axis=1).any())


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with texts as headings; a column of numbers has a number as heading where a file had none."""
    if all(isinstance(name, str) for name in frame.columns):
        return frame
    named: pd.DataFrame = frame.rename(columns=str)
    return named


def _misplaced(table: str, places: gpd.GeoSeries) -> list[Problem]:
    """Places that cannot be degrees: metres without their reference system must never be read as such."""
    bounds = places.bounds.to_numpy(dtype=float)
    with np.errstate(invalid="ignore"):
        off = (np.abs(bounds[:, [0, 2]]) > 180).any(axis=1) | (np.abs(bounds[:, [1, 3]]) > 90).any(axis=1)
    off |= np.isinf(bounds).any(axis=1)
    if not off.any():
        return []
    fact = (
        f"{many(int(off.sum()), 'place')} of {table} {'is' if off.sum() == 1 else 'are'} not longitude and latitude in degrees; "
        "say in which system (crs) they are."
    )
    return [Problem("E303", fact, file=table, rows=tuple(int(i) + 2 for i in off.nonzero()[0]), column="geometry")]


def _unread_places(table: str, frame: pd.DataFrame) -> list[Problem]:
    """Cells of latitude and longitude that hold something which is no number."""
    found = []
    if _has_two_columns(frame):
        for name in ("latitude", "longitude"):
            lost = np.isnan(_numbers(frame[name])) & np.array([not _is_blank(value) for value in frame[name]], dtype=bool)
            if lost.any():
                rows = tuple(int(i) + 2 for i in lost.nonzero()[0])
                found.append(
                    Problem(
                        "E313",
                        f"{name}: {many(len(rows), 'value is not a number', 'values are not numbers')}.",
                        file=table,
                        rows=rows,
                        column=name,
                    )
                )
    return found


def _has_two_columns(frame: pd.DataFrame) -> bool:
    """Whether latitude and longitude stand for the geometry that the table does not have."""
    own = frame._geometry_column_name if isinstance(frame, gpd.GeoDataFrame) else "geometry"
    return own not in frame.columns and {"latitude", "longitude"} <= set(frame.columns)


def _with_points(frame: pd.DataFrame) -> pd.DataFrame:
    if not _has_two_columns(frame):
        return frame
    x, y = (_numbers(frame[name]) for name in ("longitude", "latitude"))
    points = gpd.GeoSeries(gpd.points_from_xy(x, y), index=frame.index, crs=CRS)
    points[np.isnan(x) | np.isnan(y)] = None
    placed: pd.DataFrame = gpd.GeoDataFrame(pd.DataFrame(frame).drop(columns=["latitude", "longitude"]), geometry=points)
    return placed


def _from_pandera(table: str, errors: pa.errors.SchemaErrors) -> list[Problem]:
    cases = errors.failure_cases
    found = []
    for (name, check), group in cases.groupby(["column", "check"], sort=False, dropna=False):
        rows = tuple(sorted(int(i) + 2 for i in group["index"].dropna()))
        code = (
            "E211"
            if "unique" in str(check)
            else "E213"
            if "between" in str(check)
            else "E210"
            if "blank" in str(check)
            else "E212"
        )
        fact = "is there more than once" if code == "E211" else str(check)
        found.append(
            Problem(code, f"{name} {fact}: {many(len(rows), 'row')} of {table}.", file=table, rows=rows, column=str(name))
        )
    return found
