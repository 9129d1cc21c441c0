#!/usr/bin/env python3
"""One model from several seeds of one recipe: the mean of their weights, measured on dev and calibrated.

    python scripts/average_seeds.py SEED_FOLDER SEED_FOLDER … -o MODEL_FOLDER --corpora DIR

The seeds must have learned the same documents with the same settings (`frontwire train CONFIG --seed N --output …`). Prints dev F1
of each and of the mean. Event heads are fitted afterwards (`scripts/train_heads.py MODEL_FOLDER`).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from frontwire.cli import run_command


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="SEED_FOLDER")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="MODEL_FOLDER")
    parser.add_argument("--data", default="data", help="data folder (default: data)")
    parser.add_argument("--corpora", help="folder of the public corpora's texts (default: FRONTWIRE_CORPORA)")
    parser.add_argument("--kinds", default="own,real", help="parts of the dev split (default: own,real)")
    parser.add_argument("--version", help="version of the new model (default: that of the seeds)")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    parser.set_defaults(run=run)
    return run_command(parser.parse_args())


def run(args: argparse.Namespace) -> int:
    # Python puts a script's own folder first on its path, where evaluate.py would hide the package of that name.
    here = Path(__file__).resolve().parent
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != here]
    from frontwire.corpora.collection import load_split
    from frontwire.training.seed_average import average_seeds

    dev = load_split(args.data, "dev", corpora=args.corpora, kinds=args.kinds.split(","))
    record = average_seeds(args.folders, args.output, dev, version=args.version)
    for member in record["members"]:
        print(f"seed {member['seed']:<12} dev F1 {member['dev_f1']:.4f}")
    print(f"mean of {len(record['members'])} runs    dev F1 {record['dev']['f1']:.4f}")
    print(f"{args.output}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
