"""What a disk has against being written, in plain words."""

from __future__ import annotations

import errno

_WHY = {
    errno.ENOSPC: ("The disk is full.", "Make room on the disk, and try again."),
    getattr(errno, "EDQUOT", -1): ("Your share of the disk is full.", "Make room on the disk, and try again."),
    errno.EACCES: ("You may not write there.", "Choose a folder of your own, or ask for the right to write there."),
    errno.EPERM: ("You may not write there.", "Choose a folder of your own, or ask for the right to write there."),
    errno.EROFS: ("The disk can only be read.", "Choose a folder on a disk that can be written."),
    errno.ENAMETOOLONG: ("The name is too long.", "Choose a shorter name."),
    errno.ENOTDIR: ("A file stands where a folder is needed.", "Choose another folder."),
    errno.EEXIST: ("A file stands where a folder is needed.", "Choose another folder."),
}


def why(error: BaseException | None) -> tuple[str, str]:
    """The fact and the remedy of an error of the disk; two empty texts where nothing can be said.

    Looks through what it was caused by, since databases wrap it.

    Examples
    --------
    >>> why(OSError(errno.ENOSPC, "No space left on device"))[0]
    'The disk is full.'
    """
    while error is not None:
        known = _WHY.get(getattr(error, "errno", None) or 0) or _of_database(str(error))
        if known:
            return known
        error = error.__cause__ or getattr(error, "orig", None)
    return "", ""


def _of_database(text: str) -> tuple[str, str] | None:
    # SQLite tells of the disk only in words.
    if "database or disk is full" in text:
        return _WHY[errno.ENOSPC]
    if "readonly database" in text or "unable to open database file" in text:
        return _WHY[errno.EACCES]
    if "database is locked" in text:
        return "Another program has been writing for too long.", "Wait until it is done, or close it, and try again."
    return None
