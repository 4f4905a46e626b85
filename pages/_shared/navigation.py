"""The pages in the order in which a task team works, and the sidebar that leads to them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

FOLDER = Path(__file__).resolve().parent.parent
ICON = str(Path(__file__).resolve().parent / "icon.svg")


@dataclass(frozen=True)
class Entry:
    """One page: its file (without ``.py``, also its address), its title and the icon of its link."""

    name: str
    title: str
    icon: str


ENTRIES = (
    Entry("start", "Start", ":material/home:"),
    Entry("bring_lists", "Bring lists", ":material/upload_file:"),
    Entry("plan_a_round", "Plan a round", ":material/event_note:"),
    Entry("see_the_plan", "See the plan", ":material/map:"),
    Entry("not_reached", "Not reached", ":material/person_off:"),
    Entry("what_would_it_take", "What would it take", ":material/trending_up:"),
    Entry("replan", "Something changed", ":material/published_with_changes:"),
    Entry("compare_plans", "Compare plans", ":material/compare_arrows:"),
    Entry("check_own_plan", "Check my own plan", ":material/fact_check:"),
    Entry("hand_out", "Hand out", ":material/print:"),
    Entry("service_gaps", "Service gaps", ":material/signpost:"),
    Entry("where_next", "Where next", ":material/add_location_alt:"),
    Entry("settings", "Settings", ":material/settings:"),
)
START = ENTRIES[0].name
#: Pages of the work itself: whoever left from one of them finds it open again.
RESUMED = frozenset(item.name for item in ENTRIES[1:-1])
#: As narrow as the longest title allows: the width belongs to the maps.
SIDEBAR_PX = 264


def entry(name: str) -> Entry:
    """The page of this name."""
    return next(item for item in ENTRIES if item.name == name)


def page(name: str) -> st.Page:
    """The page of this name, for links and for switching to it.

    It has no icon of its own: Streamlit would fetch one for the browser's tab from the internet.
    """
    return st.Page(FOLDER / f"{name}.py", title=entry(name).title, default=name == START)


def announce() -> st.Page:
    """Tell Streamlit which pages there are, without its own list of them; the page that was asked for."""
    return st.navigation([page(item.name) for item in ENTRIES], position="hidden")


#: Our own links leave a phone's sidebar open, where it hides the whole page that they lead to.
_FOLD = """
<script>
  /* {name} */
  (() => {{
    const side = document.querySelector('[data-testid="stSidebar"]');
    if (side?.dataset.collapsed === "false" && matchMedia("(max-width: 768px)").matches) {{
      side.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
    }}
  }})();
</script>
"""


#: By keyboard the first stop of a page leads past the sidebar and its links.
_SKIP = """
<script>
  (() => {
    if (document.querySelector(".wr-skip")) return;
    const link = document.createElement("a");
    link.className = "wr-skip";
    link.href = "#";
    link.textContent = "Skip to the page";
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const main = document.querySelector('[data-testid="stMain"]');
      main.setAttribute("tabindex", "-1");
      main.focus();
    });
    document.body.prepend(link);
  })();
</script>
"""


def draw_sidebar(name: str) -> None:
    """Our own links, in working order; on a phone they fold away on arrival."""
    with st.sidebar:
        st.markdown("**Wardround**")
        for item in ENTRIES:
            link(item.name)
        st.html(_FOLD.format(name=name), unsafe_allow_javascript=True)
        st.html(_SKIP, unsafe_allow_javascript=True)


def link(name: str, label: str | None = None) -> None:
    """A link to a page, for sidebars and for the ends of pages."""
    found = entry(name)
    # Without a help text: its bubble would cover the link below, and swallow the click on it.
    st.page_link(page(name), label=label or found.title, icon=found.icon)


def go(name: str) -> None:
    """Leave for another page at once."""
    st.switch_page(page(name))
