"""A stage before the nine labels, from configs/pretrain.yaml or configs/auxiliary.yaml, to a base folder."""

import sys
from pathlib import Path

from frontwire.cli import run_command
from frontwire.training.stages import command

if __name__ == "__main__":
    # Python puts this folder first on its path, where evaluate.py would hide the package of that name.
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != Path(__file__).resolve().parent]
    args = command.make_parser().parse_args()
    args.run = command.run
    sys.exit(run_command(args))
