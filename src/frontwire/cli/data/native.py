"""``frontwire data native``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontwire.cli.data.parsing import add_command
from frontwire.errors import OutputError, UsageError

if TYPE_CHECKING:
    from frontwire.corpora.native.registry import NativeReading


def add(commands: Any) -> None:
    """Add the command."""
    parser = add_command(
        commands, "native", native, "count public corpora with their own labels, and what in them cannot be aligned"
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="corpora to read (default: every one in the folder)")
    parser.add_argument(
        "--unaligned", action="store_true", help="list everything that could not be aligned, not only the first ten"
    )
    parser.add_argument(
        "--check", action="store_true", help="compare the documents of every part with the published number"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="write the documents of one corpus with our labels (.jsonl)"
    )


def native(args: argparse.Namespace) -> int:
    """Print counts by part and label, mapped labels, and the log of each corpus.

    Exit status 3 where a part is missing, with ``--check`` also where one has another number of documents than published.
    """
    from frontwire.corpora.native.published import incomplete_parts
    from frontwire.corpora.native.registry import NATIVE, native_corpus, read_native, summarise
    from frontwire.corpora.texts import CORPORA_VARIABLE, corpora_folder

    folder = corpora_folder(args.corpora)
    if folder is None:
        raise UsageError(f"no corpora folder; name it with --corpora or {CORPORA_VARIABLE}")
    corpora = [native_corpus(name) for name in args.names] or [c for c in NATIVE if (folder / c.folder).is_dir()]
    if not corpora:
        raise UsageError(
            f"{folder} has no folder of a known corpus; expected some of {', '.join(c.folder for c in NATIVE)}"
        )
    if args.output and len(corpora) != 1:
        raise UsageError(f"--output takes the documents of one corpus; {len(corpora)} are named or found")
    faulty = False
    for corpus in corpora:
        reading = read_native(corpus.name, folder)
        found = summarise(reading, listed=None if args.unaligned else 10)
        for line in found.lines():
            print(line)
        for part in corpus.parts:
            if not found.parts[part]:
                faulty = True
                print(f"{corpus.name}: no document of the part {part} in {folder / corpus.folder}", file=sys.stderr)
        for line in incomplete_parts(corpus.name, found.parts) if args.check else []:
            faulty = True
            print(f"{folder}/{line}", file=sys.stderr)
        if args.output:
            _write(reading, args.output)
    return 3 if faulty else 0


def _write(reading: NativeReading, path: Path) -> None:
    from frontwire.corpora.jsonl import write_jsonl
    from frontwire.corpora.native.mapping import map_labels
    from frontwire.corpora.splits import never_trained

    try:
        count = write_jsonl((map_labels(document, reading.corpus) for document in reading.documents), path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from None
    print(f"{path}: {count} documents with our labels and without events", file=sys.stderr)
    held = sum(d.extra["part"] == "test" or never_trained(d.id) for d in reading.documents)
    if held:
        print(f"{held} of them only measure and must not be trained on", file=sys.stderr)
