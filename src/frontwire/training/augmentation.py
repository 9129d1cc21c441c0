"""Perturbed copies of training documents, so that a tagger learns to read texts without punctuation, scans and pages."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence
from typing import Final

from frontwire.config import AugmentationConfig
from frontwire.corpora.perturbation.kinds import perturb
from frontwire.schema import Document

#: Between a document's id and the name of the perturbation in the id of a copy.
_MARK: Final = "~"


def augmented(documents: Sequence[Document], config: AugmentationConfig, *, seed: int = 0) -> list[Document]:
    """The documents, and behind them copies of the shares that ``config`` names, perturbation by perturbation.

    Which documents are copied follows from ``seed``, perturbation and id alone, so that further documents do not change the
    choice among the others and a resumed run learns from the same copies. A document that its perturbation would leave as
    it is gets no copy.
    """
    copies = [
        dataclasses.replace(copy, id=f"{document.id}{_MARK}{name}")
        for name, share in dataclasses.asdict(config).items()
        for document in documents
        if _place(document.id, name, seed) < share
        and (copy := perturb(document, name, seed=seed)).text != document.text
    ]
    return [*documents, *copies]


def _place(document_id: str, name: str, seed: int) -> float:
    """Where a document stands for one perturbation, 0 up to below 1, evenly spread."""
    digest = hashlib.sha256(f"{seed}/{name}/{document_id}".encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48
