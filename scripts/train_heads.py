#!/usr/bin/env python3
"""Fit event heads for a tagger and write them into its model folder: same event, type, kind, who opens an event or leads the story.

    python scripts/train_heads.py MODEL_FOLDER --corpora DIR

Reads the train and dev splits of the data folder, on one CPU thread in a few minutes. The tagger stays as it is; heads of an
older tagger are replaced. Prints how linking by rules and by heads does on dev, and writes `event_heads.json`,
`event_heads.safetensors` and the part of the card on them; without these files linking goes by rules.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from frontwire.cli import run_command


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="MODEL_FOLDER")
    parser.add_argument("--data", default="data", help="data folder (default: data)")
    parser.add_argument("--corpora", help="folder of the public corpora's texts (default: FRONTWIRE_CORPORA)")
    parser.add_argument(
        "--kinds", default="own,real", help="parts of the splits, own, real or both (default: own,real)"
    )
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--dry-run", action="store_true", help="fit and measure, write nothing")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    parser.set_defaults(run=run)
    return run_command(parser.parse_args())


def run(args: argparse.Namespace) -> int:
    # Python puts a script's own folder first on its path, where evaluate.py would hide the package of that name.
    here = Path(__file__).resolve().parent
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != here]
    from frontwire.corpora.collection import load_split
    from frontwire.model.folder import open_model_folder
    from frontwire.training.heads import train_heads, write_heads

    kinds = args.kinds.split(",")
    train, dev = (load_split(args.data, split, corpora=args.corpora, kinds=kinds) for split in ("train", "dev"))
    done = train_heads(
        open_model_folder(args.folder), train, dev, seed=args.seed, progress=lambda line: print(line, file=sys.stderr)
    )
    print(f"{'dev, F1':<28}" + "".join(f"{name:>12}" for name in ("detection", "arguments", "type")))
    for name, scores in done.rows.items():
        print(f"{name:<28}" + "".join(f"{value:>12.3f}" for value in scores.values()))
    if not args.dry_run:
        print(f"{args.folder}: wrote {', '.join(write_heads(args.folder, done.heads))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
