"""What is set aside and why, biggest cause first; cells are mended on the spot, rows left out, columns renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.intake.result import Answers, Intake
from workflows import intake_view
from workflows.intake_files import quarantine_csv
from workflows.literal import literal

if TYPE_CHECKING:
    from pages._shared.bringing import Bringing


def draw(intake: Intake, current: Bringing) -> Answers | None:
    """The sections below the map; new answers where somebody decided something."""
    return _set_aside(intake, current) or _repairs(intake) or columns(intake, current)


def _key(current: Bringing, name: str) -> str:
    return f"{current.upload.path.name}.{current.generation}.{name}"


def _set_aside(intake: Intake, current: Bringing) -> Answers | None:
    st.subheader(f"Set aside: {len(intake.quarantined):,}")
    if intake.quarantined.empty:
        st.markdown(":green[✓] Every row was understood.")
        return None
    st.caption(
        "The biggest cause comes first. Mend what you can here, leave out what does not belong, or keep the list without them."
    )
    decided = None
    for position, group in enumerate(intake_view.groups(intake)):
        with st.expander(f"**{group.count:,}** · {group.title}", expanded=position == 0):
            decided = _group(intake, current, group) or decided
    st.download_button(
        "Download the rows set aside (CSV)",
        lambda: quarantine_csv(intake.quarantined),
        f"{intake.table}_set_aside.csv",
        "text/csv",
        on_click="ignore",
        key=_key(current, "quarantine"),
    )
    return decided


def _group(intake: Intake, current: Bringing, group: intake_view.Group) -> Answers | None:
    st.markdown("\n".join(f"- {literal(sentence)}" for sentence in group.sentences))
    st.markdown(f"**What to do:** {group.remedy} ({group.code})")
    if group.code == intake_view.LEFT_OUT:
        if st.button("Take them back in", key=_key(current, f"{group.code}.back")):
            return intake_view.taken_back(current.answers)
        return None
    frame = group.rows
    changeable = [name for name in frame.columns if name in intake_view.editable(intake)]
    fixed = [name for name in frame.columns if name not in changeable]
    key = _key(current, f"{group.code}.cells")
    st.data_editor(
        frame.assign(leave_out=False),
        key=key,
        hide_index=True,
        disabled=fixed,
        column_order=["row", "leave_out", *changeable, *(name for name in fixed if name not in {"row", "what"}), "what"],
        column_config={
            "row": st.column_config.NumberColumn("Row", width="small", format="%d", pinned=True),
            "leave_out": st.column_config.CheckboxColumn("Leave out", width=110),
            "what": st.column_config.TextColumn("What was found", width="large"),
        },
        height=min(300, 74 + 35 * len(frame)),
    )
    if group.count > len(frame):
        st.caption(f"The first {len(frame):,} of {group.count:,} are shown; the download holds all.")
    with st.container(horizontal=True):
        if st.button("Read again with these changes", key=_key(current, f"{group.code}.mend")):
            return intake_view.mended(current.answers, group, st.session_state[key]["edited_rows"])
        if st.button(
            "Leave it out" if group.count == 1 else f"Leave all {group.count:,} out", key=_key(current, f"{group.code}.out")
        ):
            return intake_view.left_out(current.answers, intake, group.code)
    return None


def _repairs(intake: Intake) -> None:
    if intake.repaired.empty:
        return
    cells = "cell" if len(intake.repaired) == 1 else "cells"
    with st.expander(f"**{len(intake.repaired):,}** {cells} mended by us: before and after"):
        st.dataframe(intake_view.repairs(intake), hide_index=True, width="stretch", height=260)


def columns(intake: Intake, current: Bringing) -> Answers | None:
    """Which of their columns stands for which of ours; new answers where somebody changed one."""
    table = intake_view.mapping_table(intake)
    if table.empty:
        return None
    used = int((table["ours"] != "").sum())
    with st.expander(f"Columns: {used} of {len(table)} used", expanded=intake.rejected):
        st.caption("Change what a column of yours stands for, or empty it to leave the column out.")
        key = _key(current, "columns")
        edited = st.data_editor(
            table,
            key=key,
            hide_index=True,
            disabled=["yours"],
            column_config={
                "yours": st.column_config.TextColumn("Your column"),
                "ours": st.column_config.SelectboxColumn(
                    "What it stands for", options=intake_view.choices_of_columns(intake.table)
                ),
            },
        )
        if st.button("Read again with these columns", key=_key(current, "remap")):
            return intake_view.remapped(current.answers, dict(zip(edited["yours"], edited["ours"].fillna(""), strict=True)))
    return None
