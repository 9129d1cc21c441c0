"""``frontwire data export``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from frontwire.cli.data.parsing import add_command


def add(commands: Any) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "export",
        export,
        "write own articles and stand-off annotations as a data set with a card, for load_dataset",
        corpora=False,
    )
    parser.add_argument("output", type=Path, metavar="DIR", help="folder to write, new or empty")
    parser.add_argument(
        "--data", type=Path, default=Path("data"), metavar="DATA", help="data folder (default: %(default)s)"
    )


def export(args: argparse.Namespace) -> int:
    """Write the folder and print how many documents each configuration and split has."""
    from frontwire.corpora.dataset_export import export_dataset

    for (config, split), count in export_dataset(args.data, args.output).items():
        print(f"{config} {split}: {count} documents", file=sys.stderr)
    return 0
