"""The command line of ``scripts/pretrain.py``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from frontwire.config import parse_overrides


def make_parser() -> argparse.ArgumentParser:
    """Options, named as those of ``frontwire train``."""
    parser = argparse.ArgumentParser(
        prog="pretrain.py",
        description="Train a base further before the nine labels. The base folder is written to <output>/base of the "
        "configuration; a training configuration starts from it with base.model.",
    )
    parser.add_argument("config", metavar="CONFIG", help="configs/pretrain.yaml or configs/auxiliary.yaml")
    parser.add_argument("--corpora", metavar="DIR", help="folder with the third-party corpora (or FRONTWIRE_CORPORA)")
    parser.add_argument("--output", metavar="DIR", help="run folder instead of the configuration's")
    parser.add_argument("--seed", type=int, metavar="N", help="seed instead of the configuration's")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint in the run folder")
    parser.add_argument("--counts", action="store_true", help="print what there is to learn from as JSON, and stop")
    parser.add_argument(
        "--set",
        dest="overrides",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="replace one value of the configuration, as in optimizer.epochs=3; may be repeated",
    )
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    return parser


def run(args: argparse.Namespace) -> int:
    """Carry out the command; errors of the package pass through."""
    from frontwire.training.stages.config import read_stage_config

    overrides = parse_overrides(args.overrides)
    for key, given in (("output", args.output), ("seed", args.seed), ("texts.corpora", args.corpora)):
        if given is not None:
            overrides[key] = json.dumps(given)
    config = read_stage_config(args.config, overrides)

    from frontwire.training.stages.run import count_texts, run_configured

    if args.counts:
        print(json.dumps(count_texts(config), indent=1))
        return 0
    try:
        record = run_configured(config, resume=args.resume)
    except KeyboardInterrupt:
        print(
            "pretrain.py: interrupted; the same command with --resume goes on from the last checkpoint", file=sys.stderr
        )
        return 1
    last: dict[str, Any] = record["history"][-1]
    values = ", ".join(f"{name} {value:.4g}" for name, value in last.items() if name != "step")
    print(f"{Path(config.output) / 'base'}: {values}, {record['seconds']:.0f} s")
    return 0
