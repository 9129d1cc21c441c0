"""The work of ``frontwire data`` as a script."""

import sys

from frontwire.cli import data, run_script

if __name__ == "__main__":
    sys.exit(run_script(data))
