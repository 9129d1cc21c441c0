"""``frontwire train``: fine-tune a model from a configuration."""

from __future__ import annotations

import argparse
import sys
from typing import Any


def add_parser(subparsers: Any) -> None:
    """Add the command and its options."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "train",
        help="fine-tune a model from a configuration",
        description="Fine-tune a tagger. The model folder is written to <output>/model of the configuration; "
        "annotated files of your own stand in it as data.train_files and data.dev_files.",
    )
    parser.add_argument("config", metavar="CONFIG", help="YAML file, see configs/")
    parser.add_argument(
        "--corpora", metavar="DIR", help="folder with the third-party corpora's texts (or FRONTWIRE_CORPORA)"
    )
    parser.add_argument("--output", metavar="DIR", help="run folder instead of the configuration's")
    parser.add_argument("--seed", type=int, metavar="N", help="seed instead of the configuration's")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint in the run folder")
    parser.add_argument(
        "--set",
        dest="overrides",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="replace one value of the configuration, as in optimizer.epochs=3; may be repeated",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Carry out the command; errors of the package pass through."""
    import json

    from frontwire.config import parse_overrides, read_config

    overrides = parse_overrides(args.overrides)
    if args.output is not None:
        overrides["output"] = json.dumps(args.output)
    if args.seed is not None:
        overrides["seed"] = str(args.seed)
    if args.corpora is not None:
        overrides["data.corpora"] = json.dumps(args.corpora)
    config = read_config(args.config, overrides)

    from frontwire.training.run import run_training

    try:
        record = run_training(config, resume=args.resume)
    except KeyboardInterrupt:
        print("frontwire: interrupted; the same command with --resume goes on from the last epoch", file=sys.stderr)
        return 1
    if record:
        dev = record["dev"]
        scores = f"dev strict F1 {dev['f1']:.3f} (P {dev['precision']:.3f}, R {dev['recall']:.3f})"
        print(f"{config.output}/model: {scores}, {record['seconds']:.0f} s")
    return 0
