"""``frontwire data split``."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from frontwire.cli.data.parsing import add_command, open_texts
from frontwire.errors import UsageError


def add(commands: Any) -> None:
    """Add the command."""
    parser = add_command(commands, "split", split, "assign documents without a split to train, dev and test")
    parser.add_argument(
        "data", nargs="?", type=Path, default=Path("data"), metavar="DATA", help="data folder (default: %(default)s)"
    )
    parser.add_argument(
        "--gold",
        nargs="+",
        type=Path,
        default=[],
        metavar="FILE",
        help="held-out documents; what is close to one is excluded",
    )
    parser.add_argument(
        "--never", type=Path, metavar="FILE", help="ids of documents that no training may see, one a line"
    )
    parser.add_argument(
        "--to-train",
        action="store_true",
        help="dev and test stay as they are, but for what tells a story of theirs: for documents that were chosen because "
        "a model is unsure of them, and would make both harder than news is",
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="seed of the choice (default: %(default)s)")


def split(args: argparse.Namespace) -> int:
    """Write the split files and print what was assigned and excluded."""
    from frontwire.corpora.forms import read_documents
    from frontwire.corpora.splits import SPLITS, read_ids
    from frontwire.corpora.splitting import split_collection

    for path in (args.data, *args.gold, *filter(None, [args.never])):
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder")
    if not args.data.is_dir():
        raise UsageError(f"{args.data} is a file; expected a folder with annotations/, own/ and splits/")
    if not any((args.data / name).is_dir() for name in ("own", "annotations")):
        raise UsageError(
            f"{args.data} has neither own/ nor annotations/; expected a folder laid out as the project's data/"
        )
    texts = open_texts(args.corpora)
    if texts is None:
        print("no corpora folder: only own articles are assigned, public documents keep their splits", file=sys.stderr)
    plan = split_collection(
        args.data,
        corpora=args.corpora,
        held_out=[document for path in args.gold for document in read_documents(path, texts=texts)],
        never=read_ids(args.never) if args.never else [],
        seed=args.seed,
        to_train=args.to_train,
    )
    counts = Counter(plan.assigned.values())
    print(", ".join(f"{split} {counts[split]}" for split in SPLITS) + f", excluded {len(plan.excluded)}")
    for document_id, reason in sorted(plan.excluded.items()):
        print(f"excluded {document_id}: {reason}")
    return 0
