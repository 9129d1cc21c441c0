from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModelForTokenClassification, AutoTokenizer, pipeline

from frontwire.model.backends import length_batches
from frontwire.model.decoding import is_legal
from frontwire.model.folder import bundled_model_path, open_model_folder
from frontwire.model.tagger import Tagger
from frontwire.ontology import TAG_TO_ID
from tiny import TEXTS, save_tiny_model


@pytest.fixture(scope="module")
def tagger(tmp_path_factory: pytest.TempPathFactory) -> Tagger:
    folder = save_tiny_model(tmp_path_factory.mktemp("tagger") / "model")
    return Tagger.load(open_model_folder(folder), device="cpu", precision="fp32")


def logits_of(tagger: Tagger, text: str, batch_tokens: int) -> list[np.ndarray]:
    encoded = tagger.encoder.encode(text)
    ids = [tagger.encoder.window_ids(encoded, window) for window in encoded.windows]
    return tagger.backend.logits(ids, batch_tokens=batch_tokens)


def test_a_batch_gives_what_single_windows_give(tagger: Tagger) -> None:
    text = " ".join(TEXTS * 5)
    for alone, together in zip(logits_of(tagger, text, 1), logits_of(tagger, text, 4096), strict=True):
        np.testing.assert_allclose(alone, together, atol=1e-5)


def test_the_same_batch_gives_the_same_bits(tagger: Tagger) -> None:
    text = " ".join(TEXTS * 5)
    for first, second in zip(logits_of(tagger, text, 512), logits_of(tagger, text, 512), strict=True):
        assert first.tobytes() == second.tobytes()


def test_threads_work_batch_by_batch_and_change_nothing(tagger: Tagger) -> None:
    text = " ".join(TEXTS * 20)
    threads = torch.get_num_threads()
    try:
        torch.set_num_threads(1)
        alone = logits_of(tagger, text, 64)
        torch.set_num_threads(2)
        together = logits_of(tagger, text, 64)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(threads)
    for one, two in zip(alone, together, strict=True):
        np.testing.assert_allclose(one, two, atol=1e-5)


def test_length_batches_hold_the_limit_and_every_window() -> None:
    lengths = [5, 30, 7, 7, 40, 12, 3]
    batches = length_batches(lengths, 40)
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    assert all(len(batch) == 1 or len(batch) * max(lengths[i] for i in batch) <= 40 for batch in batches)


def test_texts_of_any_kind_are_read_or_give_no_mentions(tagger: Tagger) -> None:
    texts = ["", "x", "\u200b", "😀😀", "\r\n\t", "a" * 5000, "مرحبا بالعالم", "e\u0301" * 30, TEXTS[0] * 300]
    for text, mentions in zip(texts, tagger.tag(texts), strict=True):
        for mention in mentions:
            assert text[mention.start : mention.end] == mention.text != ""


def test_mentions_reach_the_end_of_a_long_article(tagger: Tagger) -> None:
    text = "\n".join([TEXTS[0]] * 1500)
    encoded = tagger.encoder.encode(text)
    assert encoded.windows[-1][1] == len(encoded.token_ids)
    assert encoded.offsets[-1, 1] == len(text)


@pytest.fixture(scope="module")
def bundled() -> Path:
    return bundled_model_path()


def test_the_bundled_folder_loads_in_transformers_with_equal_logits_and_tags(bundled: Path) -> None:
    ours = Tagger.load(open_model_folder(bundled), device="cpu", precision="fp32")
    model = AutoModelForTokenClassification.from_pretrained(bundled)
    assert model.dtype == torch.float32
    tokenizer = AutoTokenizer.from_pretrained(bundled)
    plain = pipeline("token-classification", model=model, tokenizer=tokenizer, ignore_labels=[])
    legal = 0
    for text in TEXTS:
        encoded = ours.encoder.encode(text)
        [mine] = logits_of(ours, text, 512)
        with torch.inference_mode():
            theirs = model(**tokenizer(text, return_tensors="pt")).logits[0].numpy()
        np.testing.assert_allclose(mine, theirs, atol=1e-4)
        tags = np.array([TAG_TO_ID[token["entity"]] for token in plain(text)])
        if is_legal(tags, encoded.word_starts):
            legal += 1
            starts = {int(encoded.offsets[i, 0]) for i in np.flatnonzero(tags % 2 == 1)}
            assert {mention.start for mention in ours.tag([text])[0]} == starts
    assert legal > 0
