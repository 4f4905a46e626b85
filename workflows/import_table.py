"""Bring a list: look at it first, then keep it."""

from __future__ import annotations

from pathlib import Path

from geo.intake import read
from geo.intake.result import Answers, Intake
from workspace import Kept, Workspace


def preview(ws: Workspace, table: str, path: Path | str, answers: Answers | None = None, *, name: str | None = None) -> Intake:
    """Read and judge a file; nothing is kept.

    Parameters
    ----------
    ws : Workspace
        Its wards, landmarks (for the places of villages) and limits are used.
    table : str
        wards, households, fieldworkers, service_points or landmarks.
    path : Path or str
        ``FILE::LAYER`` names a layer of a file that has several.
    answers : Answers or None
        What the person has decided about the file.
    name : str or None
        The file's name as the person knows it, where ``path`` is a copy.

    Returns
    -------
    Intake
        Never raises for a bad file: its problems say what is wrong.
    """
    return read(
        table,
        path,
        answers or Answers(),
        name=name,
        settings=ws.settings(),
        wards=None if table == "wards" else ws.table("wards"),
        villages=ws.table("landmarks") if table == "households" else None,
        known=_known(ws, table),
    )


def keep(ws: Workspace, intake: Intake, content: bytes) -> Kept:
    """Keep a file that was looked at; its accepted rows become the table.

    Parameters
    ----------
    ws : Workspace
        The one that it was looked at with.
    intake : Intake
        Of :func:`preview`; ready.
    content : bytes
        Of the very file that was looked at.

    Raises
    ------
    InputProblems
        It was refused, a question is open, or no row of it was understood.
    WorkspaceError
        The file has changed since (E503).
    """
    return ws.keep_import(intake, content)


def _known(ws: Workspace, table: str) -> dict[str, str]:
    audit = ws.imports()
    present = audit[audit["current"].astype(bool) & (audit["table"] == table)]
    return {str(row.sha256): f"{row.kept_at.to_pydatetime().astimezone():%Y-%m-%d %H:%M}" for row in present.itertuples()}
