"""What has happened since a plan was made, as somebody tells it piece by piece; kept aside until the rest is planned again."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import geopandas as gpd

from allocation.plan import Plan
from allocation.replan import CHANGED_DAY_MIN, CHANGED_WORKER_MIN
from workflows.upload import FOLDER
from workspace import Workspace
from workspace.files import write_aside
from workspace.frames import from_parquet, to_parquet

_NAME = "happened.json"


@dataclass(frozen=True)
class Away:
    """A fieldworker who cannot come, from the first of these days to the last (YYYY-MM-DD)."""

    worker_id: str
    first: str
    last: str


@dataclass(frozen=True)
class Closed:
    """Places that cannot be reached, from the first of these days to the last, and what somebody calls them."""

    household_ids: tuple[str, ...]
    first: str
    last: str
    called: str


@dataclass(frozen=True)
class HappenedDraft:
    """Everything told so far about one plan.

    Attributes
    ----------
    plan_id : str
        The plan that it is about; of another plan nothing of it holds.
    from_day : str
        YYYY-MM-DD, the first day that is planned again; what lies before is done.
    away : tuple of Away
    not_home, removed : tuple of household ids
        Where nobody was at home; who is not to be visited any more.
    closed : tuple of Closed
    pins : mapping of household id → (worker id, YYYY-MM-DD), one of them "" if left open
    newcomers : bool
        Whether households come in that stand in the list now and are not known to the plan.
    new_file, new_name : str
        A file of new households: where its rows lie aside, and its own name; "" for none.
    worker_min, day_min : float
        What a promised visit by somebody else, or on another day, must be worth, minutes of travel.
    """

    plan_id: str
    from_day: str
    away: tuple[Away, ...] = ()
    not_home: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    closed: tuple[Closed, ...] = ()
    pins: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    newcomers: bool = False
    new_file: str = ""
    new_name: str = ""
    worker_min: float = CHANGED_WORKER_MIN
    day_min: float = CHANGED_DAY_MIN

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been told yet."""
        told = (self.away, self.not_home, self.removed, self.closed, self.pins, self.newcomers, self.new_file)
        return not any(told)

    def with_pins(self, pins: Mapping[str, tuple[str, str]]) -> HappenedDraft:
        """With these pins besides; of one household the last one holds."""
        return replace(self, pins={**self.pins, **pins})

    def to_json(self) -> str:
        """As text."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> HappenedDraft:
        """Of :meth:`to_json`.

        Raises
        ------
        ValueError, KeyError, TypeError
            It is no such text.
        """
        content: dict[str, Any] = json.loads(text)
        closed = [Closed(tuple(one.pop("household_ids")), **one) for one in content.pop("closed")]
        away = [Away(**one) for one in content.pop("away")]
        pins = {str(name): (str(worker), str(date)) for name, (worker, date) in content.pop("pins").items()}
        lists = {name: tuple(content.pop(name)) for name in ("not_home", "removed")}
        return cls(away=tuple(away), closed=tuple(closed), pins=pins, **lists, **content)


def blank(plan: Plan, plan_id: str, today: dt.date) -> HappenedDraft:
    """Nothing told yet; planned again is from today on, where that lies in the round, else all of it."""
    inside = plan.round.first_day <= today <= plan.round.last_day
    return HappenedDraft(plan_id, (today if inside else plan.round.first_day).isoformat())


def current(ws: Workspace, plan: Plan, plan_id: str, today: dt.date) -> HappenedDraft:
    """What was told about this plan before, else a blank one."""
    try:
        kept = HappenedDraft.from_json((ws.folder / FOLDER / _NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return blank(plan, plan_id, today)
    return kept if kept.plan_id == plan_id else blank(plan, plan_id, today)


def remember(ws: Workspace, draft: HappenedDraft) -> None:
    """Keep what was told, so that it is there after a closed tab."""
    folder = ws.folder / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    write_aside(folder / _NAME, draft.to_json().encode())


def forget(ws: Workspace) -> None:
    """Let go of everything told, the file of new households too."""
    folder = ws.folder / FOLDER
    with contextlib.suppress(OSError):
        (folder / _NAME).unlink()
    for path in folder.glob("happened-*.parquet"):
        with contextlib.suppress(OSError):
            path.unlink()


def hold_new(ws: Workspace, draft: HappenedDraft, frame: gpd.GeoDataFrame, name: str) -> HappenedDraft:
    """Put the rows of a file of new households aside; the draft that names it."""
    folder = ws.folder / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"happened-{secrets.token_hex(8)}.parquet"
    write_aside(path, to_parquet(frame, "households"))
    return replace(draft, new_file=path.name, new_name=name)


def new_of_file(ws: Workspace, draft: HappenedDraft) -> gpd.GeoDataFrame | None:
    """The rows that :func:`hold_new` put aside; None where there is no such file."""
    path = ws.folder / FOLDER / Path(draft.new_file).name
    return from_parquet(path.read_bytes(), "households") if draft.new_file and path.is_file() else None
