"""What a run says on standard error: notes, one language warning, a progress bar on terminals."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any, TextIO

from frontwire.schema import RejectedArticle


class Console:
    """Messages of one run. ``quiet`` leaves only what explains an exit status.

    The progress bar needs standard error to be a terminal, and the result not to go to the terminal too.
    """

    def __init__(self, *, quiet: bool = False, stream: TextIO | None = None, result_on_stdout: bool = False) -> None:
        self.quiet = quiet
        self._stream = stream or sys.stderr
        self._wants_bar = not quiet and self._stream.isatty() and not (result_on_stdout and sys.stdout.isatty())
        self._bar: Any = None

    def note(self, message: str) -> None:
        """Something that is good to know."""
        if not self.quiet:
            self.say(message)

    def say(self, message: str) -> None:
        """A line that is written even when quiet."""
        line = f"frontwire: {message}".encode("utf-8", "backslashreplace").decode()
        with suppress(OSError):  # a full disk or a reader that has gone: no reason to give up the run
            if self._bar is not None:
                self._bar.clear()
            print(line, file=self._stream, flush=True)
            if self._bar is not None:
                self._bar.refresh()

    def rejected(self, rejected: RejectedArticle) -> None:
        """One rejection, where no errors file takes it."""
        where = rejected.source if rejected.line is None else f"line {rejected.line} of {rejected.source}"
        self.note(f"rejected: {where}: {rejected.reason}")

    def advance(self, articles: int) -> None:
        """That many articles more are done."""
        if self._wants_bar:
            if self._bar is None:
                from tqdm import tqdm

                self._bar = tqdm(unit=" articles", file=self._stream, dynamic_ncols=True, leave=False)
            self._bar.update(articles)

    def close(self) -> None:
        """Take the progress bar away; messages may still follow."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
