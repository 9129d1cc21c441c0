"""The perturbations by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from frontwire.corpora.perturbation.lettering import in_capitals, in_lower_case, without_punctuation
from frontwire.corpora.perturbation.page_lines import with_page_lines
from frontwire.corpora.perturbation.scanning import scanned
from frontwire.schema import Document

#: Words with faults in a bad scan; about one character in fifty.
BAD_SCAN: Final = 0.1

PERTURBATIONS: Final[Mapping[str, Callable[[Document, int], Document]]] = {
    "capitals": lambda document, seed: in_capitals(document),
    "lower_case": lambda document, seed: in_lower_case(document),
    "no_punctuation": lambda document, seed: without_punctuation(document),
    "scan": lambda document, seed: scanned(document, seed=seed),
    "bad_scan": lambda document, seed: scanned(document, seed=seed, rate=BAD_SCAN),
    "page_lines": lambda document, seed: with_page_lines(document, seed=seed),
}


def perturb(document: Document, name: str, *, seed: int = 0) -> Document:
    """The document under one perturbation of :data:`PERTURBATIONS`; ``seed`` draws where something is left to chance."""
    return PERTURBATIONS[name](document, seed)
