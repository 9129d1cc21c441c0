"""Texts → mentions: encoder, backend and decoder joined, for whole blocks of texts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from frontwire.errors import ModelLoadError
from frontwire.model.backends import Backend, TorchBackend
from frontwire.model.decoding import decode_mentions, merge_windows
from frontwire.model.encoding import TextEncoder
from frontwire.model.folder import TOKENIZER, ModelFolder
from frontwire.schema import Mention

if TYPE_CHECKING:
    from tokenizers import Tokenizer

#: Tokens with padding in one batch. On a CPU each thread works on a batch of its own: small ones keep padding low, fit the
#: caches and let the threads end together.
BATCH_TOKENS_CPU: Final = 768
BATCH_TOKENS_GPU: Final = 32768


class Tagger:
    """Labels the mentions of texts of any length."""

    def __init__(self, encoder: TextEncoder, backend: Backend, *, batch_tokens: int | None = None) -> None:
        self.encoder = encoder
        self.backend = backend
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
        """Load tokenizer and weights of a checked folder."""
        encoder = TextEncoder(read_tokenizer(folder.path), max_length=folder.max_length, overlap=folder.overlap)
        backend = TorchBackend.load(folder, device=device, precision=precision, threads=threads)
        return cls(encoder, backend, batch_tokens=batch_tokens)

    def tag(self, texts: Sequence[str]) -> list[list[Mention]]:
        """Mentions of each text. All windows of the texts are batched together, by length."""
        encoded = [self.encoder.encode(text) for text in texts]
        windows = [self.encoder.window_ids(item, window) for item in encoded for window in item.windows]
        logits = [self.encoder.content(rows) for rows in self.backend.logits(windows, batch_tokens=self.batch_tokens)]
        mentions: list[list[Mention]] = []
        position = 0
        for text, item in zip(texts, encoded, strict=True):
            own = logits[position : position + len(item.windows)]
            position += len(item.windows)
            mentions.append(decode_mentions(text, item, merge_windows(item, own)))
        return mentions


def read_tokenizer(folder: Path) -> Tokenizer:
    """The fast tokenizer of a model folder."""
    from tokenizers import Tokenizer

    try:
        return Tokenizer.from_file(str(folder / TOKENIZER))
    except Exception as error:  # tokenizers raises bare Exception on a damaged file
        raise ModelLoadError(f"{folder / TOKENIZER} cannot be read as a tokenizer: {error}") from None
