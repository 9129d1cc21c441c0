"""Texts → mentions: encoder, backend and decoder joined, for whole blocks of texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from frontwire.errors import ModelLoadError
from frontwire.model.backends import Backend, StateBackend, TorchBackend
from frontwire.model.calibration import Calibration, read_calibration
from frontwire.model.decoding import DecodedSpan, decode_mentions, decode_spans, merge_windows
from frontwire.model.encoding import EncodedText, TextEncoder
from frontwire.model.folder import TOKENIZER, ModelFolder
from frontwire.model.pooling import merge_states, pool
from frontwire.schema import Mention

if TYPE_CHECKING:
    from tokenizers import Tokenizer

#: Tokens with padding in one batch. On a CPU each thread works on a batch of its own: small ones keep padding low, fit the
#: caches and let the threads end together.
BATCH_TOKENS_CPU: Final = 768
BATCH_TOKENS_GPU: Final = 32768


@dataclass(slots=True)
class Reading:
    """What the tagger makes of one text. ``vectors``: by mention id, each *(size,)*; empty where none were asked for."""

    mentions: list[Mention]
    vectors: dict[str, NDArray[np.float32]] = field(default_factory=dict)


class Tagger:
    """Labels the mentions of texts of any length; with a calibration their scores are probabilities of being right."""

    def __init__(
        self,
        encoder: TextEncoder,
        backend: Backend,
        *,
        batch_tokens: int | None = None,
        calibration: Calibration | None = None,
    ) -> None:
        self.encoder = encoder
        self.backend = backend
        self.calibration = calibration
        self.batch_tokens = batch_tokens or (BATCH_TOKENS_CPU if backend.device_name == "cpu" else BATCH_TOKENS_GPU)

    @classmethod
    def load(
        cls,
        folder: ModelFolder,
        *,
        device: str = "auto",
        precision: str = "auto",
        batch_tokens: int | None = None,
        threads: int | None = None,
    ) -> Tagger:
        """Load tokenizer, weights and, where there is one, the calibration of a checked folder."""
        calibration = read_calibration(folder.path)
        encoder = TextEncoder(read_tokenizer(folder.path), max_length=folder.max_length, overlap=folder.overlap)
        backend = TorchBackend.load(folder, device=device, precision=precision, threads=threads)
        return cls(encoder, backend, batch_tokens=batch_tokens, calibration=calibration)

    def tag(self, texts: Sequence[str]) -> list[list[Mention]]:
        """Mentions of each text. All windows of the texts are batched together, by length."""
        return [reading.mentions for reading in self.read(texts, layers=())]

    @property
    def min_score(self) -> float:
        """Score (0..1) below which a mention is better dropped: the calibration's, 0 without one."""
        return self.calibration.min_score if self.calibration is not None else 0.0

    def spans(self, texts: Sequence[str]) -> list[list[DecodedSpan]]:
        """Labelled spans of each text with what the logits say of them, as a calibration is fitted on."""
        return [
            decode_spans(text, encoded, logits)
            for text, (encoded, logits, _) in zip(texts, self._outputs(texts, ()), strict=True)
        ]

    def read(self, texts: Sequence[str], *, layers: Sequence[int]) -> list[Reading]:
        """Mentions of each text with their vectors from the hidden states of ``layers``, none where there are none.

        Raises :class:`TypeError` for layers where the backend computes logits alone.
        """
        readings = []
        for text, (encoded, logits, states) in zip(texts, self._outputs(texts, layers), strict=True):
            mentions = decode_mentions(text, encoded, logits, self.calibration)
            readings.append(Reading(mentions, {} if states is None else pool(encoded, states, mentions)))
        return readings

    def vectors(
        self, texts: Sequence[str], mentions: Sequence[Sequence[Mention]], *, layers: Sequence[int]
    ) -> list[dict[str, NDArray[np.float32]]]:
        """Vectors as :meth:`read` gives them, of mentions known from elsewhere."""
        return [
            {} if states is None else pool(encoded, states, known)
            for known, (encoded, _, states) in zip(mentions, self._outputs(texts, layers), strict=True)
        ]

    def _outputs(
        self, texts: Sequence[str], layers: Sequence[int]
    ) -> Iterator[tuple[EncodedText, NDArray[np.float32], NDArray[np.float32] | None]]:
        """Encoding, logits and hidden states of each text; states are ``None`` without layers or tokens."""
        encoded = [self.encoder.encode(text) for text in texts]
        windows = [self.encoder.window_ids(item, window) for item in encoded for window in item.windows]
        if not layers:
            logits, states = self.backend.logits(windows, batch_tokens=self.batch_tokens), None
        elif isinstance(self.backend, StateBackend):
            outputs = self.backend.outputs(windows, batch_tokens=self.batch_tokens, layers=layers)
            logits, states = [o.logits for o in outputs], [o.states for o in outputs]
        else:
            raise TypeError(f"{type(self.backend).__name__} gives no hidden states; expected layers=()")
        position = 0
        for item in encoded:
            own = slice(position, position + len(item.windows))
            position = own.stop
            rows = [self.encoder.content(window) for window in logits[own]]
            merged = None
            if states is not None and item.windows:
                merged = merge_states(item, [self.encoder.content(window) for window in states[own]])
            yield item, merge_windows(item, rows), merged


def read_tokenizer(folder: Path) -> Tokenizer:
    """The fast tokenizer of a model folder."""
    from tokenizers import Tokenizer

    try:
        return Tokenizer.from_file(str(folder / TOKENIZER))
    except Exception as error:  # tokenizers raises bare Exception on a damaged file
        raise ModelLoadError(f"{folder / TOKENIZER} cannot be read as a tokenizer: {error}") from None
