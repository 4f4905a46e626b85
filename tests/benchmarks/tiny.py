"""Rounds of the bench small enough to know their best plans."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.made import Made, weekdays
from geo.travel import TravelMatrix


def ring(customers: int = 8, load_most: float = 100.0, limit_min: float = 1000.0, vehicles: int = 1) -> Made:
    """Customers on a circle of radius 60 around one depot, load 10 each, everything mandatory."""
    angle = 2 * np.pi * np.arange(customers) / customers
    places = np.vstack([[0, 0], 60 * np.column_stack([np.cos(angle), np.sin(angle)])])
    minutes = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    names = [f"C{number}" for number in range(customers)]
    return Made(
        pd.DataFrame({"household_id": names, "visit_min": 5.0, "load": 10.0}),
        pd.DataFrame({"worker_id": ["D"], "start": 0.0, "hours_per_day": limit_min / 60, "load_per_day": load_most}),
        weekdays(vehicles, "ring"),
        TravelMatrix(minutes, ["D", *names]),
        mandatory=True,
    )


def fork() -> Made:
    """One worker, one day, which holds either three near households or, farther off, two that weigh more."""
    places = np.array([0.0, 10, 11, 12, -100, -101])
    names = [f"H{number}" for number in range(5)]
    return Made(
        pd.DataFrame({"household_id": names, "visit_min": 10.0, "priority": [0.0, 0.0, 0.0, 3.0, 3.0]}),
        pd.DataFrame({"worker_id": ["W"], "hours_per_day": 225 / 60}),
        weekdays(1, "fork"),
        TravelMatrix(np.abs(places[:, None] - places[None]), ["W", *names]),
    )


def errands() -> Made:
    """Three customers on a line that open far, near, middle: one vehicle goes to and fro and waits."""
    places = np.array([0.0, 10, 20, 30])
    names = ["C0", "C1", "C2"]
    windows = [[(200.0, 210.0)], [(400.0, 400.0)], [(50.0, 60.0)]]
    return Made(
        pd.DataFrame({"household_id": names, "visit_min": 5.0, "available": windows}),
        pd.DataFrame({"worker_id": ["D"], "start": 0.0, "hours_per_day": 10.0}),
        weekdays(1, "errands"),
        TravelMatrix(np.abs(places[:, None] - places[None]), ["D", *names]),
        mandatory=True,
    )
