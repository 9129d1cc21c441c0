"""``frontwire data check``."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontwire.cli.data.parsing import add_command, add_reading_options, open_texts, print_notes, reading_options
from frontwire.errors import DataError

if TYPE_CHECKING:
    from frontwire.corpora.check import Fault
    from frontwire.corpora.forms import ReadingOptions
    from frontwire.corpora.texts import CorpusTexts


def add(commands: Any) -> None:
    """Add the command."""
    parser = add_command(commands, "check", check, "list every fault; exit status 3 when there are errors")
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE|DIR", help="files of any form, or folders of them")
    parser.add_argument("--errors-only", action="store_true", help="leave out warnings")
    add_reading_options(parser)


def check(args: argparse.Namespace) -> int:
    """Print a line for every fault."""
    from frontwire.corpora.forms import annotated_files

    totals: Counter[str] = Counter()
    first_seen: dict[str, Path] = {}
    texts = open_texts(args.corpora)
    options, labels = reading_options(args)
    for path in annotated_files(args.paths):
        try:
            for fault in _faults_of(path, texts, totals, first_seen, options):
                totals[fault.severity] += 1
                if fault.severity == "error" or not args.errors_only:
                    print(f"{path}: {fault}")
        except DataError as error:  # documents cannot be told apart in it; the other files are checked all the same
            totals["error"] += 1
            print(f"{path}: error: {error}; the rest of the file is not checked")
    print_notes(labels)
    print(f"{totals['document']} documents, {totals['error']} errors, {totals['warning']} warnings", file=sys.stderr)
    return 3 if totals["error"] else 0


def _faults_of(
    path: Path,
    texts: CorpusTexts | None,
    totals: Counter[str],
    first_seen: dict[str, Path],
    options: ReadingOptions,
) -> Iterator[Fault]:
    """Faults of a file and of its ids; counts its documents into ``totals`` and adds their ids to ``first_seen``."""
    from frontwire.corpora.check import Fault
    from frontwire.corpora.check_files import check_file

    seen: Counter[str] = Counter()
    for document_id, faults in check_file(path, texts=texts, **options):
        totals["document"] += 1
        seen[document_id] += 1
        yield from faults
    for document_id, count in seen.items():
        if count > 1:
            yield Fault(document_id, "error", "id", f"stands {count} times in the file; ids are unique")
        if (other := first_seen.setdefault(document_id, path)) != path:
            yield Fault(document_id, "warning", "id", f"stands in {other} too; files used together need unique ids")
