"""``python -m frontwire``."""

import sys

from frontwire.cli import main

if __name__ == "__main__":
    sys.exit(main())
