"""A round in whole seconds, as every engine of the benchmark is handed it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from allocation.prepare import Prepared, prepare
from benchmarks.made import Made
from geo.clock import minutes, windows
from geo.travel import Places

Ints = NDArray[np.int64]
#: A fraction of a second below this is noise of floating point, not time.
_NOISE_S = 1e-6


@dataclass(frozen=True)
class Instance:
    """Homes first, then households; m workers, n households, k ways of travelling. Everybody may visit everybody.

    Attributes
    ----------
    legs_s : (k, m + n, m + n) array
        Seconds from row to column, rounded up as our own engine rounds them.
    mode : (m,) array
        Which table each worker uses.
    service_s, weight, load : (n,) arrays
        Seconds of a visit; priority + 1; units.
    opens_s, closes_s : (n,) arrays
        First and last second in which a visit may start, counted from the hour at which everybody leaves.
    days, span_s, load_most : (m,) arrays
        Working days of each worker; longest day, seconds; units a day, -1 where there is no limit.
    prize_s : (n,) array
        Seconds of travel that a household is worth where that decides; -1 for the others.
    mandatory : () bool array
        Whether every household must be served.
    """

    legs_s: Ints
    mode: Ints
    service_s: Ints
    weight: Ints
    load: Ints
    opens_s: Ints
    closes_s: Ints
    days: Ints
    span_s: Ints
    load_most: Ints
    prize_s: Ints
    mandatory: NDArray[np.bool_]

    @property
    def vehicles(self) -> list[int]:
        """The worker of each vehicle: one vehicle a worker-day."""
        return [int(worker) for worker in np.repeat(np.arange(len(self.days)), self.days)]

    @property
    def visit_price_s(self) -> int:
        """Seconds of travel that a visit of weight 1 is worth: more than any day's, so that none is left out to save some."""
        return int(self.span_s.max())

    @property
    def timed(self) -> bool:
        """Whether the hour of a visit matters."""
        return bool((self.opens_s > 0).any() or (self.closes_s < self.span_s.max()).any())

    def save(self, path: Path) -> None:
        """Write for a process of a peer."""
        np.savez(path, **asdict(self))

    @classmethod
    def load_from(cls, path: Path) -> Instance:
        """Read what :meth:`save` wrote."""
        with np.load(path) as kept:
            return cls(**{name: kept[name] for name in cls.__dataclass_fields__})


def instance_of(made: Made) -> tuple[Instance, Prepared]:
    """The numbers of a made-up round, and its completed tables for the judge."""
    prepared = prepare(made.households, made.fieldworkers, made.round, made.travel)
    asked, crew = prepared.households, prepared.fieldworkers
    places = places_of(crew, "worker_id").join(places_of(asked, "household_id"))
    modes = sorted(set(crew["mode"]))
    most = crew["load_per_day"].to_numpy(dtype=float)
    longest_s = np.floor(crew["hours_per_day"].to_numpy(dtype=float) * 3600 + _NOISE_S).astype(np.int64)
    opens_s, closes_s = _windows(prepared, int(longest_s.max()))
    return Instance(
        legs_s=np.stack([seconds_up(made.travel.minutes(places, places, mode)) for mode in modes]),
        mode=np.array([modes.index(mode) for mode in crew["mode"]], dtype=np.int64),
        service_s=seconds_up(asked["visit_min"].to_numpy(dtype=float)),
        weight=asked["priority"].to_numpy(dtype=float).astype(np.int64) + 1,
        load=asked["load"].to_numpy(dtype=float).astype(np.int64),
        opens_s=opens_s,
        closes_s=closes_s,
        days=np.array([len(own) for own in prepared.problem.days], dtype=np.int64),
        span_s=longest_s,
        load_most=np.where(np.isfinite(most), np.nan_to_num(most, posinf=0), -1).astype(np.int64),
        prize_s=np.floor(asked["prize_min"].fillna(-1 / 60).to_numpy(dtype=float) * 60 + _NOISE_S).astype(np.int64),
        mandatory=np.array(made.mandatory),
    ), prepared


def _windows(prepared: Prepared, longest_s: int) -> tuple[Ints, Ints]:
    """Windows of the households, from the common start; the whole day where there is none."""
    starts = {minutes(value) for value in prepared.fieldworkers["start"]}
    spans = [windows(value) for value in prepared.households["available"]]
    if any(spans) and (len(starts) > 1 or max(map(len, spans)) > 1):
        raise ValueError("only one window a household and one hour of leaving can be compared")
    start = min(starts)
    first = seconds_up(np.array([max(0.0, own[0][0] - start) if own else 0.0 for own in spans]))
    last = [int((own[0][1] - start) * 60 + _NOISE_S) if own else longest_s for own in spans]
    return first, np.minimum(np.array(last, dtype=np.int64), longest_s)


def places_of(table: object, key: str) -> Places:
    """Places of a completed table, positions or not."""
    return Places.of(table[key].tolist(), table.geometry, table["settlement"].tolist() if "settlement" in table else None)  # type: ignore[index, attr-defined, operator]


def seconds_up(minutes: NDArray[np.float64]) -> Ints:
    """Whole seconds, rounded up."""
    if not np.isfinite(minutes).all():
        raise ValueError("only rounds in which every way is open can be compared")
    return np.ceil(minutes * 60 - _NOISE_S).astype(np.int64)
