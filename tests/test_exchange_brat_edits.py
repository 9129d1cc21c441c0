"""brat's folders after a person has worked in them: deleted, moved and relabelled spans."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from exchange_documents import predicted, raid, rich
from frontwire.corpora.exchange.brat import read_brat, write_brat
from frontwire.corpora.exchange.labels import LabelMap
from frontwire.errors import RecordError
from frontwire.schema import Document, Mention

EDITED = "mentions whose label or edges were changed in brat; their scores are left out"
NEW = "new mentions with the number of one that was deleted in brat; what was said of that one is left out"


def edited(tmp_path: Path, document: Document, old: str, new: str) -> tuple[Document, Counter[str]]:
    """``document`` written, the line of its .ann file with ``old`` replaced, and read; with what reading notes."""
    folder = tmp_path / "out"
    write_brat([document], folder)
    [ann] = folder.glob("*.ann")
    content = ann.read_bytes().decode()
    assert content.count(old) == 1
    ann.write_bytes(content.replace(old, new).encode())
    labels = LabelMap()
    [back] = read_brat(folder, labels=labels)
    return back, labels.notes


def mention_of(document: Document, mention_id: str) -> Mention:
    return next(m for m in document.mentions if m.id == mention_id)


def line(document: Document, mention_id: str, *, label: str | None = None, shift: tuple[int, int] = (0, 0)) -> str:
    mention = mention_of(document, mention_id)
    start, end = mention.start + shift[0], mention.end + shift[1]
    return f"T{mention_id[1:]}\t{label or mention.label} {start} {end}\t{document.text[start:end]}\n"


def test_untouched_mentions_keep_their_scores(tmp_path: Path) -> None:
    document = predicted()
    back, notes = edited(tmp_path, document, line(document, "m5"), line(document, "m5"))
    assert {m.id: m.score for m in back.mentions} == {m.id: m.score for m in document.mentions}
    assert not notes


@pytest.mark.parametrize(
    ("label", "shift"),
    [
        pytest.param(None, (0, 7), id="wider"),
        pytest.param(None, (1, 0), id="narrower"),
        pytest.param("KILLED", (0, 0), id="relabelled"),
    ],
)
def test_an_edited_mention_loses_its_score_and_keeps_the_rest(
    tmp_path: Path, label: str | None, shift: tuple[int, int]
) -> None:
    document = predicted()
    back, notes = edited(tmp_path, document, line(document, "m5"), line(document, "m5", label=label, shift=shift))
    mention = mention_of(back, "m5")
    assert (mention.score, mention.events) == (None, ["e2"])
    assert [toll.mention for toll in back.events[1].tolls] == ["m5"]
    assert all(m.score is not None for m in back.mentions if m.id != "m5")
    assert notes == {EDITED: 1}


def test_a_new_mention_with_the_number_of_a_deleted_one(tmp_path: Path) -> None:
    document = predicted()
    start = document.text.index("people")
    back, notes = edited(tmp_path, document, line(document, "m5"), f"T5\tTARGET {start} {start + 6}\tpeople\n")
    [mention] = [m for m in back.mentions if m.text == "people"]
    assert (mention.score, mention.events) == (None, [])
    assert mention.id not in {m.id for m in document.mentions}
    assert [toll.mention for toll in back.events[1].tolls] == [None]
    assert notes == {NEW: 1, "tolls that lost their mention, which is not in the file any more": 1}


def test_gold_tolls_do_not_pass_to_a_new_mention(tmp_path: Path) -> None:
    document = rich()
    start = document.text.index("people")
    back, notes = edited(tmp_path, document, line(document, "m5"), f"T5\tTARGET {start} {start + 6}\tpeople\n")
    assert [toll.mention for toll in back.events[1].tolls] == [None]
    assert notes[NEW] == 1


def test_only_mentions_of_which_more_is_said_are_listed(tmp_path: Path) -> None:
    write_brat([raid(), rich()], tmp_path / "out")
    about = json.loads(next((tmp_path / "out").glob("a_b*.json")).read_text(encoding="utf-8"))
    start = rich().text.index("37")
    assert about["places"]["T5"] == ["CASUALTIES", start, start + 2]
    assert set(about["places"]) == {"T5", "T6"}  # the toll's, and the other one of an event without trigger
    assert "places" not in json.loads((tmp_path / "out/own-1.json").read_text(encoding="utf-8"))


def test_a_deleted_mention_is_no_edit(tmp_path: Path) -> None:
    document = predicted()
    back, notes = edited(tmp_path, document, line(document, "m7"), "")
    assert [m.id for m in back.mentions] == [m.id for m in document.mentions if m.id != "m7"]
    assert not {EDITED, NEW} & set(notes)


@pytest.mark.parametrize(
    ("places", "message"),
    [
        pytest.param("[1]", r"places is \[1\]; expected an object", id="list"),
        pytest.param('{"T1": [0, 3]}', r"places of T1 is \[0, 3\]; expected \[LABEL, START, END\]", id="no-label"),
    ],
)
def test_faults_of_places(tmp_path: Path, places: str, message: str) -> None:
    (tmp_path / "x.txt").write_text("Men hit")
    (tmp_path / "x.ann").write_text("T1\tATTACKER 0 3\tMen\n")
    (tmp_path / "x.json").write_text(f'{{"places": {places}}}')
    with pytest.raises(RecordError, match=message):
        list(read_brat(tmp_path))
