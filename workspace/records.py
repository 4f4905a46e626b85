"""The tables of the contract (``geo/tables.py``) as they are kept: the rows of the current import of each.

A test holds the columns here against the contract. Words that SQL keeps for itself carry another name in the database.
"""

from __future__ import annotations

from typing import Any

from shapely.geometry.base import BaseGeometry
from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workspace.schema import Base
from workspace.types import Geometry


class Record(Base):
    """What every kept row has: its import, its place in the table, its row in the file."""

    __abstract__ = True
    import_id: Mapped[str] = mapped_column(ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    row_no: Mapped[int]
    geometry: Mapped[BaseGeometry | None] = mapped_column(Geometry)


class Ward(Record):
    """A ward."""

    __tablename__ = "wards"
    ward_id: Mapped[str]
    ward_no: Mapped[str]
    municipality_id: Mapped[str]
    municipality: Mapped[str]
    district_id: Mapped[str]
    district: Mapped[str]
    province: Mapped[str]
    demarcation_year: Mapped[str]
    settlement: Mapped[str]


class Household(Record):
    """A place to visit."""

    __tablename__ = "households"
    household_id: Mapped[str]
    place_accuracy: Mapped[str]
    ward_id: Mapped[str]
    label: Mapped[str]
    address: Mapped[str]
    directions: Mapped[str]
    phone: Mapped[str]
    village: Mapped[str]
    settlement: Mapped[str]
    members: Mapped[float | None]
    visit_min: Mapped[float | None]
    load: Mapped[float | None] = mapped_column("load_units")
    priority: Mapped[float | None]
    prize_min: Mapped[float | None]
    needs: Mapped[str]
    skills: Mapped[str]
    language: Mapped[str]
    available: Mapped[Any] = mapped_column(JSON)
    visitors: Mapped[float | None]
    visits: Mapped[float | None]
    needs_met: Mapped[str]
    last_profiled: Mapped[str]
    last_worker: Mapped[str]
    not_workers: Mapped[str]
    status: Mapped[str]


class Fieldworker(Record):
    """A person who visits."""

    __tablename__ = "fieldworkers"
    worker_id: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str]
    supervisor: Mapped[str]
    department: Mapped[str]
    skills: Mapped[str]
    languages: Mapped[str]
    employment: Mapped[str]
    home_ward: Mapped[str]
    mode: Mapped[str]
    days: Mapped[str]
    start: Mapped[Any] = mapped_column("earliest_start", JSON)
    end: Mapped[Any] = mapped_column("latest_end", JSON)
    hours_per_day: Mapped[float | None]
    hours_per_week: Mapped[float | None]
    load_per_day: Mapped[float | None]
    max_distance_m: Mapped[float | None]
    cost_per_day: Mapped[float | None]
    vehicle: Mapped[str]


class ServicePoint(Record):
    """A clinic, school, pay point, war room, …"""

    __tablename__ = "service_points"
    point_id: Mapped[str]
    sector: Mapped[str]
    name: Mapped[str]
    capacity: Mapped[float | None]
    cost: Mapped[float | None]
    has_electricity: Mapped[bool]
    has_water: Mapped[bool]
    has_furniture: Mapped[bool]
    accessible: Mapped[bool]


class Landmark(Record):
    """A road, river, school, village, … to look at."""

    __tablename__ = "landmarks"
    name: Mapped[str]
    kind: Mapped[str]


class Restriction(Record):
    """An area with no entry, for pairs only, in daylight only, …"""

    __tablename__ = "restrictions"
    kind: Mapped[str]
    reason: Mapped[str]
    until: Mapped[str] = mapped_column("until_date")


class Vehicle(Record):
    """A shared vehicle that drops fieldworkers and fetches them."""

    __tablename__ = "vehicles"
    vehicle_id: Mapped[str]
    seats: Mapped[float | None]
    name: Mapped[str]
    days: Mapped[str]
    start: Mapped[Any] = mapped_column("earliest_start", JSON)
    end: Mapped[Any] = mapped_column("latest_end", JSON)
    speed_kmh: Mapped[float | None]


# A word that Python keeps for itself too.
setattr(Restriction, "from", mapped_column("from_date", String, nullable=False))

#: The model of each table of the contract.
RECORDS: dict[str, type[Record]] = {
    "wards": Ward,
    "households": Household,
    "fieldworkers": Fieldworker,
    "service_points": ServicePoint,
    "landmarks": Landmark,
    "restrictions": Restriction,
    "vehicles": Vehicle,
}
