"""Charts of :class:`~frontwire.corpora.statistics.Statistics`, drawn with matplotlib (extra ``charts``)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from frontwire import ontology
from frontwire.corpora.statistics import LENGTH_CLASSES, UNKNOWN, CorpusCounts, Statistics, by_count
from frontwire.corpora.whole_files import whole_file
from frontwire.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ENDINGS: Final = (".svg", ".png", ".pdf")

#: Countries drawn by name; the rest stand together.
_COUNTRIES: Final = 24

#: Colour-blind safe (Okabe and Ito, 2008).
_COLOURS: Final = ("#0072B2", "#E69F00")


def draw_statistics(statistics: Statistics, path: str | Path) -> None:
    """Draw labels, types, lengths, countries and years into an .svg, .png or .pdf file; own and public corpora side by side.

    The file appears whole or not at all. Raises :class:`UsageError` for another ending, for counts of nothing and where
    matplotlib is not installed, :class:`OutputError` where the file cannot be written.
    """
    path = Path(path)
    if path.suffix.lower() not in ENDINGS:
        raise UsageError(f"{path}: charts are written as {', '.join(ENDINGS)}")
    try:
        # The figure class alone: pyplot would look for a screen.
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError:
        raise UsageError("drawing needs matplotlib; install it with: pip install 'frontwire[charts]'") from None

    public, own = CorpusCounts(), CorpusCounts()
    for name, counts in statistics.corpora.items():
        (own if name == "own" else public).merge(counts)
    kinds = [(name, counts) for name, counts in (("public corpora", public), ("own articles", own)) if counts.documents]
    if not kinds:
        raise UsageError(f"{path}: there are no documents to draw charts of")

    figure = Figure(figsize=(11, 12), layout="constrained")
    axes = figure.subplot_mosaic([["labels", "types"], ["lengths", "countries"], ["years", "countries"]])
    _bars(axes["labels"], "Mentions by label", ontology.LABELS, [(n, c.labels) for n, c in kinds])
    _bars(axes["types"], "Events by type", ontology.EVENT_TYPES, [(n, c.types) for n, c in kinds])
    _bars(axes["lengths"], "Documents by words", LENGTH_CLASSES, [(n, c.lengths) for n, c in kinds])
    names, tables = _top_countries(kinds)
    _bars(axes["countries"], "Events by country", names, tables)
    _years(axes["years"], kinds)
    figure.legend(*axes["labels"].get_legend_handles_labels(), loc="outside upper center", ncols=2, frameon=False)
    ending = path.suffix.lower()
    # A fixed salt and no date: the same counts give the same bytes.
    with matplotlib.rc_context({"svg.hashsalt": "frontwire", "svg.fonttype": "none"}), whole_file(path) as stream:
        figure.savefig(stream, format=ending[1:], dpi=120, metadata={"Date": None} if ending == ".svg" else None)


def _bars(axes: Axes, title: str, names: Sequence[str], tables: Sequence[tuple[str, Any]]) -> None:
    """Horizontal stacked bars, the first name on top, each with its total at the end."""
    left = [0] * len(names)
    for (kind, table), colour in zip(tables, _COLOURS, strict=False):
        values = [table[name] for name in names]
        axes.barh(list(names), values, left=left, label=kind, color=colour)
        left = [a + b for a, b in zip(left, values, strict=True)]
    for row, total in enumerate(left):
        axes.text(total, row, f" {total}", va="center", fontsize=8)
    axes.set_title(title, loc="left", fontsize=11)
    axes.invert_yaxis()
    axes.margins(x=0.12, y=0.01)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=8)


def _top_countries(kinds: Sequence[tuple[str, CorpusCounts]]) -> tuple[list[str], list[tuple[str, dict[str, int]]]]:
    """The commonest countries, one row for the others together and one for the unknown."""
    whole = CorpusCounts()
    for _, counts in kinds:
        whole.merge(counts)
    ranked = [name for name, _ in by_count(whole.countries) if name != UNKNOWN]
    top, others = ranked[:_COUNTRIES], set(ranked[_COUNTRIES:])
    rest, unknown = f"{len(others)} others", "not known"
    tables = []
    for kind, counts in kinds:
        table = {name: counts.countries[name] for name in top}
        table[rest] = sum(counts.countries[name] for name in others)
        table[unknown] = counts.countries[UNKNOWN]
        tables.append((kind, table))
    return [*top, *([rest] if others else []), unknown], tables


def _years(axes: Axes, kinds: Sequence[tuple[str, CorpusCounts]]) -> None:
    years = sorted({int(year) for _, counts in kinds for year in counts.years if year != UNKNOWN})
    axes.set_title("Events by year (those with a known year)", loc="left", fontsize=11)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=8)
    if not years:
        return
    # A handful of events from long before would press everything else together.
    span = range(max(years[0], years[-1] - 60), years[-1] + 1)
    bottom = [0] * len(span)
    for (kind, counts), colour in zip(kinds, _COLOURS, strict=False):
        values = [counts.years[str(year)] for year in span]
        axes.bar(list(span), values, bottom=bottom, label=kind, color=colour, width=0.9)
        bottom = [a + b for a, b in zip(bottom, values, strict=True)]
