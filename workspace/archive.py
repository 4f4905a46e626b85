"""A whole plan in one file: what a running solve leaves aside, so that a power cut does not take it."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from allocation.plan import Plan
from geo.errors import WorkspaceError
from geo.plain import plain
from geo.problems import Problem
from workspace.frames import from_parquet, to_parquet
from workspace.parts import INPUTS, parts_of, round_and_travel

_TABLES = ("visits", "days", "unserved", "statistics")


def pack(plan: Plan) -> bytes:
    """The plan as a zip of Parquet and JSON, its inputs, round and travel included."""
    parts = parts_of(plan, None) | {name: to_parquet(getattr(plan, name)) for name in _TABLES}
    about = {"summary": plan.summary, "settings": plan.round.settings(plan.travel)}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("about.json", json.dumps(plain(about)))
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def unpack(content: bytes) -> Plan:
    """The plan of :func:`pack`.

    Raises
    ------
    WorkspaceError
        It is damaged (E504).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        about = json.loads(parts["about.json"])
        frames: dict[str, Any] = {name: from_parquet(parts[name]) for name in _TABLES}
        frames |= {name: from_parquet(parts[name], name) if name in parts else None for name in INPUTS}
        frames["rides"] = from_parquet(parts["rides"]) if "rides" in parts else None
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise WorkspaceError(str(Problem("E504", "The plan that was left aside is damaged.", remedy="Plan again."))) from error
    round_, travel = round_and_travel(about["settings"], parts)
    return Plan(**frames, summary=about["summary"], round=round_, travel=travel)
