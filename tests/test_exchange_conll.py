"""CoNLL columns: what other readers see, and files of other tools."""

from __future__ import annotations

from pathlib import Path

import pytest
from seqeval.metrics import f1_score
from seqeval.scheme import IOB2

from exchange_documents import raid, rich
from frontwire.corpora.exchange.conll import (
    lost_in_conll,
    read_conll,
    token_spans,
    tokens_and_tags,
    write_conll,
)
from frontwire.corpora.exchange.labels import LabelMap
from frontwire.errors import RecordError
from frontwire.schema import Document, Mention


def read(path: Path, content: str, **label_map: str) -> list[Document]:
    path.write_bytes(content.encode())
    return list(read_conll(path, labels=LabelMap(label_map)))


def classic_reader(path: Path) -> list[list[tuple[str, str]]]:
    """The loop that most readers of CoNLL-2003 files have: skip document lines, first and last column."""
    sentences: list[list[tuple[str, str]]] = [[]]
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("-DOCSTART-") or not line:
            sentences.append([])
        else:
            columns = line.split()
            sentences[-1].append((columns[0], columns[-1]))
    return [sentence for sentence in sentences if sentence]


def test_the_layout(tmp_path: Path) -> None:
    write_conll([raid()], tmp_path / "a.conll")
    start, *rows = (tmp_path / "a.conll").read_text(encoding="utf-8").split("\n")
    assert start.startswith('-DOCSTART-\t{"id": "own-1", "date": "2020-05-19", ')
    assert start.endswith("\tO")
    assert "|".join(rows) == ("|Raiders\tB-ATTACKER|burned\tB-EVENT|a\tO|mill\tB-TARGET|at\tO|Dosso\tB-LOCATION|.\tO||")


def test_other_readers_see_tokens_and_strict_tags(tmp_path: Path) -> None:
    documents = [raid("a"), rich(), raid("b")]
    write_conll(documents, tmp_path / "a.conll")
    sentences = classic_reader(tmp_path / "a.conll")
    expected = [
        list(zip(tokens, tags, strict=True)) for document in documents for tokens, tags in tokens_and_tags(document)
    ]
    assert sentences == expected
    tags = [[tag for _, tag in sentence] for sentence in sentences]
    assert f1_score(tags, tags, mode="strict", scheme=IOB2) == 1.0
    assert sum(tag.startswith("B-") for sentence in tags for tag in sentence) == sum(
        len(document.mentions) for document in documents
    )


@pytest.mark.parametrize(
    ("text", "edges", "expected"),
    [
        pytest.param("Kabul-based, 3,800 at 1:00.", [], "Kabul|-|based|,|3,800|at|1:00|.", id="signs-and-numbers"),
        pytest.param("Cafe\u0301 ש\u05c1", [], "Cafe\u0301|ש\u05c1", id="combining-marks"),
        pytest.param("policemankilled", [9], "policeman|killed", id="cut-at-an-edge"),
        pytest.param("a\u00a0b\u2028c\x85d", [], "a|b|c|d", id="odd-spaces"),
        pytest.param(" \n ", [], "", id="blank"),
    ],
)
def test_tokens(text: str, edges: list[int], expected: str) -> None:
    assert "|".join(text[start:end] for start, end in token_spans(text, edges)) == expected


def test_a_mention_across_sentences_joins_them(tmp_path: Path) -> None:
    text = "They came at noon. They left. Quiet."
    document = Document("d", text, mentions=[Mention("m1", "DATE", 13, 23, text[13:23])])
    assert [" ".join(tokens) for tokens, _ in tokens_and_tags(document)] == [
        "They came at noon . They left .",
        "Quiet .",
    ]
    write_conll([document], tmp_path / "a.conll")
    assert list(read_conll(tmp_path / "a.conll")) == [document]


def test_spaces_at_the_edges_are_named_as_lost(tmp_path: Path) -> None:
    document = Document("d", "a b c", mentions=[Mention("m1", "DATE", 1, 3, " b")])
    assert lost_in_conll(document) == ["spaces at the edges of mentions"]
    write_conll([document], tmp_path / "a.conll")
    [back] = read_conll(tmp_path / "a.conll")
    assert [(m.start, m.end) for m in back.mentions] == [(2, 3)]


def test_tags_that_a_person_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    write_conll([raid()], path)
    changed = path.read_text(encoding="utf-8").replace("mill\tB-TARGET", "mill\tO").replace("a\tO", "a\tB-DATE")
    [back] = read(path, changed)
    assert [(m.id, m.label, m.events) for m in back.mentions] == [
        ("m1", "ATTACKER", ["e1"]),
        ("m2", "EVENT", ["e1"]),
        ("m5", "DATE", []),  # m3 is the mention that was deleted
        ("m4", "LOCATION", ["e1"]),
    ]


def test_a_file_of_conll_2003(tmp_path: Path) -> None:
    content = (
        "-DOCSTART- -X- O O\r\n\r\nRaiders NNP I-NP B-ORG\r\nburned VBD I-VP O\r\n\r\nNear IN I-PP O\r\nDosso NNP I-NP B-LOC\r\n"
        "town NN I-NP I-LOC\r\n\r\n-DOCSTART- -X- O O\r\n\r\n# NN I-NP O\r\n1 CD I-NP B-MISC\r\n"
    )
    first, second = read(tmp_path / "x.conll", content, ORG="ATTACKER", LOC="LOCATION", MISC="DATE")
    assert (first.id, first.text) == ("x-1", "Raiders burned\nNear Dosso town")
    assert [(m.id, m.label, m.text) for m in first.mentions] == [
        ("m1", "ATTACKER", "Raiders"),
        ("m2", "LOCATION", "Dosso town"),
    ]
    assert (second.id, second.text, second.mentions[0].text) == ("x-2", "# 1", "1")


def test_comments_of_conll_u(tmp_path: Path) -> None:
    content = "# newdoc id = one\n# sent_id = 1\n# text = Hot\nHot\tO\n\n# id = two\nCold\tB-DATE\n"
    assert [(d.id, d.text) for d in read(tmp_path / "x.conll", content)] == [("one", "Hot"), ("two", "Cold")]


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        pytest.param("Hot\tI-DATE\n\nDay\tB-DATE\n", 1, "tag 'I-DATE' after 'O'; expected IOB2", id="inside-first"),
        pytest.param("Hot\tB-DATE\n\nDay\tI-DATE\n", 3, "tag 'I-DATE' after 'O'", id="inside-first-of-sentence"),
        pytest.param("Hot\tB-DATE\nDay\tI-EVENT\n", 2, "tag 'I-EVENT' after 'B-DATE'", id="inside-another"),
        pytest.param("Hot\tM-DATE\n", 1, "tag 'M-DATE' after 'O'; expected IOB2", id="other-scheme"),
        pytest.param("Hot\tB-DATE\nDay\tS-DATE\n", 2, "tag 'S-DATE' after 'B-DATE'; expected BIOES", id="bioes"),
        pytest.param("Hot\n", 1, "found 'Hot'; expected a token and a tag", id="one-column"),
        pytest.param("Hot\tB-PER\nDay\tB-LOC\nOne\tB-LOC\n", None, r"found LOC \(2\), PER \(1\)", id="labels"),
        pytest.param("-DOCSTART-\t{\tO\n", 1, "the JSON behind -DOCSTART- cannot be read", id="bad-json"),
        pytest.param('-DOCSTART-\t{"id": 1}\tO\n', 1, "id is 1; expected str", id="id"),
        pytest.param(
            '-DOCSTART-\t{"id": "a", "text": "Hot day"}\tO\nHot\tO\nnight\tO\n', 3, "token 'night' where", id="token"
        ),
        pytest.param(
            '-DOCSTART-\t{"id": "a", "text": "Hot day"}\tO\nHot\tO\n', 1, "end before its text: ' day'", id="missing"
        ),
        pytest.param("# id = a\nHot\tO\n# id = a\nDay\tO\n", 3, "'a' stands twice", id="id-twice"),
        pytest.param(
            '-DOCSTART-\t{"id": "a", "text": "Hot", "spans": [[0]]}\tO\nHot\tB-DATE\n', 1, "span details", id="details"
        ),
    ],
)
def test_faults_name_the_line(tmp_path: Path, content: str, line: int | None, message: str) -> None:
    with pytest.raises(RecordError, match=message) as caught:
        read(tmp_path / "x.conll", content)
    assert caught.value.line == line
    assert caught.value.source == str(tmp_path / "x.conll")
