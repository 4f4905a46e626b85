"""A small table of figures that fits a phone and that a screen reader reads as one."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Any

import streamlit as st


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]], *, wide: bool = False) -> None:
    """Draw it; the first column holds what the row is about, the others figures.

    Parameters
    ----------
    heads : sequence of str
        Headings of the columns.
    rows : iterable of sequences
        Texts or numbers, as they are to be read.
    wide : bool
        Whether cells hold sentences: on a phone each row then becomes a block of its own.
    """
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in heads)
    body = "".join(f'<tr><th scope="row">{html.escape(str(first))}</th>{_cells(heads[1:], rest)}</tr>' for first, *rest in rows)
    kind = "wr-figures wr-wide" if wide else "wr-figures"
    st.html(f'<table class="{kind}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')


def _cells(heads: Sequence[str], cells: Sequence[Any]) -> str:
    pairs = zip(heads, cells, strict=True)
    return "".join(f'<td data-head="{html.escape(head)}">{html.escape(str(cell))}</td>' for head, cell in pairs)
