"""Several PDFs as one: a long document is typeset in parts, since its memory grows with every page."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pypdf import PdfReader, PdfWriter


def count_pages(part: bytes) -> int:
    """How many pages a PDF has."""
    return len(PdfReader(io.BytesIO(part)).pages)


def join_pdf(parts: Sequence[bytes]) -> bytes:
    """The pages of all parts in their order, with the title and date of the first; the same parts give the same bytes.

    Parameters
    ----------
    parts : sequence of bytes
        PDFs, at least one.
    """
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(parts[0])))
    for part in parts[1:]:
        writer.append(PdfReader(io.BytesIO(part)))
    joined = io.BytesIO()
    writer.write(joined)
    return joined.getvalue()
