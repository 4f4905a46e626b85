"""The invented household list: one row a household, with what real lists have and lack."""

from __future__ import annotations

import datetime as dt
from random import Random

import numpy as np

from data.boundaries.words import DIRECTIONS, LABELS, NEEDS, STREETS, WardPlan

COLUMNS = (
    "household_id", "latitude", "longitude", "place_accuracy", "ward_id", "label", "address", "directions", "village",
    "settlement", "members", "visit_min", "priority", "needs", "skills", "language", "available", "last_profiled", "last_worker",
    "status",
)  # fmt: skip

WINDOWS = ("08:00-11:00", "13:00-16:30", "08:00-10:30;14:00-16:30", "09:00-12:00", "10:00-15:00")
#: Someone is at home only in the evening: no fieldworker is out then.
EVENING = "18:00-20:00"
SETTLEMENT = {"town": "", "township": "", "villages": "rural", "farms": ""}

Row = dict[str, str]


def pick(random: Random, weighted: tuple[tuple[str, float], ...]) -> str:
    """One of ``(word, weight)``, drawn by weight."""
    words, weights = zip(*weighted, strict=True)
    return str(random.choices(words, weights)[0])


def household(
    random: Random, *, number: int, ward_id: str, ward: WardPlan, village: str, place: np.ndarray, workers: list[str]
) -> Row:
    """One household of a ward; ``place`` is its longitude and latitude."""
    row = dict.fromkeys(COLUMNS, "")
    row["household_id"] = f"MV{ward_id[-2:]}-{number:04d}"
    row["longitude"], row["latitude"] = f"{place[0]:.5f}", f"{place[1]:.5f}"
    row["place_accuracy"] = "exact"
    row["ward_id"] = ward_id
    row["village"] = village
    row["settlement"] = SETTLEMENT[ward.kind]
    row["members"] = str(min(1 + int(random.gammavariate(2.2, 1.5)), 14))
    row["language"] = pick(random, ward.languages) if random.random() < 0.97 else ""
    _finding(row, ward, random)
    _asking(row, random)
    _history(row, workers, random)
    return row


def _finding(row: Row, ward: WardPlan, random: Random) -> None:
    if ward.kind == "town":
        row["address"] = f"{random.randrange(1, 140)} {random.choice(STREETS)}"
        if random.random() < 0.05:
            row["place_accuracy"] = "street"
    elif ward.kind == "township":
        row["address"] = f"Stand {random.randrange(100, 2400)}"
    if random.random() < 0.7:
        row["label"] = random.choice(LABELS)
    if random.random() < (0.2 if ward.kind == "town" else 0.55):
        row["directions"] = random.choice(DIRECTIONS[ward.kind])
    if ward.kind in ("villages", "farms") and random.random() < 0.045:
        row["latitude"] = row["longitude"] = ""
        row["place_accuracy"] = "village"


def _asking(row: Row, random: Random) -> None:
    needs = sorted({pick(random, NEEDS) for _ in range(random.choice((0, 0, 1, 1, 1, 2, 3)))})
    row["needs"] = ";".join(needs)
    if random.random() < 0.6:
        row["priority"] = str(5 * min(18, int(random.gammavariate(1.6, 2.8)) + 2 * len(needs)))
    if random.random() < 0.03:
        row["visit_min"] = str(random.choice((60, 75, 90)))
    if "health" in needs and random.random() < 0.02:
        row["skills"] = "nurse"
    elif random.random() < 0.001:
        row["skills"] = "sign language"
    if random.random() < 0.08:
        row["available"] = random.choice(WINDOWS)
    elif random.random() < 0.004:
        row["available"] = EVENING


def _history(row: Row, workers: list[str], random: Random) -> None:
    if random.random() < 0.62:
        day = dt.date(2023, 2, 6) + dt.timedelta(days=int(1000 * random.random() ** 0.7))
        row["last_profiled"] = day.isoformat()
        if random.random() < 0.6:
            row["last_worker"] = random.choice(workers)
    draw = random.random()
    row["status"] = "refused" if draw < 0.006 else "do_not_visit" if draw < 0.009 else "moved" if draw < 0.012 else "active"


def unusual(rows: list[Row], outside: np.ndarray) -> list[Row]:
    """Rows that every real list has: places beyond the border (``outside``, degrees), and a place nobody knows."""
    extra = []
    for index, (longitude, latitude) in enumerate(outside):
        row = dict(rows[index * 7])
        row.update(household_id=f"MV00-{index + 1:04d}", longitude=f"{longitude:.5f}", latitude=f"{latitude:.5f}", ward_id="")
        row.update(village="", directions="Across the boundary fence", last_worker="", status="active", skills="", available="")
        row["place_accuracy"] = "exact"
        extra.append(row)
    for index in range(7):
        row = dict(rows[index * 11 + 3])
        row.update(household_id=f"MV00-{index + 101:04d}", longitude="", latitude="", ward_id="", village="", address="")
        row.update(place_accuracy="unknown", directions="", last_worker="", status="active", skills="", available="")
        extra.append(row)
    return extra
