"""From token numbers, or offsets in another white space, to character offsets of a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class TokenText:
    """A text made of tokens: single spaces between tokens, one newline between sentences; empty tokens leave no trace.

    ``spans[i]`` are the character offsets of token ``i``, counted through all sentences.
    """

    def __init__(self, sentences: Iterable[Sequence[str]]) -> None:
        self.spans: list[tuple[int, int]] = []
        pieces: list[str] = []
        offset = 0
        for sentence in sentences:
            gap = "\n" if pieces else ""
            for token in sentence:
                offset += len(gap) if token else 0
                self.spans.append((offset, offset + len(token)))
                if token:
                    pieces += (gap, token)
                    offset += len(token)
                    gap = " "
        self.text = "".join(pieces)

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Character offsets of tokens ``start`` to ``end`` (exclusive); ``None`` where there are no such tokens."""
        if not 0 <= start < end <= len(self.spans):
            return None
        return self.spans[start][0], self.spans[end - 1][1]


class WhitespaceAlignment:
    """Offsets in one text carried over to another that differs from it in white space only."""

    def __init__(self, source: str, target: str) -> None:
        """Raises :class:`ValueError` where more than white space differs."""
        self._before = [0]  # visible characters before each offset of the source
        for character in source:
            self._before.append(self._before[-1] + (not character.isspace()))
        self._target = [index for index, character in enumerate(target) if not character.isspace()]
        if "".join(source.split()) != "".join(target.split()):
            raise ValueError("the two texts differ in more than white space")

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The span of the same visible characters in the target; ``None`` where there are none."""
        if not 0 <= start < end < len(self._before):
            return None
        first, last = self._before[start], self._before[end] - 1
        return (self._target[first], self._target[last] + 1) if first <= last else None
