#!/usr/bin/env python3
"""Publishes a model on the Hugging Face Hub: ``frontwire push`` as a script."""

import sys

from frontwire.cli import push, run_script

if __name__ == "__main__":
    sys.exit(run_script(push))
