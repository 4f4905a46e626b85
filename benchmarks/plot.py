"""The picture of the bench: visits over seconds, ours and the peers."""

from __future__ import annotations

from pathlib import Path

from benchmarks.latest import NAMES, Latest
from benchmarks.parts import CURVE
from benchmarks.runs import OURS

#: Colours of Okabe and Ito, which hold for colour-blind eyes, and marks that hold in print.
STYLES = {
    OURS: ("#0072B2", "o"),
    "pyvrp": ("#D55E00", "s"),
    "routing": ("#009E73", "^"),
    "vroom": ("#CC79A7", "D"),
}


def points(latest: Latest, engine: str) -> list[tuple[float, int]]:
    """(seconds given, visits) of an engine on the ward of the picture, all its cores, in order."""
    rows = [row for row in latest.of_instance(CURVE) if row["engine"] == engine and not (engine == OURS and row["cores"] == "1")]
    return sorted((float(row["budget_s"]), int(row["served"])) for row in rows)


def draw(latest: Latest, path: Path) -> None:
    """Write the picture as SVG, the same for the same rows; nothing where there is none."""
    if not latest.of_instance(CURVE):
        return
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    with mpl.rc_context({"svg.hashsalt": "wardround", "svg.fonttype": "none", "font.family": "sans-serif"}):
        figure, axes = plt.subplots(figsize=(7.5, 4.2), layout="constrained")
        for engine, (colour, mark) in STYLES.items():
            if found := points(latest, engine):
                axes.plot(*zip(*found, strict=True), color=colour, marker=mark, label=NAMES[engine])
        bounds = [float(row["bound"]) for row in latest.of_instance(CURVE) if row["bound"]]
        if bounds:
            axes.axhline(min(bounds), color="#555555", linestyle=":", label="bound: no plan has more")
        axes.set_xscale("log")
        ticks = sorted({seconds for engine in STYLES for seconds, _ in points(latest, engine)})
        axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks], minor=False)
        axes.set_xticks([], minor=True)
        axes.set_xlabel("seconds given to the search")
        axes.set_ylabel("households visited")
        axes.grid(alpha=0.3)
        axes.legend(loc="lower right")
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, metadata={"Date": None, "Creator": None})
        plt.close(figure)
