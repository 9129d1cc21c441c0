"""Articles in, records out, at any number: blocks, checkpoints, the errors file, progress.

::

    files → entries → blocks → predictor → lines → OUT
    corpora.articles   blocks    processing         checkpoint, extraction
"""

from __future__ import annotations

from frontwire.pipeline.blocks import iter_blocks
from frontwire.pipeline.console import Console
from frontwire.pipeline.destination import Destination, find_destination
from frontwire.pipeline.extraction import Job, Summary, extract_to_file, extract_to_stream
from frontwire.pipeline.processing import Predictor, process_block

__all__ = [
    "Console",
    "Destination",
    "Job",
    "Predictor",
    "Summary",
    "extract_to_file",
    "extract_to_stream",
    "find_destination",
    "iter_blocks",
    "process_block",
]
