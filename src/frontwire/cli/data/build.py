"""``frontwire data build``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from frontwire.cli.data.parsing import add_command, open_texts
from frontwire.errors import UsageError


def add(commands: Any) -> None:
    """Add the command."""
    parser = add_command(
        commands, "build", build, "write every split as one file and compare it with the committed hash"
    )
    parser.add_argument(
        "data", nargs="?", type=Path, default=Path("data"), metavar="DATA", help="data folder (default: %(default)s)"
    )
    parser.add_argument(
        "-o", "--output", type=Path, default=Path("runs/data"), metavar="DIR", help="folder (default: %(default)s)"
    )
    parser.add_argument("--update", action="store_true", help="write the hashes found into DATA/splits/SHA256SUMS")


def build(args: argparse.Namespace) -> int:
    """Build the own splits, and with a corpora folder the real ones; exit status 3 where a hash differs."""
    from frontwire.corpora.building import HASHES_FILE, build_splits, read_hashes, write_hashes
    from frontwire.corpora.collection import KINDS

    if not (args.data / "splits").is_dir():
        raise UsageError(f"{args.data} has no splits/; expected a folder laid out as the project's data/")
    texts = open_texts(args.corpora)
    if texts is None:
        print("no corpora folder: only the splits of own articles are built", file=sys.stderr)
    hashes = read_hashes(args.data / "splits")
    differing = documents = 0
    for found in build_splits(args.data, args.output, corpora=args.corpora, kinds=KINDS if texts else ["own"]):
        hashes[found.path.name] = found.sha256
        differing += not found.agrees
        documents += found.documents
        verdict = "agrees" if found.agrees else f"differs from the committed {found.expected}"
        verdict = verdict if found.expected else "no hash committed"
        print(f"{found.path}: {found.documents} documents, SHA-256 {found.sha256}, {verdict}")
    if not documents:
        raise UsageError(
            f"the split files in {args.data / 'splits'} name no document; frontwire data split assigns them"
        )
    if args.update:
        write_hashes(hashes, args.data / "splits")
        print(f"{args.data / 'splits' / HASHES_FILE}: written", file=sys.stderr)
        return 0
    if differing:
        print(
            f"{differing} splits are not those that were committed: annotations, own articles, split files or texts "
            "have changed; if that is meant, run again with --update",
            file=sys.stderr,
        )
    return 3 if differing else 0
