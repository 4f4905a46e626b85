"""Households of a sector by area, with the share that areas are compared by; and the households of a ward or cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.gaps import CATEGORIES, OPEN
from geo.gaps.shrink import shrunk
from geo.maps.numbers import lon_lat
from workflows.how import DRAWN_MOST
from workflows.service_gaps import Ground, Look

#: Below this many households a share is marked: one household more or less moves it by more than five points. A choice of ours.
FEW = 20
#: Categories in the order in which households are listed.
_GRAVEST_FIRST = ("out_of_reach", "need_place_unknown", "unmet", "never_asked", "asked_long_ago", "met", "no_need")


@dataclass(frozen=True)
class Measure:
    """A share that areas are compared by: ``counts`` of ``of``, columns of :func:`table`; of ``whom``, and ``what`` they do."""

    title: str
    counts: tuple[str, ...]
    of: str
    whom: str
    what: str


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "out_of_reach": Measure(
            "Need it, none in reach", ("out_of_reach",), "told", "households asked", "need it and have none in reach"
        ),
        "open": Measure("Need it, not met", OPEN, "asked", "households asked", "need it and do not get it"),
        "far": Measure("Live too far away", ("far",), "placed", "households on the map", "have none in reach"),
        "not_asked": Measure(
            "Not asked", ("never_asked", "asked_long_ago"), "households", "households", "were never asked, or too long ago"
        ),
        "not_reached": Measure(
            "Not reached by the last plan",
            ("not_reached",),
            "planned_for",
            "households of the last plan",
            "get no visit",
        ),
    }
)


def measures(base: Ground) -> list[str]:
    """The measures that there are figures for: those of a plan only where there is one."""
    return [name for name in MEASURES if name != "not_reached" or base.reached is not None]


def table(base: Ground, seen: Look, measure: str, level: str = "ward", ward: str = "") -> pd.DataFrame:
    """Households of each area by category, and the share that areas are compared by, worst first.

    Parameters
    ----------
    base : Ground
        As measured.
    seen : Look
        A sector at a threshold.
    measure : str
        A key of :data:`MEASURES`.
    level : str
        One of :data:`geo.access.LEVELS`.
    ward : str
        Only households of this ward; "" for all.

    Returns
    -------
    DataFrame
        ``area_id`` ("" for none), ``name``, ``households``, the seven categories, ``asked`` (neither never nor too long ago),
        ``told`` (of these, all but those with a need of whom nobody knows where they live), ``placed``, ``far``,
        ``planned_for`` and ``not_reached`` (by the last plan); ``count`` of ``base`` (the measure's), ``share`` (NaN where base
        is 0), ``ranked`` (the share drawn towards that of all: :func:`geo.gaps.shrink.shrunk`), ``few`` (base below
        :data:`FEW`). The worst ``ranked`` first.
    """
    own = base.areas[level].cat
    inside = np.ones(len(seen.kind), dtype=bool) if not ward else (base.areas["ward"] == ward).to_numpy()
    codes, ids = own.codes.to_numpy()[inside].astype(np.int64), [str(name) for name in own.categories]
    counts = np.bincount(codes * len(CATEGORIES) + seen.kind[inside], minlength=len(ids) * len(CATEGORIES))
    frame = pd.DataFrame(counts.reshape(len(ids), len(CATEGORIES)), columns=list(CATEGORIES))
    placed, far = seen.placed[inside], (seen.placed & ~seen.near)[inside]
    reached = np.full(len(seen.kind), -1) if base.reached is None else base.reached
    missed, planned = (reached == 0)[inside], (reached >= 0)[inside]
    frame = frame.assign(
        households=frame.sum(axis=1),
        not_reached=np.bincount(codes[missed], minlength=len(ids)),
        planned_for=np.bincount(codes[planned], minlength=len(ids)),
        placed=np.bincount(codes[placed], minlength=len(ids)),
        far=np.bincount(codes[far], minlength=len(ids)),
    )
    frame = frame.assign(asked=frame["households"] - frame["never_asked"] - frame["asked_long_ago"])
    frame = frame.assign(told=frame["asked"] - frame["need_place_unknown"])
    frame.insert(0, "area_id", ids)
    named = base.names.get(level, {})
    frame.insert(1, "name", [named.get(code, code) or _nowhere(base, level) for code in ids])
    frame = frame[frame["households"] > 0]
    how = MEASURES[measure]
    count, of = frame[list(how.counts)].sum(axis=1).to_numpy(), frame[how.of].to_numpy()
    share = np.divide(count, of, out=np.full(len(of), np.nan), where=of > 0)
    frame = frame.assign(count=count, base=of, share=share, ranked=shrunk(count, of), few=of < FEW)
    order = ["ranked", "base", "area_id"]
    return frame.sort_values(order, ascending=[False, False, True], na_position="last").reset_index(drop=True)


def _nowhere(base: Ground, level: str) -> str:
    return f"No {level}" if level != "ward" or base.called == "ward" else "In none of them"


def homes_of(base: Ground, seen: Look, ward: str, cell: str = "") -> pd.DataFrame:
    """The households of a ward, or of a cell in it, the farthest from a service first.

    Returns
    -------
    DataFrame
        ``household_id``, ``label``, ``village``, ``category``, ``minutes``, ``point`` (name of the nearest), ``lon``, ``lat``.
    """
    inside = (base.areas["ward"] == ward).to_numpy()
    if cell:
        inside = inside & (base.areas["cell"] == cell).to_numpy()
    return _listed(base, seen, inside)


def cut_off(base: Ground, seen: Look, sector: str) -> NDArray[np.bool_]:
    """(n,) whether a household has a known place, and the sector points, of which it can reach none."""
    return seen.placed & np.isnan(seen.minutes) & (sector in base.gaps.access.supplies)


def cut_off_rows(base: Ground, seen: Look, sector: str) -> pd.DataFrame:
    """Those of :func:`cut_off` as the map draws them; as :func:`homes_of`, of very many every so manieth."""
    rows = np.flatnonzero(cut_off(base, seen, sector))
    inside = np.zeros(len(seen.minutes), dtype=bool)
    inside[rows[:: -(-len(rows) // DRAWN_MOST) or 1]] = True
    return _listed(base, seen, inside).assign(category="cut_off", text="Cut off: no road leads to a service point")


def lost(base: Ground, seen: Look) -> pd.DataFrame:
    """The households of every ward that need the service and of which nobody knows where they live; as :func:`homes_of`."""
    return _listed(base, seen, seen.kind == CATEGORIES.index("need_place_unknown"))


def _listed(base: Ground, seen: Look, inside: NDArray[np.bool_]) -> pd.DataFrame:
    own = base.gaps.access.households[inside]
    places = lon_lat(own)
    named = base.points.set_index(base.points["point_id"].astype(str))["name"].astype(str)
    ids = pd.Series(seen.point_id[inside].astype(str))
    frame = pd.DataFrame(
        {
            "household_id": own["household_id"].astype(str).to_numpy(),
            "label": own["label"].astype(str).to_numpy(),
            "village": own["village"].astype(str).to_numpy(),
            "category": np.array(CATEGORIES, dtype=object)[seen.kind[inside]],
            "minutes": np.round(seen.minutes[inside]),
            "point": ids.map(named).fillna(ids).where(lambda name: name != "", ids).to_numpy(),
            "lon": places[:, 0],
            "lat": places[:, 1],
        }
    )
    frame = frame.assign(order=frame["category"].map({name: at for at, name in enumerate(_GRAVEST_FIRST)}))
    return frame.sort_values(["order", "minutes"], ascending=[True, False]).drop(columns="order").reset_index(drop=True)
