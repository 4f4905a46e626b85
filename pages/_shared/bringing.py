"""One file on its way in: choose it, answer what only a person can know, mend, keep."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import streamlit as st

from geo.intake.result import Answers, Intake
from geo.intake.templates import template_xlsx
from geo.problems import Problem
from pages._shared import mending, preview_map, reading_choices
from pages._shared.session import Session
from workflows import import_table, intake_view
from workflows.literal import literal
from workflows.templates import TABLES
from workflows.upload import Upload, forget, hold, remember, resumed

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


def is_open(session: Session, table: str) -> bool:
    """Whether a file of this table is being looked at."""
    return _current(session, table) is not None


def _current(session: Session, table: str) -> Bringing | None:
    """The file that is being looked at; after the page was loaded again, the one that lies aside with what was decided."""
    slot = _slot(session, table)
    known: Bringing | None = st.session_state.get(slot)
    if known is not None and known.upload.path.is_file():
        return known
    if st.session_state.pop(slot, None) is not None:
        st.session_state[f"{slot}.kept"] = "The file was kept, or put away, in another window."
    found = resumed(session.workspace, table)
    if found is None:
        return None
    st.session_state[slot] = Bringing(*found)
    return st.session_state[slot]


def _slot(session: Session, table: str) -> str:
    return f"bringing.{session.key}.{table}"


def draw(session: Session, table: str) -> None:
    """The upload, or the file that is being looked at."""
    slot = _slot(session, table)
    current = _current(session, table)
    if current is None:
        _choose(session, table, slot)
        return
    with st.spinner(f"Reading {literal(current.upload.name)} …"):
        intake = _judged(session, table, current)
    _look(session, current, intake)


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
        _decide(session, table, Bringing(hold(session.workspace, given.name, given.getvalue())))


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


def _look(session: Session, current: Bringing, intake: Intake) -> None:
    slot = _slot(session, intake.table)
    st.subheader(literal(intake.source.name), anchor=False)
    for problem in intake.problems:
        if problem.behaviour.value == "reject":
            st.error(_told(problem))
    if intake.rejected:
        answers = reading_choices.draw_numbering(intake, current, slot)
        answers = mending.columns(intake, current) or reading_choices.draw(intake, current, slot) or answers
        _another(session, current, intake.table)
    elif intake.questions:
        # Before they are answered nothing that is shown below could be relied on.
        answers = _questions(session, current, intake, slot)
        _another(session, current, intake.table)
    else:
        answers = _understood(session, current, intake, slot)
    if answers is not None:
        _decide(session, intake.table, current.decided(answers))


def _understood(session: Session, current: Bringing, intake: Intake, slot: str) -> Answers | None:
    _counts(intake, current.answers)
    _buttons(session, current, intake, slot)
    _remarks(intake)
    answers = reading_choices.draw_municipalities(intake, current, slot)
    answers = preview_map.draw(session, intake, current) or answers
    answers = mending.draw(intake, current) or answers
    return reading_choices.draw(intake, current, slot) or answers


def _told(problem: Problem) -> str:
    # Sentences may quote a heading of the file.
    sentence = literal(problem.sentence[:1].upper() + problem.sentence[1:])
    return f"**{problem.title}.** {sentence}{intake_view.row_list(problem)} {literal(problem.remedy)} ({problem.code})"


def _remarks(intake: Intake) -> None:
    """What somebody should look at, though the rows are kept."""
    found = [problem for problem in intake.problems if problem.behaviour.value == "warn"]
    for problem in found:
        if problem.code == "E107":
            st.info(_told(problem))
    found = [problem for problem in found if problem.code != "E107"]
    if found:
        titles = ", ".join(dict.fromkeys(problem.title.lower() for problem in found[:4]))
        with st.expander(f"{intake_view.looked_at(found)}: {titles}{' …' if len(found) > 4 else ''}"):
            st.markdown("\n".join(f"- {_told(problem)}" for problem in found))


def _counts(intake: Intake, answers: Answers) -> None:
    by_you = intake_view.understood_by_you(intake)
    words = intake_view.words_explained(intake, answers)
    figures = (
        ("Rows in the file", intake.source.rows, "Without the headings and blank rows."),
        ("Understood", len(intake.accepted), "These rows will be kept."),
        ("Set aside", len(intake.quarantined), "Not used until mended. You can keep the list without them."),
        ("Mended by us", len(intake.repaired) - by_you, "Cells put right in a way that is always the same; see below."),
    )
    own = (
        ("Mended by you", by_you - words, "Cells that you typed, places that you clicked."),
        ("Words explained", words, "Cells with a word like high or low, read as you said."),
    )
    with st.container(horizontal=True, gap="medium"):
        for label, value, help_ in (*figures, *(figure for figure in own if figure[1])):
            st.metric(label, f"{value:,}", help=help_, width="content")


def _questions(session: Session, current: Bringing, intake: Intake, slot: str) -> Answers | None:
    decided = None
    for question in intake.questions:
        key = f"{slot}.{current.generation}.{question.key}"
        with st.container(border=True):
            st.markdown(f"**{literal(question.text)}**")
            labels = {option.value: literal(option.label) for option in question.options}
            value = st.radio(
                question.text, list(labels), index=None, format_func=labels.get, key=key, label_visibility="collapsed"
            )
            if question.key.endswith(".crs"):
                other = st.text_input("Another one, by its EPSG code", placeholder="EPSG:32735", key=f"{key}.other").strip()
                value = other or value
            preview_map.draw_options(session, intake.table, question, value, key)
            if st.button("This is right", key=f"{key}.ok", disabled=not value):
                decided = intake_view.chosen(current.answers, question.key, str(value))
    return decided


def _buttons(session: Session, current: Bringing, intake: Intake, slot: str) -> None:
    hindered = intake_view.why_not_kept(intake)
    if hindered:
        st.warning(hindered)
    with st.container(horizontal=True):
        if st.button("Keep this list", type="primary", key=f"{slot}.keep", disabled=bool(hindered)):
            with st.spinner("Keeping the list …"):
                kept = import_table.keep(session.workspace, intake, current.upload.path.read_bytes())
            rows = f"{len(intake.accepted):,} rows"
            st.session_state[f"{slot}.kept"] = (
                f"Kept: {rows}." if kept.new else f"Nothing changed: the same {rows} were there already."
            )
            _close(session, current, intake.table)
        _another_button(session, current, intake.table)


def _another(session: Session, current: Bringing, table: str) -> None:
    with st.container(horizontal=True):
        _another_button(session, current, table)


def _another_button(session: Session, current: Bringing, table: str) -> None:
    if st.button("Choose another file", key=f"{_slot(session, table)}.other"):
        _close(session, current, table)


def _close(session: Session, current: Bringing, table: str) -> None:
    slot = _slot(session, table)
    forget(session.workspace, table, current.upload)
    st.session_state.pop(slot, None)
    st.session_state[f"{slot}.round"] = st.session_state.get(f"{slot}.round", 0) + 1
    st.rerun()


def _decide(session: Session, table: str, current: Bringing) -> None:
    st.session_state[_slot(session, table)] = current
    remember(session.workspace, table, current.upload, current.answers)
    st.rerun()
