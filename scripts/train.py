"""The work of ``frontwire train`` as a script."""

import sys

from frontwire.cli import run_script, train

if __name__ == "__main__":
    sys.exit(run_script(train))
