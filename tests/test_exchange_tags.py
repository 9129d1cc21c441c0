"""Schemes of tags: recognised by their prefixes, read as IOB2, and as strict as they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.corpora.exchange.conll import read_conll
from frontwire.corpora.exchange.labels import LabelMap
from frontwire.corpora.exchange.tag_schemes import TagError, scheme_of, to_iob2
from frontwire.errors import RecordError


def as_tags(spans: list[tuple[str, int, bool]], scheme: str) -> list[str]:
    """Tags of spans (label or "", length, whether an O stands before it)."""
    tags: list[str] = []
    for label, length, apart in spans:
        if apart:
            tags.append("O")
        if not label:
            continue
        if scheme == "IOB2":
            span = ["B", *"I" * (length - 1)]
        elif scheme == "IOB1":
            touches = bool(tags) and tags[-1].partition("-")[2] == label
            span = ["B" if touches else "I", *"I" * (length - 1)]
        else:
            end, single = ("E", "S") if scheme == "BIOES" else ("L", "U")
            span = [single] if length == 1 else ["B", *"I" * (length - 2), end]
        tags += [f"{prefix}-{label}" for prefix in span]
    return tags


spans = st.lists(st.tuples(st.sampled_from(["", "DATE", "EVENT"]), st.integers(1, 4), st.booleans()), max_size=8)


@pytest.mark.parametrize("scheme", ["IOB2", "IOB1", "BIOES", "BILOU"])
@given(spans=spans)
def test_every_scheme_reads_as_the_same_spans(scheme: str, spans: list[tuple[str, int, bool]]) -> None:
    tags = as_tags(spans, scheme)
    assert to_iob2(tags, scheme) == as_tags(spans, "IOB2")  # type: ignore[arg-type]
    # Tags that fit several schemes are read alike in all of them.
    assert to_iob2(tags, scheme_of([tags])) == as_tags(spans, "IOB2")


@pytest.mark.parametrize(
    ("tags", "scheme"),
    [
        pytest.param("O", "IOB2", id="none"),
        pytest.param("B-A I-A B-A O B-B", "IOB2", id="iob2"),
        pytest.param("I-A I-A B-A O I-B", "IOB1", id="iob1"),
        pytest.param("I-A I-B", "IOB1", id="iob1-other-label"),
        pytest.param("O B-A I-B", "IOB2", id="mistake"),
        pytest.param("S-A O", "BIOES", id="bioes-single"),
        pytest.param("B-A E-A", "BIOES", id="bioes-end"),
        pytest.param("U-A O", "BILOU", id="bilou"),
        pytest.param("E S L U", "IOB2", id="no-tags"),
    ],
)
def test_schemes_are_recognised(tags: str, scheme: str) -> None:
    assert scheme_of([tags.split()]) == scheme


@pytest.mark.parametrize(
    ("tags", "position", "message"),
    [
        pytest.param("B-A O S-A", 1, "tag 'O' after 'B-A'; expected BIOES: O, S-LABEL for one token", id="no-end"),
        pytest.param("S-A B-A I-A", 2, "'I-A' at the end of a sentence", id="no-end-of-sentence"),
        pytest.param("S-A E-A", 1, "tag 'E-A' after 'S-A'", id="end-first"),
        pytest.param("B-A E-B", 1, "tag 'E-B' after 'B-A'", id="other-label"),
        pytest.param("B-A E-A I-A", 2, "tag 'I-A' after 'E-A'", id="behind-the-end"),
        pytest.param("S-A X-A", 1, "tag 'X-A'", id="other-prefix"),
        pytest.param("S-A word", 1, "tag 'word'", id="no-tag"),
        pytest.param("I-A word", 1, "tag 'word' after 'I-A'; expected IOB1: O, I-LABEL or B-LABEL", id="iob1-no-tag"),
        pytest.param("O I-", 1, "tag 'I-' after 'O'; expected IOB2", id="no-label"),
    ],
)
def test_a_scheme_is_strict(tags: str, position: int, message: str) -> None:
    with pytest.raises(TagError, match=message) as caught:
        to_iob2(tags.split(), scheme_of([tags.split()]))
    assert caught.value.position == position


def read(path: Path, content: str) -> tuple[list[tuple[str, str]], list[str]]:
    path.write_text(content)
    labels = LabelMap({"ORG": "ATTACKER", "LOC": "LOCATION"})
    documents = list(read_conll(path, labels=labels))
    return [(m.label, m.text) for d in documents for m in d.mentions], labels.lines()


@pytest.mark.parametrize(
    ("content", "mentions", "scheme"),
    [
        pytest.param(
            "-DOCSTART- -X- O O\n\nHill NNP I-NP I-ORG\nRaiders NNP I-NP I-ORG\nDosso NNP I-NP I-LOC\nTera NNP I-NP B-LOC\n",
            [("ATTACKER", "Hill Raiders"), ("LOCATION", "Dosso"), ("LOCATION", "Tera")],
            "IOB1",
            id="iob1",
        ),
        pytest.param(
            "Hill B-ORG\nRaiders E-ORG\nleft O\nDosso S-LOC\n",
            [("ATTACKER", "Hill Raiders"), ("LOCATION", "Dosso")],
            "BIOES",
            id="bioes",
        ),
    ],
)
def test_files_in_other_schemes(tmp_path: Path, content: str, mentions: list[tuple[str, str]], scheme: str) -> None:
    path = tmp_path / "x.conll"
    assert read(path, content) == (
        mentions,
        [f"1 files with tags in the scheme {scheme}, as its prefixes show: {path}"],
    )


def test_numbered_tokens(tmp_path: Path) -> None:
    path = tmp_path / "x.conll"
    content = "# sent_id = 1\n1\tRaiders\tNOUN\tB-ORG\n2-3\tdidn't\t_\t_\n2\tdid\tAUX\tO\n3\tn't\tPART\tO\n\n1\tDosso\tPROPN\tB-LOC\n"
    assert read(path, content) == (
        [("ATTACKER", "Raiders"), ("LOCATION", "Dosso")],
        [f"1 files with numbered tokens, which are read from the second column: {path}"],
    )
    assert next(iter(read_conll(path, labels=LabelMap({"ORG": None, "LOC": None})))).text == "Raiders did n't\nDosso"


def test_conll_u_without_tags_is_refused(tmp_path: Path) -> None:
    row = "\t".join(["{}", "{}", "_", "NOUN", "_", "_", "0", "root", "_", "_"])
    with pytest.raises(RecordError, match=r"line 2 of .*found '_' in the last column; .*CoNLL-U") as caught:
        read(tmp_path / "x.conll", f"# text = Calm day\n{row.format(1, 'Calm')}\n{row.format(2, 'day')}\n")
    assert caught.value.line == 2


@pytest.mark.parametrize(
    "content",
    ["1 CD O\n2 CD O\n\n3 CD O\n", "1\tO\n2\tO\n", "1 CD I-NP O\n"],
    ids=["goes-on", "two-columns", "one-row"],
)
def test_numbers_that_are_tokens_stay_tokens(tmp_path: Path, content: str) -> None:
    (tmp_path / "x.conll").write_text(content)
    [document] = read_conll(tmp_path / "x.conll")
    assert document.text.split() == [line.split()[0] for line in content.splitlines() if line]
