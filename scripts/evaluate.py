#!/usr/bin/env python3
"""Scores predictions against gold: ``frontwire evaluate`` as a script."""

import sys

from frontwire.cli import evaluate, run_script

if __name__ == "__main__":
    sys.exit(run_script(evaluate))
