"""Messages with their keys and with what the extractor makes of them: records, words and the tagger's hidden states."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.public.templates.keys import Key, read_key
from frontwire.corpora.muc4 import read_muc4
from frontwire.corpora.native.muc4_keys import Template, parse_templates
from frontwire.corpora.native.sources import read_tar_members
from frontwire.errors import OutputError
from frontwire.evaluation.role_entities import normalise_name
from frontwire.model.backends import WindowOutput
from frontwire.model.encoding import TextEncoder
from frontwire.predictor import Extractor
from frontwire.schema import Article, Document, RejectedArticle
from frontwire.text.sentences import sentence_spans

ARCHIVE: Final = "muc34.tar.gz"
PARTS: Final = ("dev", "tst1", "tst2", "tst3", "tst4")
_KEYS: Final = re.compile(r"(?:^|/)TASK/CORPORA/[^/]+/key-[\w-]+\.\w+$")
_BLOCK: Final = 50


@dataclass(slots=True)
class Words:
    """The n words of a text. ``spans`` *(n, 2)* characters, ``hidden`` *(n, width)* mean states of their pieces."""

    spans: NDArray[np.int32]
    hidden: NDArray[np.float16]


class Message:
    """A message: ``document`` as predicted, ``words`` as the tagger reads them, ``keys`` of its templates."""

    def __init__(self, document: Document, words: Words, keys: Sequence[Key]) -> None:
        self.id = document.id
        self.document = document
        self.words = words
        self.keys = list(keys)

    @cached_property
    def plain(self) -> list[str]:
        """Words as names are compared; those that no name holds (articles, punctuation) are empty."""
        text = self.document.text
        return [normalise_name(text[start:end]) for start, end in self.words.spans.tolist()]

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Word ranges of the sentences, end exclusive; those without a word are left out."""
        starts = self.words.spans[:, 0]
        edges = [np.searchsorted(starts, edge) for edge in sentence_spans(self.document.text)]
        return [(int(first), int(last)) for first, last in edges if last > first]

    @cached_property
    def sentence_of(self) -> NDArray[np.int64]:
        """*(n,)* number of the sentence of each word."""
        numbers = np.zeros(len(self.words.spans), dtype=np.int64)
        for number, (first, _) in enumerate(self.sentences):
            numbers[first:] = number
        return numbers

    def find(self, name: str) -> list[tuple[int, int]]:
        """Word ranges, end exclusive, where a name stands, in whatever spaces and punctuation; they do not overlap.

        ``name`` is as :func:`~frontwire.evaluation.role_entities.normalise_name` makes it.
        """
        wanted, found, position = name.replace(" ", ""), [], 0
        stream, starts, ends = self._stream
        while wanted and (position := stream.find(wanted, position)) >= 0:
            last = position + len(wanted)
            if position in starts and last in ends:
                found.append((starts[position], ends[last] + 1))
                position = last
            else:
                position += 1
        return found

    def words_at(self, start: int, end: int) -> tuple[int, int]:
        """The word range, end exclusive, of a character range."""
        spans = self.words.spans
        return int(np.searchsorted(spans[:, 1], start, side="right")), int(np.searchsorted(spans[:, 0], end))

    def text_of(self, first: int, last: int) -> str:
        """The text of a word range, end exclusive."""
        return self.document.text[self.words.spans[first, 0] : self.words.spans[last - 1, 1]]

    @cached_property
    def _stream(self) -> tuple[str, dict[int, int], dict[int, int]]:
        """All words in one, and the words by the character where they start and end in it."""
        stream, starts, ends = "", {}, {}
        for number, word in enumerate(self.plain):
            if word:
                starts[len(stream)] = number
                stream += word.replace(" ", "")
                ends[len(stream)] = number
        return stream, starts, ends


def read_messages(folder: Path, part: str, *, extractor: Extractor, cache: Path | None = None) -> list[Message]:
    """The messages of one of :data:`PARTS` from ``folder``, the corpora folder, as ``extractor`` reads them.

    ``cache`` keeps what it made of them; the folder is for one model.
    """
    keys = read_keys(folder / "muc4" / ARCHIVE)
    articles = [article for article in read_muc4(folder / "muc4") if article.id.partition("-")[0] == part]
    messages = []
    for first in range(0, len(articles), _BLOCK):
        place = None if cache is None else cache / f"{part}-{first:04d}"
        for document, words in _block(articles[first : first + _BLOCK], extractor, place):
            messages.append(Message(document, words, keys.get(document.id, [])))
    return messages


def read_keys(archive: Path) -> dict[str, list[Key]]:
    """Message id → keys of its templates."""
    keys: defaultdict[str, list[Key]] = defaultdict(list)
    for _, content in sorted(read_tar_members(archive, lambda name: bool(_KEYS.search(name))).items()):
        for item in parse_templates(content.decode("latin-1")):
            key = read_key(item) if isinstance(item, Template) else None
            if key is not None:
                keys[key.message].append(key)
    return dict(keys)


def _block(articles: Sequence[Article], extractor: Extractor, place: Path | None) -> list[tuple[Document, Words]]:
    if place is not None and place.with_suffix(".npz").exists():
        return _load(place)
    keeping = _Keeping(extractor.tagger.backend)
    backend, extractor.tagger.backend = extractor.tagger.backend, keeping
    try:
        results = extractor.extract_block(articles)
    finally:
        extractor.tagger.backend = backend
    documents = [_accepted(result) for result in results]
    hidden = iter(keeping.hidden)
    made = [(document, _words(document.text, extractor.tagger.encoder, hidden)) for document in documents]
    if place is not None:
        _save(place, made)
    return made


def _accepted(result: Document | RejectedArticle) -> Document:
    if isinstance(result, RejectedArticle):
        raise OutputError(f"{result.id}: {result.reason}")
    return result


class _Keeping:
    """A backend that keeps the hidden states of the windows that it reads: of the last and the middle layer."""

    def __init__(self, backend: Any) -> None:
        self.device_name, self.precision = backend.device_name, backend.precision
        self.hidden: list[NDArray[np.float16]] = []
        self._backend = backend
        depth, self._width = (int(getattr(backend.model.config, key)) for key in ("num_hidden_layers", "hidden_size"))
        self._layers = (depth, (depth + 1) // 2)

    def logits(self, windows: Sequence[NDArray[np.int64]], *, batch_tokens: int) -> list[NDArray[np.float32]]:
        return [output.logits for output in self.outputs(windows, batch_tokens=batch_tokens, layers=())]

    def outputs(
        self, windows: Sequence[NDArray[np.int64]], *, batch_tokens: int, layers: Sequence[int]
    ) -> list[WindowOutput]:
        found = self._backend.outputs(windows, batch_tokens=batch_tokens, layers=(*layers, *self._layers))
        asked = self._width * len(layers)
        self.hidden += [output.states[:, asked:].astype(np.float16) for output in found]
        return [WindowOutput(output.logits, output.states[:, :asked]) for output in found]


def _words(text: str, encoder: TextEncoder, hidden: Iterator[NDArray[Any]]) -> Words:
    """The words of a text, their states from the windows where they stand most centrally."""
    encoded = encoder.encode(text)
    pieces: NDArray[np.float32] | None = None
    for index, (start, end) in enumerate(encoded.windows):
        rows = encoder.content(next(hidden)).astype(np.float32)
        if pieces is None:
            pieces = np.zeros((len(encoded.token_ids), rows.shape[1]), dtype=np.float32)
        mine = encoded.window_owner[start:end] == index
        pieces[start:end][mine] = rows[mine]
    if pieces is None:
        return Words(np.zeros((0, 2), dtype=np.int32), np.zeros((0, 0), dtype=np.float16))
    firsts = np.flatnonzero(encoded.word_starts)
    lasts = np.append(firsts[1:], len(pieces)) - 1
    spans = np.stack([encoded.offsets[firsts, 0], encoded.offsets[lasts, 1]], axis=1).astype(np.int32)
    sums = np.add.reduceat(pieces, firsts, axis=0)
    return Words(spans, (sums / (lasts - firsts + 1)[:, None]).astype(np.float16))


def _save(place: Path, made: Sequence[tuple[Document, Words]]) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(document.to_dict()) + "\n" for document, _ in made)
    place.with_suffix(".jsonl").write_text(lines, encoding="utf-8")
    arrays = {f"{i}-{name}": getattr(words, name) for i, (_, words) in enumerate(made) for name in ("spans", "hidden")}
    unfinished = place.with_suffix(".part.npz")
    np.savez(unfinished, **arrays)
    unfinished.rename(place.with_suffix(".npz"))


def _load(place: Path) -> list[tuple[Document, Words]]:
    lines = place.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()
    with np.load(place.with_suffix(".npz")) as arrays:
        return [
            (Document.from_dict(json.loads(line)), Words(arrays[f"{i}-spans"], arrays[f"{i}-hidden"]))
            for i, line in enumerate(lines)
        ]
