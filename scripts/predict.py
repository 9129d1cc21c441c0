#!/usr/bin/env python3
"""Articles in, event records out: ``frontwire extract`` as a script."""

import sys

from frontwire.cli import extract, run_script

if __name__ == "__main__":
    sys.exit(run_script(extract))
