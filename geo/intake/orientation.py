"""Signs and axes: a lost minus, latitude and longitude exchanged, in a whole file or in some rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.intake.accounting import Ledger
from geo.intake.area import Area, OwnCluster, in_south_africa
from geo.intake.result import Option, Question

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: Share of a file from which a fault counts as the whole file's.
WHOLE = 0.9


class Turn(NamedTuple):
    """One way of reading a pair: exchange the two, then change signs."""

    swap: bool
    lat: int
    lon: int

    def of(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Longitudes and latitudes read this way."""
        x, y = (lat, lon) if self.swap else (lon, lat)
        return x * self.lon, y * self.lat


AS_GIVEN = Turn(False, 1, 1)
TURNS = tuple(Turn(swap, lat, lon) for swap in (False, True) for lat in (1, -1) for lon in (1, -1))
#: The slips that are looked for where only the other rows show what is right: a list that spans a country lies near
#: its own mirror image, so that two slips at once prove nothing.
_SINGLE = tuple(turn for turn in TURNS if not turn.swap or (turn.lat, turn.lon) == (1, 1))


@dataclass
class Oriented:
    """Places as they are to be read, by row; ``turn`` has each row's position in :data:`TURNS` (0: as given)."""

    lon: Floats
    lat: Floats
    turn: NDArray[np.int64]
    index: pd.Index

    def take(self, rows: Mask, turn: Turn) -> None:
        """Read these rows another way."""
        self.lon[rows], self.lat[rows] = turn.of(self.lon[rows], self.lat[rows])
        self.turn[rows] = TURNS.index(turn)


@dataclass(frozen=True)
class Hints:
    """What else speaks for one reading.

    Attributes
    ----------
    area : Area or None
        The wards; None where they are not known.
    crossed : mask
        Rows whose own letters (``28.05 E`` in the latitude) say that the two are exchanged.
    coded : bool
        Whether the rows state wards in the codes of South Africa.
    near_stated : callable or None
        ``(rows, lon, lat) -> mask``: whether places lie near the ward that their rows state.
    """

    area: Area | None
    crossed: Mask
    coded: bool = False
    near_stated: Any = None


def orient(lon: Floats, lat: Floats, index: pd.Index, hints: Hints, ledger: Ledger) -> Oriented:
    """Find and mend turned coordinates (degrees, NaN where there is none), and say so in the ledger."""
    result = Oriented(lon.copy(), lat.copy(), np.zeros(len(lon), dtype=np.int64), index)
    known = np.isfinite(lon) & np.isfinite(lat)
    turn = _whole(lon, lat, known, hints, ledger)
    if turn != AS_GIVEN:
        result.take(known, turn)
        before = pd.Series(pair_texts(lon[known], lat[known]), index=index[known])
        _tell_whole(turn, before, pair_texts(result.lon[known], result.lat[known]), ledger)
    elif hints.crossed.any():
        ledger.set_aside("E311", "the letters say that latitude and longitude are swapped.", index[hints.crossed], "latitude")
    rest = known & ~hints.crossed
    area = hints.area or OwnCluster.of(result.lon[rest], result.lat[rest])
    if area is not None:
        _rows(result, rest, area, hints, ledger)
    impossible = known & ((np.abs(result.lat) > 90) | (np.abs(result.lon) > 180))
    told = impossible & ~ledger.aside(index)
    ledger.set_aside("E313", "there is no such place: latitude goes to 90, longitude to 180.", index[told], "latitude")
    result.lon[impossible], result.lat[impossible] = np.nan, np.nan
    return result


def _whole(lon: Floats, lat: Floats, known: Mask, hints: Hints, ledger: Ledger) -> Turn:
    """The reading of the whole file."""
    said = _said(ledger.choices)
    if said is not None or not known.any():
        return said or AS_GIVEN
    x, y = lon[known], lat[known]
    if hints.crossed[known].mean() >= WHOLE:
        return Turn(True, 1, 1)
    if hints.area is not None:
        share = {turn: float(_inside(hints.area, *turn.of(x, y)).mean()) for turn in TURNS}
        best = max(TURNS, key=lambda turn: share[turn])
        return best if share[AS_GIVEN] < 0.5 and share[best] >= WHOLE else AS_GIVEN
    return _without_wards(x, y, hints, ledger)


def _said(choices: Mapping[str, str]) -> Turn | None:
    order, sign = choices.get("axis_order", ""), choices.get("sign", "")
    if order not in ("lat_lon", "lon_lat") and sign not in ("south", "as_given"):
        return None
    return Turn(order == "lon_lat", -1 if sign == "south" else 1, 1)


def _without_wards(x: Floats, y: Floats, hints: Hints, ledger: Ledger) -> Turn:
    """No wards to compare with: only what cannot be otherwise is mended, and one doubt is asked."""
    swapped = Turn(True, 1, 1)
    possible = (np.abs(y) > 90) & (np.abs(x) <= 90)
    if possible.mean() >= WHOLE:
        return swapped
    if in_south_africa(x, y).mean() >= 0.1:
        return AS_GIVEN
    # As given these lie in the empty Atlantic; swapped, in South Africa.
    if in_south_africa(*swapped.of(x, y)).mean() >= WHOLE:
        return swapped
    south = Turn(False, -1, 1)
    if in_south_africa(*south.of(x, y)).mean() < WHOLE:
        return AS_GIVEN
    if hints.coded:
        return south
    options = (
        Option("south", "South Africa: the minus sign is missing", _shown(*south.of(x, y))),
        Option("as_given", "North of the equator, as the file says", _shown(x, y)),
    )
    text = "All latitudes are positive, so the places lie in the north of Africa. Is the minus sign missing?"
    ledger.ask(Question(f"{ledger.table}.sign", text, options, "E306"))
    return AS_GIVEN


def _shown(lon: Floats, lat: Floats, most: int = 8) -> tuple[tuple[float, float], ...]:
    rows = np.linspace(0, len(lon) - 1, min(most, len(lon))).astype(int)
    return tuple((float(lon[row]), float(lat[row])) for row in rows)


def _inside(area: Area, lon: Floats, lat: Floats) -> Mask:
    with np.errstate(invalid="ignore"):
        return area.holds(lon, lat) & (np.abs(lat) <= 90) & (np.abs(lon) <= 180)


def _tell_whole(turn: Turn, before: pd.Series[str], after: list[str], ledger: Ledger) -> None:
    if turn.swap:
        ledger.repair("E310", "latitude and longitude were exchanged in the whole file.", "latitude", before, after)
    else:
        ledger.repair("E312", "the minus sign was missing in the whole file.", "latitude", before, after)


def pair_texts(lon: Floats, lat: Floats) -> list[str]:
    """``latitude longitude`` of places, as they stand in the list of repairs."""
    return [f"{y:.6f} {x:.6f}" for x, y in zip(lon, lat, strict=True)]


def _rows(result: Oriented, rest: Mask, area: Area, hints: Hints, ledger: Ledger) -> None:
    """Rows that lie elsewhere as given, but where expected when read another way."""
    away = (rest & ~_inside(area, result.lon, result.lat)).nonzero()[0]
    if not len(away):
        return
    lon, lat = result.lon[away], result.lat[away]
    turns = [turn for turn in (TURNS if hints.area is not None else _SINGLE) if turn != AS_GIVEN]
    fits: Mask = np.column_stack([_inside(area, *turn.of(lon, lat)) for turn in turns])
    if hints.near_stated is not None and fits.any():
        # The stated ward decides between several readings, and none of them needs to be the only one then.
        near = np.column_stack([hints.near_stated(away, *turn.of(lon, lat)) for turn in turns]) & fits
        decided = near.any(axis=1)
        fits[decided] = near[decided]
    count = np.asarray(fits.sum(axis=1))
    for place, turn in enumerate(turns):
        rows = away[(count == 1) & fits[:, place]]
        if len(rows):
            _one_reading(turn, rows, result, ledger)
    several = result.index[away[count > 1]]
    ledger.set_aside("E336", "the place lies elsewhere, and more than one change would bring it here.", several, "latitude")


def _one_reading(turn: Turn, rows: NDArray[np.intp], result: Oriented, ledger: Ledger) -> None:
    if turn.swap:
        ledger.set_aside("E311", "latitude and longitude seem to be swapped in this row.", result.index[rows], "latitude")
        return
    before = pd.Series(pair_texts(result.lon[rows], result.lat[rows]), index=result.index[rows])
    mask = np.zeros(len(result.lon), dtype=bool)
    mask[rows] = True
    result.take(mask, turn)
    after = pair_texts(result.lon[rows], result.lat[rows])
    ledger.repair("E312", "only with the other sign does the place lie where the list belongs.", "latitude", before, after)
