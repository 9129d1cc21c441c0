"""A gazetteer of the larger cities only, compiled once per test run: the whole one takes too long for every run."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from frontwire.normalize.gazetteer import Gazetteer
from frontwire.normalize.gazetteer_build import build


@cache
def small_gazetteer() -> Gazetteer:
    folder = Path(tempfile.mkdtemp(prefix="frontwire-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "gazetteer.sqlite"
    build(path, city_set=15000)
    return Gazetteer(path)
