"""One file on its way in: choose it, answer what only a person can know, mend, keep."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import streamlit as st

from geo.intake.result import Answers, Intake
from geo.intake.templates import template_xlsx
from pages._shared import mending, preview_map
from pages._shared.session import Session
from workflows import import_table, intake_view
from workflows.templates import TABLES
from workflows.upload import Upload, forget, hold

_KINDS = ["csv", "xlsx", "gpkg", "geojson", "json", "zip", "fgb", "kml", "parquet"]


@dataclass(frozen=True)
class Bringing:
    """A file that somebody is looking at: the upload, what was decided so far, and how often that changed."""

    upload: Upload
    answers: Answers = field(default_factory=Answers)
    generation: int = 0

    def decided(self, answers: Answers) -> Bringing:
        """The same file with other answers."""
        return replace(self, answers=answers, generation=self.generation + 1)


def draw(session: Session, table: str) -> None:
    """The upload, or the file that is being looked at."""
    slot = f"bringing.{session.key}.{table}"
    current: Bringing | None = st.session_state.get(slot)
    if current is None:
        _choose(session, table, slot)
        return
    with st.spinner(f"Reading {current.upload.name} …"):
        intake = _judged(session, table, current)
    _look(session, current, intake, slot)


def _choose(session: Session, table: str, slot: str) -> None:
    done = st.session_state.pop(f"{slot}.kept", None)
    if done:
        st.success(done)
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    with left:
        limit = session.workspace.settings().upload_mb
        given = st.file_uploader(
            f"Your file (at most {limit} MB)",
            type=_KINDS,
            max_upload_size=limit,
            key=f"{slot}.file.{st.session_state.get(f'{slot}.round', 0)}",
            help="Excel, CSV, GeoPackage, GeoJSON, shapefile in a zip, FlatGeobuf, KML or GeoParquet.",
        )
    if table in TABLES:
        right.download_button(
            "Blank Excel template",
            lambda: template_xlsx(table),
            f"{table}_template.xlsx",
            on_click="ignore",
            help="Headings, lists to choose from and example rows to start from.",
            width="stretch",
        )
    if given is not None:
        st.session_state[slot] = Bringing(hold(session.workspace, given.name, given.getvalue()))
        st.rerun()


def _judged(session: Session, table: str, current: Bringing) -> Intake:
    # Judged once for each set of answers: the session keeps the last result beside the upload.
    slot = f"judged.{session.key}.{table}"
    mark = (current.upload.path, current.generation)
    kept = st.session_state.get(slot)
    if kept is None or kept[0] != mark:
        kept = (
            mark,
            import_table.preview(session.workspace, table, current.upload.path, current.answers, name=current.upload.name),
        )
        st.session_state[slot] = kept
    return kept[1]


def _look(session: Session, current: Bringing, intake: Intake, slot: str) -> None:
    st.subheader(intake.source.name)
    _refused(intake)
    _counts(intake)
    _questions(current, intake, slot)
    if not intake.rejected:
        _buttons(session, current, intake, slot)
        answers = preview_map.draw(session, intake, current)
        answers = answers or mending.draw(intake, current)
        if answers is not None:
            _decide(slot, current, answers)
    else:
        _another(current, slot)


def _refused(intake: Intake) -> None:
    for problem in intake.problems:
        rows = f" Rows {', '.join(str(row) for row in problem.rows[:10])}." if problem.rows else ""
        text = f"**{problem.title}.** {problem.sentence}{rows} {problem.remedy} ({problem.code})"
        if problem.behaviour.value == "reject":
            st.error(text)
        elif problem.behaviour.value == "warn":
            st.warning(text)


def _counts(intake: Intake) -> None:
    if intake.rejected:
        return
    columns = st.columns(4)
    columns[0].metric("Rows in the file", f"{intake.source.rows:,}")
    columns[1].metric("Understood", f"{len(intake.accepted):,}", help="These rows will be kept.")
    columns[2].metric(
        "Set aside", f"{len(intake.quarantined):,}", help="Not used until mended. You can keep the list without them."
    )
    columns[3].metric(
        "Mended by us", f"{len(intake.repaired):,}", help="Cells put right in a way that is always the same; see below."
    )


def _questions(current: Bringing, intake: Intake, slot: str) -> None:
    for question in intake.questions:
        with st.container(border=True):
            st.markdown(f"**{question.text}**")
            labels = {option.value: option.label for option in question.options}
            value = st.radio(
                question.text,
                list(labels),
                index=None,
                format_func=labels.get,
                key=f"{slot}.{current.generation}.{question.key}",
                label_visibility="collapsed",
            )
            preview_map.draw_options(question, value, f"{slot}.{current.generation}.{question.key}")
            if st.button("This is right", key=f"{slot}.{current.generation}.{question.key}.ok", disabled=value is None):
                _decide(slot, current, intake_view.chosen(current.answers, question.key, str(value)))


def _buttons(session: Session, current: Bringing, intake: Intake, slot: str) -> None:
    with st.container(horizontal=True):
        if st.button("Keep this list", type="primary", disabled=not intake.ready, key=f"{slot}.keep"):
            with st.spinner("Keeping the list …"):
                kept = import_table.keep(session.workspace, intake, current.upload.path.read_bytes())
            rows = f"{len(intake.accepted):,} rows"
            st.session_state[f"{slot}.kept"] = (
                f"Kept: {rows}." if kept.new else f"Nothing changed: the same {rows} were there already."
            )
            _close(current, slot)
        _another_button(current, slot)
    if not intake.ready:
        st.caption("The list can be kept when the questions above are answered.")


def _another(current: Bringing, slot: str) -> None:
    with st.container(horizontal=True):
        _another_button(current, slot)


def _another_button(current: Bringing, slot: str) -> None:
    if st.button("Choose another file", key=f"{slot}.other"):
        _close(current, slot)


def _close(current: Bringing, slot: str) -> None:
    forget(current.upload)
    st.session_state.pop(slot, None)
    st.session_state[f"{slot}.round"] = st.session_state.get(f"{slot}.round", 0) + 1
    st.rerun()


def _decide(slot: str, current: Bringing, answers: Answers) -> None:
    st.session_state[slot] = current.decided(answers)
    st.rerun()
