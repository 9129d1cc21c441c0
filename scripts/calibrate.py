#!/usr/bin/env python3
"""Fit the scores of a model folder's mentions anew, so that they are probabilities of being strictly right.

    python scripts/calibrate.py MODEL_FOLDER --corpora DIR
    python scripts/calibrate.py MODEL_FOLDER MINE.jsonl …

Training does this by itself. The documents are the dev split of the data folder, or the annotated files that are named; they
must be none that the model learned from. Writes `calibration.json` and, where the folder has them, the part of `training.json` and
of the model card that tell of it. Weights and tags stay as they are.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from frontwire.cli import run_command


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="MODEL_FOLDER")
    parser.add_argument("gold", nargs="*", help="annotated files, inline or JSONL, instead of the split")
    parser.add_argument("--split", default="dev", choices=("train", "dev", "test"), help="default: dev")
    parser.add_argument("--data", default="data", help="data folder (default: data)")
    parser.add_argument("--corpora", help="folder of the public corpora's texts (default: FRONTWIRE_CORPORA)")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    parser.set_defaults(run=run)
    return run_command(parser.parse_args())


def run(args: argparse.Namespace) -> int:
    # Python puts a script's own folder first on its path, where evaluate.py would hide the package of that name.
    here = Path(__file__).resolve().parent
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != here]
    from frontwire.corpora.collection import load_split
    from frontwire.corpora.forms import read_documents
    from frontwire.training.recalibrating import calibrate_folder

    if args.gold:
        documents = [document for path in args.gold for document in read_documents(path)]
    else:
        documents = load_split(args.data, args.split, corpora=args.corpora)
    done = calibrate_folder(args.folder, documents)
    raw, fitted = done.record["raw"], done.record["cross_validated"]
    print(f"{args.folder}: wrote {', '.join(done.written)}")
    print(
        f"{done.record['documents']} documents, {done.record['mentions']} mentions, {done.record['right']} strictly right"
    )
    print(f"{'':<30}{'raw':>8}{'fitted':>8}   (fitted: {done.record['folds']}-fold cross-validated)")
    for name, value in raw.items():
        print(f"{name:<30}{value:>8.4f}{fitted[name]:>8.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
