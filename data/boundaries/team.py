"""The invented fieldworkers of the demonstration."""

from __future__ import annotations

from random import Random

import numpy as np

from data.boundaries.people import Row, pick
from data.boundaries.words import FIRST_NAMES, WardPlan

COLUMNS = (
    "worker_id", "latitude", "longitude", "name", "supervisor", "department", "skills", "languages", "employment", "home_ward",
    "mode", "days", "start", "end", "hours_per_day", "max_distance_m", "cost_per_day",
)  # fmt: skip

DEPARTMENTS = (
    ("health", 0.36), ("social development", 0.2), ("cooperative governance", 0.16), ("home affairs", 0.08),
    ("agriculture", 0.08), ("education", 0.06), ("Vukani Helping Hands (NGO)", 0.06),
)  # fmt: skip
EXTRA_SKILLS = ("health", "social development", "home affairs", "agriculture", "education", "housing")
#: Of each kind of employment: start, end, hours a day, weekdays, cost a day.
TERMS = {
    "salaried": ("07:30", "16:00", "7", "Mon;Tue;Wed;Thu;Fri", "620"),
    "stipend": ("08:00", "16:00", "6.5", "Mon;Tue;Wed;Thu;Fri", "210"),
    "volunteer": ("08:00", "13:00", "4.5", "Mon;Wed;Fri", "60"),
}
MODES = {
    "town": (("walk", 0.6), ("bicycle", 0.2), ("car", 0.2)),
    "township": (("walk", 0.8), ("bicycle", 0.1), ("car", 0.1)),
    "villages": (("walk", 0.45), ("bicycle", 0.3), ("car", 0.25)),
    "farms": (("walk", 0.1), ("bicycle", 0.25), ("car", 0.65)),
}


def worker(number: int, ward_id: str, ward: WardPlan, home: np.ndarray, random: Random) -> Row:
    """One fieldworker of a ward; ``home`` is a longitude and latitude."""
    row = dict.fromkeys(COLUMNS, "")
    employment = pick(random, (("salaried", 0.3), ("stipend", 0.5), ("volunteer", 0.2)))
    department = pick(random, DEPARTMENTS)
    row["worker_id"] = f"W{number:02d}"
    row["longitude"], row["latitude"] = f"{home[0]:.5f}", f"{home[1]:.5f}"
    row["name"] = f"{FIRST_NAMES[(number - 1) % len(FIRST_NAMES)]} {random.choice('BDGHKMNQSTVXZ')}."
    row["supervisor"] = f"War room of ward {int(ward_id[-2:])}"
    row["department"], row["employment"], row["home_ward"] = department, employment, ward_id
    row["skills"] = ";".join(_skills(department, random))
    row["languages"] = ";".join(_languages(ward, random))
    row["mode"] = pick(random, MODES[ward.kind])
    row["start"], row["end"], row["hours_per_day"], row["days"], row["cost_per_day"] = TERMS[employment]
    if employment == "stipend" and random.random() < 0.25:
        row["days"] = "Mon;Tue;Wed;Thu"
    if row["mode"] == "walk":
        row["max_distance_m"] = "6000"
    return row


def _skills(department: str, random: Random) -> list[str]:
    own = {department} if department in EXTRA_SKILLS else {"social development"}
    if random.random() < 0.5:
        own.add(random.choice(EXTRA_SKILLS))
    if department == "health" and random.random() < 0.25:
        own.add("nurse")
    return sorted(own)


def _languages(ward: WardPlan, random: Random) -> list[str]:
    spoken = {pick(random, ward.languages), ward.languages[0][0] if random.random() < 0.85 else "English"}
    if random.random() < 0.6:
        spoken.add("English")
    return sorted(spoken)
