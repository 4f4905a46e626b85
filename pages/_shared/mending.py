"""What is set aside and why, biggest cause first; cells are mended on the spot, rows left out, columns renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.intake.result import Answers, Intake
from pages._shared import explaining
from workflows import intake_view
from workflows.intake_files import quarantine_csv
from workflows.literal import literal

if TYPE_CHECKING:
    from pages._shared.bringing import Bringing


def draw(intake: Intake, current: Bringing) -> Answers | None:
    """The sections below the map; new answers where somebody decided something."""
    return (
        explaining.draw(intake, current)
        or _set_aside(intake, current)
        or _repairs(intake, current.answers)
        or columns(intake, current)
    )


def _key(current: Bringing, name: str) -> str:
    return f"{current.upload.path.name}.{current.generation}.{name}"


def _set_aside(intake: Intake, current: Bringing) -> Answers | None:
    st.subheader(f"Set aside: {len(intake.quarantined):,}", anchor=False)
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
    fixed = [name for name in group.headings if name not in group.ours]
    key = _key(current, f"{group.code}.cells")
    st.data_editor(
        frame.assign(leave_out=False),
        key=key,
        hide_index=True,
        disabled=["row", "what", *fixed],
        column_order=["row", "leave_out", *group.ours, *fixed, "what"],
        column_config={
            "row": st.column_config.NumberColumn("Row", width="small", format="%d", pinned=True),
            "leave_out": st.column_config.CheckboxColumn("Leave out", width=110),
            "what": st.column_config.TextColumn("What was found", width="large"),
            **{name: st.column_config.TextColumn(heading) for name, heading in group.headings.items()},
        },
        height=min(300, 74 + 35 * len(frame)),
    )
    if group.count > len(frame):
        st.caption(f"The first {len(frame):,} of {group.count:,} are shown; the download holds all.")
    with st.container(horizontal=True):
        if st.button("Read again with these changes", key=_key(current, f"{group.code}.mend")):
            return intake_view.mended(current.answers, group, st.session_state[key]["edited_rows"])
        return _together(intake, current, group)


def _together(intake: Intake, current: Bringing, group: intake_view.Group) -> Answers | None:
    """What can be done with all rows of a cause at once."""
    if group.code == intake_view.TOTAL and st.button(
        "It belongs to the list: take it in" if group.count == 1 else "They belong to the list: take them in",
        key=_key(current, f"{group.code}.in"),
    ):
        return intake_view.taken_in(current.answers, intake)
    if group.code == intake_view.DOUBLED and st.button(
        "Keep the first of each",
        key=_key(current, f"{group.code}.first"),
        help="The later rows with the same id are left out; they can be taken back in.",
    ):
        return intake_view.later_left_out(current.answers, intake)
    if st.button(
        "Leave it out" if group.count == 1 else f"Leave all {group.count:,} out", key=_key(current, f"{group.code}.out")
    ):
        return intake_view.left_out(current.answers, intake, group.code)
    return None


def _repairs(intake: Intake, answers: Answers) -> None:
    if intake.repaired.empty:
        return
    by_you, words = intake_view.understood_by_you(intake), intake_view.words_explained(intake, answers)
    counts = (
        (len(intake.repaired) - by_you, "mended by us"),
        (by_you - words, "mended by you"),
        (words, "read as you explained"),
    )
    told = [f"**{count:,}** {how}" for count, how in counts if count]
    with st.expander(f"Cells: {', '.join(told)}. Before and after"):
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
            changed = edited[edited["ours"].fillna("") != table["ours"]]
            return intake_view.remapped(current.answers, dict(zip(changed["yours"], changed["ours"].fillna(""), strict=True)))
    return None
