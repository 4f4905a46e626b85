"""Instances by their name, so that every process of the bench makes the same one."""

from __future__ import annotations

import re

from benchmarks.depots import make_depots
from benchmarks.literature import MAKERS
from benchmarks.made import Made
from benchmarks.ward import make_ward

_WARD = re.compile(
    r"(?P<kind>\w+) (?P<households>\d+)x(?P<workers>\d+)x(?P<days>\d+) seed (?P<seed>\d+)(?P<weighted> priorities)?"
)
_NUMBERED = re.compile(r"(?P<kind>[a-z]+) (?P<number>\d+)")
#: Instances in the manner of the literature by their kind.
LITERATURE = {"depots": make_depots, **MAKERS}


def ward_name(kind: str, households: int, workers: int, days: int, seed: int, priorities: bool = False) -> str:
    """Such as ``rural 1500x15x10 seed 1 priorities``."""
    return f"{kind} {households}x{workers}x{days} seed {seed}{' priorities' if priorities else ''}"


def make(name: str) -> Made:
    """The instance of this name.

    Raises
    ------
    ValueError
        No such instance.
    """
    if (found := _NUMBERED.fullmatch(name)) and found["kind"] in LITERATURE:
        return LITERATURE[found["kind"]](int(found["number"]))
    if found := _WARD.fullmatch(name):
        sizes = (int(found[part]) for part in ("seed", "households", "workers", "days"))
        return make_ward(found["kind"], *sizes, priorities=bool(found["weighted"]))
    raise ValueError(f"There is no instance called {name}.")
