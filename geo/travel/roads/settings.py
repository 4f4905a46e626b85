"""Settings of travel over roads, and what is wrong with them."""

from __future__ import annotations

from typing import Any

from geo.problems import Problem
from geo.travel.straight_line import detour_problems, speed_problems, within

#: Farthest straight metres from a place to a road: an hour and a half's walk, beyond which nobody calls it "by the road".
OFF_ROAD_M = 5_000.0
#: Most that may be set.
OFF_ROAD_MOST_M = 50_000.0


def judged(detour_factor: Any, speed_kmh: Any, off_road_most_m: Any) -> list[Problem]:
    """What is wrong with the settings, all of it."""
    wrong = [] if speed_kmh is None else speed_problems(speed_kmh)
    wrong += detour_problems(detour_factor)
    if not within(off_road_most_m, 0, OFF_ROAD_MOST_M):
        fact = f"The farthest way to a road must be a number from 0 to {OFF_ROAD_MOST_M:,.0f} metres."
        wrong.append(Problem("E401", fact, column="travel.off_road_most_m"))
    return wrong
