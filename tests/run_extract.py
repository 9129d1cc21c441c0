"""``frontwire extract`` with the fake predictor, as a process of its own that can be made to die.

::

    run_extract.py ARGUMENTS…                        the command
    run_extract.py --die-at N ARGUMENTS…             SIGKILL right before the N-th step that changes the disk for good
    run_extract.py --interrupt-at N ARGUMENTS…       Ctrl-C while the N-th block is tagged
    run_extract.py --die-at-each OUT ERRORS INPUT    for N = 1, 2, … until a run survives: die at N, then resume; prints
                                                     the number of deaths and the N after which the bytes were others
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fake_predictor import FakePredictor
from frontwire import cli
from frontwire.cli import extract
from frontwire.schema import Article


class _Interrupted(FakePredictor):
    def __init__(self, at: int) -> None:
        super().__init__()
        self._at = at

    def extract_block(self, articles: Sequence[Article]) -> Any:
        if len(self.calls) + 1 == self._at:
            os.kill(os.getpid(), signal.SIGINT)
        return super().extract_block(articles)


def _die_at(step: int) -> None:
    steps = 0

    def counted(function: Any) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal steps
            steps += 1
            if steps == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*args, **kwargs)

        return call

    os.fsync = counted(os.fsync)
    Path.replace = counted(Path.replace)  # type: ignore[method-assign]
    Path.unlink = counted(Path.unlink)  # type: ignore[method-assign]


def _forked(arguments: list[str], *, step: int | None = None) -> int:
    """Exit status of a run in a child process, negative where a signal ended it."""
    child = os.fork()
    if child == 0:
        if step is not None:
            _die_at(step)
        os._exit(_extract(arguments, FakePredictor()))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _die_at_each(out: Path, errors: Path, source: str) -> None:
    arguments = [source, "-o", str(out), "--errors", str(errors), "--quiet"]
    _extract(arguments, FakePredictor())  # here, so that the children find every module loaded
    expected = (out.read_bytes(), errors.read_bytes())
    wrong: list[str] = []
    deaths = 0
    for step in range(1, 1000):
        out.unlink()
        errors.unlink()
        if _forked(arguments, step=step) != -signal.SIGKILL:
            break
        deaths += 1
        status = _forked([*arguments, "--resume"])
        left = [path.name for path in out.parent.iterdir() if ".partial" in path.name]
        if status != 3 or left or (out.read_bytes(), errors.read_bytes()) != expected:
            wrong.append(f"{step}: status {status}, left {left}")
    print(deaths, *wrong, sep="\n")


def _extract(arguments: list[str], predictor: FakePredictor) -> int:
    extract._load = lambda args: predictor  # type: ignore[assignment]
    return cli.main(["extract", *arguments])


def main(arguments: list[str]) -> int:
    predictor = FakePredictor(os.environ.get("FAKE_MODEL", "fake-1"))
    match arguments:
        case ["--die-at-each", out, errors, source]:
            _die_at_each(Path(out), Path(errors), source)
            return 0
        case ["--die-at", step, *rest]:
            _die_at(int(step))
            return _extract(rest, predictor)
        case ["--interrupt-at", block, *rest]:
            # A shell that starts its jobs in the background lets them ignore Ctrl-C, and with them the tests.
            signal.signal(signal.SIGINT, signal.default_int_handler)
            return _extract(rest, _Interrupted(int(block)))
    return _extract(arguments, predictor)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
