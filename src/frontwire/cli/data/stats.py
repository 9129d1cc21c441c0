"""``frontwire data stats``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from frontwire.cli.data.parsing import add_command, open_texts
from frontwire.errors import UsageError


def add(commands: Any) -> None:
    """Add the command."""
    parser = add_command(commands, "stats", stats, "count documents, words, mentions and events, and draw the counts")
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE|DIR", help="files of any form, or folders of them")
    parser.add_argument("--chart", type=Path, metavar="FILE", help="also draw the counts (.svg, .png, .pdf)")
    parser.add_argument(
        "--coverage", action="store_true", help="instead: forms, regions, decades and hard cases of own articles"
    )


def stats(args: argparse.Namespace) -> int:
    """Print the counts of each corpus and of all, or what written articles cover."""
    from frontwire.corpora.forms import annotated_files, form_of, read_documents
    from frontwire.corpora.standoff import read_annotations
    from frontwire.corpora.statistics import Statistics

    texts = open_texts(args.corpora)
    files = annotated_files(args.paths)
    if args.coverage:
        if args.chart:
            raise UsageError("--chart draws the counts, not the coverage; give one of the two options")
        return _print_coverage(files)
    statistics = Statistics()
    for path in files:
        form = form_of(path)
        if form == "standoff" and texts is None:
            for annotation in read_annotations(path):
                statistics.add(annotation)
        else:
            for document in read_documents(path, form=form, texts=texts):
                statistics.add(document)
    for line in statistics.lines():
        print(line)
    if args.chart:
        from frontwire.corpora.charts import draw_statistics

        draw_statistics(statistics, args.chart)
    return 0


def _print_coverage(files: list[Path]) -> int:
    from frontwire.corpora.coverage import coverage
    from frontwire.corpora.forms import form_of, read_documents

    for path in files:
        if form_of(path) == "standoff":
            raise UsageError(
                f"{path}: coverage is of whole articles with their `extra`; stand-off annotations have none"
            )
    for line in coverage(document for path in files for document in read_documents(path)).lines():
        print(line)
    return 0
