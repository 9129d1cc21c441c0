from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.model import encoding
from frontwire.model.encoding import IGNORED, TextEncoder, align_mentions
from frontwire.ontology import TAGS
from frontwire.schema import Mention
from tiny import TEXTS, document, tiny_tokenizer

TOKENIZER = tiny_tokenizer()


def encoder(max_length: int = 32, overlap: int = 8) -> TextEncoder:
    return TextEncoder(TOKENIZER, max_length=max_length, overlap=overlap)


def test_truncation_and_padding_of_the_file_never_act() -> None:
    tokenizer = tiny_tokenizer()
    tokenizer.enable_truncation(8)
    tokenizer.enable_padding(length=128)
    encoded = TextEncoder(tokenizer, max_length=32, overlap=8).encode(TEXTS[1])
    assert TEXTS[1][encoded.offsets[-1, 0] : encoded.offsets[-1, 1]] == "."
    assert len(encoded.token_ids) < 128


def test_a_number_with_separators_is_one_word() -> None:
    text = "They paid 5.975,74 pounds."
    encoded = encoder().encode(text)
    inside = [i for i, (start, end) in enumerate(encoded.offsets.tolist()) if start >= 10 and end <= 18]
    assert text[encoded.offsets[inside[0], 0] : encoded.offsets[inside[-1], 1]] == "5.975,74"
    assert encoded.word_starts[inside].tolist() == [True] + [False] * (len(inside) - 1)


@pytest.mark.parametrize("unit", ["1", "1.", "1,1 ", "١", "a"])
def test_an_endless_number_is_read_fast(unit: str) -> None:
    start = time.perf_counter()
    encoder().encode((unit * 100_000)[:100_000])
    assert time.perf_counter() - start < 5.0


@given(st.text(alphabet="12.,a ", max_size=30))
def test_the_words_of_numbers_are_what_the_plain_pattern_says(text: str) -> None:
    plain = [match.span() for match in re.finditer(r"\d+(?:[.,]\d+)+", text)]
    assert [match.span() for match in encoding._NUMBER.finditer(text)] == plain


def test_alignment_marks_every_piece_and_begins_with_b() -> None:
    gold = document(TEXTS[0], [("ATTACKER", "Gunmen"), ("KILLED", "three"), ("LOCATION", "Lashkar Gah")])
    encoded = encoder().encode(gold.text)
    alignment = align_mentions(encoded, gold.mentions)
    assert alignment.lost == []
    place = [
        TAGS[tag]
        for tag, (start, _) in zip(alignment.tag_ids.tolist(), encoded.offsets.tolist(), strict=True)
        if 33 <= start < 44
    ]
    assert place[0] == "B-LOCATION"
    assert set(place[1:]) == {"I-LOCATION"}


def test_adjacent_mentions_of_one_label_stay_two() -> None:
    gold = document("Gunmen killed three policemen.", [("TARGET", "three"), ("TARGET", "policemen")])
    alignment = align_mentions(encoder().encode(gold.text), gold.mentions)
    assert [TAGS[i] for i in alignment.tag_ids].count("B-TARGET") == 2


@pytest.mark.parametrize(
    ("start", "end"), [pytest.param(0, 3, id="ends inside"), pytest.param(3, 6, id="begins inside")]
)
def test_a_mention_with_an_edge_inside_a_word_is_reported(start: int, end: int) -> None:
    text = "Gunmen came."
    mention = Mention("m1", "ATTACKER", start, end, text[start:end])
    assert align_mentions(encoder().encode(text), [mention]).lost == [mention]


def test_window_labels_ignore_special_tokens() -> None:
    text = TEXTS[0]
    made = encoder()
    encoded = made.encode(text)
    labels = made.window_labels(align_mentions(encoded, []).tag_ids, encoded.windows[0])
    ids = made.window_ids(encoded, encoded.windows[0])
    assert len(labels) == len(ids)
    assert labels[0] == labels[-1] == IGNORED
    assert ids[0] == TOKENIZER.token_to_id("[CLS]")
    assert ids[-1] == TOKENIZER.token_to_id("[SEP]")


def test_windows_hold_at_most_max_length_tokens() -> None:
    made = encoder(max_length=24, overlap=6)
    encoded = made.encode(" ".join(TEXTS) * 20)
    assert len(encoded.windows) > 5
    assert max(len(made.window_ids(encoded, window)) for window in encoded.windows) <= 24


@pytest.mark.parametrize(("max_length", "overlap"), [(8, 0), (32, 30), (32, -1)])
def test_windows_without_room_are_refused(max_length: int, overlap: int) -> None:
    with pytest.raises(ValueError, match="max_length="):
        TextEncoder(TOKENIZER, max_length=max_length, overlap=overlap)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=120))
def test_offsets_are_ordered_and_inside_any_text(text: str) -> None:
    encoded = encoder().encode(text)
    previous = 0
    for start, end in encoded.offsets.tolist():
        assert previous <= start < end <= len(text)
        previous = start
    assert len(encoded.windows) > 0 or len(encoded.token_ids) == 0
