"""``frontwire data stats``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontwire.cli.data.parsing import add_command, add_reading_options, open_texts, print_notes, reading_options
from frontwire.errors import UsageError

if TYPE_CHECKING:
    from frontwire.corpora.forms import ReadingOptions


def add(commands: Any) -> None:
    """Add the command."""
    parser = add_command(commands, "stats", stats, "count documents, words, mentions and events, and draw the counts")
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE|DIR", help="files of any form, or folders of them")
    parser.add_argument("--chart", type=Path, metavar="FILE", help="also draw the counts (.svg, .png, .pdf)")
    parser.add_argument(
        "--coverage", action="store_true", help="instead: forms, regions, decades and hard cases of own articles"
    )
    add_reading_options(parser)


def stats(args: argparse.Namespace) -> int:
    """Print the counts of each corpus and of all, or what written articles cover."""
    from frontwire.corpora.forms import annotated_files, form_of, read_documents
    from frontwire.corpora.standoff import read_annotations
    from frontwire.corpora.statistics import Statistics

    texts = open_texts(args.corpora)
    options, labels = reading_options(args)
    files = annotated_files(args.paths)
    if args.coverage:
        if args.chart:
            raise UsageError("--chart draws the counts, not the coverage; give one of the two options")
        _print_coverage(files, options)
        print_notes(labels)
        return 0
    statistics = Statistics()
    for path in files:
        form = form_of(path)
        if form == "standoff" and texts is None:
            for annotation in read_annotations(path):
                statistics.add(annotation)
        else:
            for document in read_documents(path, form=form, texts=texts, **options):
                statistics.add(document)
    for line in statistics.lines():
        print(line)
    print_notes(labels)
    if args.chart:
        from frontwire.corpora.charts import draw_statistics

        draw_statistics(statistics, args.chart)
    return 0


def _print_coverage(files: list[Path], options: ReadingOptions) -> None:
    from frontwire.corpora.coverage import coverage
    from frontwire.corpora.forms import form_of, read_documents

    for path in files:
        if form_of(path) == "standoff":
            raise UsageError(
                f"{path}: coverage is of whole articles with their `extra`; stand-off annotations have none"
            )
    documents = (document for path in files for document in read_documents(path, **options))
    for line in coverage(documents).lines():
        print(line)
