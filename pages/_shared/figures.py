"""A small table of figures that fits a phone and that a screen reader reads as one."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Any

import streamlit as st


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Draw it; the first column holds what the row is about, the others figures.

    Parameters
    ----------
    heads : sequence of str
        Headings of the columns.
    rows : iterable of sequences
        Texts or numbers, as they are to be read.
    """
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in heads)
    body = "".join(
        f'<tr><th scope="row">{html.escape(str(first))}</th>{"".join(f"<td>{html.escape(str(cell))}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    st.html(f'<table class="wr-figures"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')
