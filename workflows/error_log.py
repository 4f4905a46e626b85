"""A log of unexpected errors without personal data: where in the code, never which values."""

from __future__ import annotations

import datetime as dt
import secrets
import traceback
from pathlib import Path

FILE_NAME = "errors.log"
#: Bytes beyond which the log starts anew, the old one kept beside it.
MOST_BYTES = 1_000_000


def record(error: BaseException, folder: Path | None = None) -> str:
    """Write down where an error arose, and give it a number.

    The text of the error is left out on purpose: the texts of libraries quote the values they stumble over.

    Parameters
    ----------
    error : BaseException
        Whatever was caught.
    folder : Path or None
        The workspace; its ``errors.log`` takes the entry. None writes nothing.

    Returns
    -------
    str
        Eight letters and digits that a person can read out.
    """
    log_id = secrets.token_hex(4)
    if folder is None:
        return log_id
    lines = [f"{dt.datetime.now().astimezone().isoformat(timespec='seconds')} {log_id} {_names(error)}"]
    lines += [
        f"    {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    path = folder / FILE_NAME
    try:
        if path.exists() and path.stat().st_size > MOST_BYTES:
            path.replace(path.with_suffix(".old"))
        with path.open("a", encoding="utf-8") as log:
            log.write("\n".join(lines) + "\n")
    except OSError:
        # A full or read-only disk must not hide the error page itself.
        return log_id
    return log_id


def _names(error: BaseException) -> str:
    names = [type(error).__name__]
    while error.__cause__ is not None:
        error = error.__cause__
        names.append(type(error).__name__)
    return " from ".join(names)
