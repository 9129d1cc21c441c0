"""What the template benchmark takes from the extractor: its own documents, and the hidden states of their words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.public.templates.messages import _block
from frontwire.errors import OutputError
from frontwire.predictor import Extractor
from frontwire.schema import Article

TEXTS = (
    "KLOW, 3 MAY 90 -- GUERRILLAS ATTACKED A POLICE STATION IN KLOW TODAY AND KILLED TWO POLICEMEN. THE ATTACK LASTED AN HOUR.",
    "NOTHING HAPPENED.",
)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.from_pretrained(device="cpu", precision="fp32")


def test_documents_are_those_of_the_extractor(extractor: Extractor, tmp_path: Path) -> None:
    articles = [Article(id=f"m{number}", text=text, date="1990-05-03") for number, text in enumerate(TEXTS)]
    backend = extractor.tagger.backend
    found = _block(articles, extractor, tmp_path / "block")
    assert extractor.tagger.backend is backend
    assert [document.to_dict() for document, _ in found] == [
        document.to_dict() for document in extractor.extract_block(articles)
    ]
    width = 2 * backend.model.config.hidden_size
    for document, words in found:
        assert len(words.spans) == len(words.hidden)
        assert words.hidden.shape[1] == width
        assert all(document.text[start:end].strip() for start, end in words.spans.tolist())
    again = _block(articles, extractor, tmp_path / "block")
    assert all(np.array_equal(a.hidden, b.hidden) for (_, a), (_, b) in zip(found, again, strict=True))


def test_a_message_that_the_extractor_rejects_is_named(extractor: Extractor) -> None:
    with pytest.raises(OutputError, match="m7: the text is empty"):
        _block([Article(id="m7", text="")], extractor, None)
