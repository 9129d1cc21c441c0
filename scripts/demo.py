#!/usr/bin/env python3
"""Shows a result of ``frontwire extract`` (JSON Lines) as a table, then the words that each event rests on."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from frontwire.corpora.jsonl import read_jsonl
from frontwire.errors import FrontwireError
from frontwire.export import format_evidence, format_table


def main(arguments: list[str] | None = None) -> int:
    """Print the file's events; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="documents as frontwire extract writes them")
    path = parser.parse_args(arguments).file
    try:
        documents = list(read_jsonl(path))
    except (FrontwireError, OSError) as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    try:
        print(format_table(documents, width=shutil.get_terminal_size((180, 24)).columns))
        for document in documents:
            print(format_evidence(document))
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough; what Python would still flush at its end goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    sys.exit(main())
