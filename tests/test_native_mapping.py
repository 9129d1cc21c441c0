"""From native labels to ours: what is kept, trimmed and left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire import ontology
from frontwire.corpora.native.corpus import NativeCorpus
from frontwire.corpora.native.mapping import REASONS, map_labels
from frontwire.corpora.native.registry import NATIVE
from frontwire.schema import Document, Mention

CORPUS = NativeCorpus(
    "invented",
    "invented",
    ("all",),
    ("Doer", "Hit", "Act", "Name"),
    lambda folder, log: iter(()),
    mapping={"Doer": "ATTACKER", "Hit": "TARGET", "Act": "EVENT", "Name": None},
)
TEXT = "The old rebels hit the bridge; they hit it."


def document(*mentions: tuple[str, str], text: str = TEXT) -> Document:
    """A document with the first occurrence of each of the words labelled."""
    found = Document("d", text, date="2020-01-02", extra={"corpus": "invented", "part": "all", "native": {"x": 1}})
    for number, (label, words) in enumerate(mentions):
        start = text.index(words)
        found.mentions.append(Mention(f"n{number}", label, start, start + len(words), words))
    return found


@pytest.mark.parametrize(
    ("mentions", "kept", "left_out"),
    [
        pytest.param(
            [("Hit", "bridge"), ("Act", "hit"), ("Doer", "old rebels")],
            [("ATTACKER", "old rebels"), ("EVENT", "hit"), ("TARGET", "bridge")],
            {},
            id="text order",
        ),
        pytest.param([("Name", "bridge"), ("Odd", "hit")], [], {"label": {"Name": 1, "Odd": 1}}, id="no mapping"),
        pytest.param(
            [("Doer", "The old rebels"), ("Act", "the bridge")],
            [("ATTACKER", "old rebels"), ("EVENT", "the bridge")],
            {},
            id="article off people, not off acts",
        ),
        pytest.param([("Doer", "they"), ("Act", "hit")], [("EVENT", "hit")], {"pronoun": {"Doer": 1}}, id="pronoun"),
        pytest.param(
            [("Doer", "bridge"), ("Hit", "the bridge")], [], {"conflict": {"Doer": 1, "Hit": 1}}, id="two of our labels"
        ),
        pytest.param(
            [("Hit", "bridge"), ("Hit", "the bridge")], [("TARGET", "bridge")], {"duplicate": {"Hit": 1}}, id="twice"
        ),
        pytest.param(
            [("Doer", "rebels"), ("Doer", "old rebels"), ("Hit", "rebels hit")],
            [("ATTACKER", "old rebels")],
            {"overlap": {"Doer": 1, "Hit": 1}},
            id="longest wins, then the first",
        ),
    ],
)
def test_mapped_spans(
    mentions: list[tuple[str, str]], kept: list[tuple[str, str]], left_out: dict[str, dict[str, int]]
) -> None:
    given_document = document(*mentions)
    mapped = map_labels(given_document, CORPUS)
    assert [(m.label, m.text) for m in mapped.mentions] == kept
    assert mapped.extra == {"corpus": "invented", "part": "all", "left_out": left_out}
    assert (mapped.id, mapped.text, mapped.date, mapped.events) == ("d", TEXT, "2020-01-02", [])
    assert given_document.extra["native"] == {"x": 1}


@pytest.mark.parametrize("words", ["They", "HIM", "it", "who", "others", "those", "Themselves", "its", "she", "one"])
def test_pronouns_are_no_mentions(words: str) -> None:
    mapped = map_labels(document(("Doer", words), text=f"{words} ran"), CORPUS)
    assert mapped.mentions == []
    assert mapped.extra["left_out"] == {"pronoun": {"Doer": 1}}


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("the rebels", "rebels"),
        ("A  Rebel", "Rebel"),
        ("these their men", "men"),
        ("Theresa", "Theresa"),
        ("Thesis", "Thesis"),
        ("an", "an"),
        ("two rebels", "two rebels"),
    ],
)
def test_determiners_are_taken_off(words: str, kept: str) -> None:
    (mention,) = map_labels(document(("Doer", words), text=f"{words} ran"), CORPUS).mentions
    assert mention.text == kept


@given(
    st.lists(
        st.tuples(st.sampled_from(["Doer", "Hit", "Act", "Name"]), st.integers(0, len(TEXT)), st.integers(1, 12)),
        max_size=12,
    )
)
def test_mapped_documents_are_sound_and_nothing_goes_uncounted(places: list[tuple[str, int, int]]) -> None:
    source = Document("d", TEXT)
    for number, (label, start, length) in enumerate(places):
        end = min(start + length, len(TEXT))
        if start < end:
            source.mentions.append(Mention(f"n{number}", label, start, end, TEXT[start:end]))
    mapped = map_labels(source, CORPUS)
    mapped.check()
    assert Document.from_dict(mapped.to_dict()).mentions == mapped.mentions
    left_out = mapped.extra["left_out"]
    assert set(left_out) <= set(REASONS)
    assert len(mapped.mentions) + sum(sum(counts.values()) for counts in left_out.values()) == len(source.mentions)


@pytest.mark.parametrize("corpus", NATIVE, ids=lambda corpus: corpus.name)
def test_registry_maps_to_what_there_is(corpus: NativeCorpus) -> None:
    assert set(corpus.mapping.values()) <= {None, *ontology.LABELS}
    assert set(corpus.types.values()) <= {None, *ontology.EVENT_TYPES}
    assert {label for label in corpus.mapping if "/" not in label} <= set(corpus.labels)
    assert len(set(corpus.labels)) == len(corpus.labels)
    assert corpus.parts
