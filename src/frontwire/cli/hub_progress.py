"""The Hub library's progress bars, which it also draws where standard error is a file."""

from __future__ import annotations

import sys


def hide_progress_bars(*, quiet: bool) -> None:
    """Switch the bars off for the process unless standard error is a terminal; with ``quiet`` in any case."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        from huggingface_hub.utils import disable_progress_bars  # type: ignore[attr-defined] # public, not re-exported

        disable_progress_bars()
