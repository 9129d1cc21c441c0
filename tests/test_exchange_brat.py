"""brat's folders: the lines that brat reads, and folders of other people."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from exchange_documents import raid, rich
from frontwire import ontology
from frontwire.corpora.exchange.brat import lost_in_brat, read_brat, write_brat
from frontwire.corpora.exchange.brat_config import annotation_conf, visual_conf
from frontwire.corpora.exchange.labels import LabelMap
from frontwire.errors import RecordError, UsageError
from frontwire.schema import Document, Mention


def folder(tmp_path: Path, text: str, ann: str | None, name: str = "x") -> Path:
    (tmp_path / f"{name}.txt").write_bytes(text.encode())
    if ann is not None:
        (tmp_path / f"{name}.ann").write_bytes(ann.encode())
    return tmp_path


def test_the_files(tmp_path: Path) -> None:
    write_brat([raid()], tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "annotation.conf",
        "own-1.ann",
        "own-1.json",
        "own-1.txt",
        "visual.conf",
    ]
    lines = (tmp_path / "out/own-1.ann").read_text(encoding="utf-8").splitlines()
    assert lines[:7] == [
        "T1\tATTACKER 0 7\tRaiders",
        "T2\tEVENT 8 14\tburned",
        "T3\tTARGET 17 21\tmill",
        "T4\tLOCATION 25 30\tDosso",
        "E1\tEVENT:T2 Attacker:T1 Target:T3 Location:T4",
        "A1\tKind E1 incident",
        "A2\tType E1 arson",
    ]
    assert lines[7].startswith('#1\tAnnotatorNotes E1\t{"id": "e1", "date": {"start": "2020-05-18"')
    assert json.loads((tmp_path / "out/own-1.json").read_text(encoding="utf-8")) == {"date": "2020-05-19"}


def test_line_breaks_cut_a_mention_into_fragments(tmp_path: Path) -> None:
    write_brat([rich()], tmp_path / "out")
    [ann] = (tmp_path / "out").glob("*.ann")
    [line] = [line for line in ann.read_text(encoding="utf-8").split("\n") if "\tATTACKER " in line]
    start = rich().text.index("raiders")
    assert line == f"T2\tATTACKER {start} {start + 7};{start + 9} {start + 23}\traiders from the hills"
    assert ann.with_suffix(".txt").read_bytes().decode() == rich().text


def test_every_line_reads_as_one_line_with_any_reader(tmp_path: Path) -> None:
    document = rich()
    document.title = None
    document.events[1].tolls = []
    document.events[0].place = None
    write_brat([document], tmp_path / "out")
    [ann] = (tmp_path / "out").glob("*.ann")
    content = ann.read_bytes().decode("utf-8")
    assert content.splitlines() == content.split("\n")[:-1]
    assert {line[0] for line in content.splitlines()} == set("TEA#")


def test_the_configuration_knows_every_label_role_and_value(tmp_path: Path) -> None:
    write_brat([rich()], tmp_path / "out")
    assert (tmp_path / "out/annotation.conf").read_text(encoding="utf-8") == annotation_conf()
    sections = annotation_conf().split("[")
    assert [section.partition("]")[0] for section in sections[1:]] == ["entities", "relations", "events", "attributes"]
    assert set(sections[1].split()[1:]) == set(ontology.LABELS) - {"EVENT"}
    assert all(f"{label.capitalize()}*:{label}" in sections[3] for label in ontology.LABELS if label != "EVENT")
    assert f"Value:{'|'.join(ontology.EVENT_TYPES)}" in sections[4]
    assert all(f"\n{label}\tbgColor" in visual_conf() for label in ontology.LABELS)


def test_names_of_files_are_safe_and_apart(tmp_path: Path) -> None:
    ids = ["../up", ".hidden", "a b", "a_b", "A_B", "é" * 200, "x" * 300]
    write_brat([Document(i, "Quiet.") for i in ids], tmp_path / "out")
    names = sorted(p.stem for p in (tmp_path / "out").glob("*.txt"))
    assert len({name.lower() for name in names}) == len(ids)
    assert not any(name.startswith(".") or "/" in name or len(name) > 130 for name in names)
    assert sorted(d.id for d in read_brat(tmp_path / "out")) == sorted(ids)


@pytest.mark.parametrize("content", ["file", "folder"])
def test_what_is_there_is_not_written_over(tmp_path: Path, content: str) -> None:
    target = tmp_path / "out"
    if content == "file":
        target.write_text("mine")
    else:
        folder_before = target / "old.txt"
        target.mkdir()
        folder_before.write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        write_brat([raid()], target)
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    bad = raid()
    bad.mentions[0].end += 1
    with pytest.raises(Exception, match="mention says"):
        write_brat([raid(), bad], tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert write_brat([raid()], tmp_path / "out") == 1
    assert [d.id for d in read_brat(tmp_path / "out")] == ["own-1"]


def test_what_is_lost_is_named() -> None:
    text = "a\nb"
    document = Document("d", text, mentions=[Mention("x", "DATE", 0, 2, "a\n")])
    assert lost_in_brat(document) == ["line breaks at the edges of mentions", "mention ids other than m1, m2 …"]


def test_a_foreign_folder(tmp_path: Path) -> None:
    ann = (
        "T1\tPerson 0 3\tMen\nT2\tAttack 4 8\thit \nT3\tPlace 10 15\tDosso\nT4\tAttack 16 20\tfire\nT5\tOrg 21 24\tOrg\n"
        "E1\tAttack:T2 Agent:T1 Site2:T3 Cause:E2\nE2\tbombing:T4\nA1\tNegation E1\nR1\tNear Arg1:T1 Arg2:T3\n"
        "*\tEquiv T1 T5\n#1\tAnnotatorNotes T1\tsure?\nN1\tReference T3 GeoNames:1\tDosso\n"
    )
    # "hit " with a blank that brat would not write, but other converters do
    labels = LabelMap({"Person": "ATTACKER", "Attack": "EVENT", "Place": "LOCATION", "Org": None})
    [document] = read_brat(folder(tmp_path, "Men hit  \nDosso fire Org\n", ann), labels=labels)
    assert [(m.id, m.label, m.text, m.events) for m in document.mentions] == [
        ("m1", "ATTACKER", "Men", ["e1"]),
        ("m2", "EVENT", "hit ", ["e1"]),
        ("m3", "LOCATION", "Dosso", ["e1"]),
        ("m4", "EVENT", "fire", ["e2"]),
    ]
    assert [(e.id, e.type) for e in document.events] == [("e1", "other"), ("e2", "bombing")]
    assert labels.notes == Counter(
        {
            "mentions labelled Org, left out by the label map": 1,
            "brat attributes Negation, which have no place here": 1,
            "brat lines of type R, which have no place here": 1,
            "brat lines of type *, which have no place here": 1,
            "brat lines of type N, which have no place here": 1,
            "notes of annotators, which have no place here": 1,
            "brat events as arguments of events, which have no place here": 1,
        }
    )


def test_a_text_without_annotations_and_line_ends_of_two_characters(tmp_path: Path) -> None:
    folder(tmp_path, "Hot.\r\nDay", "T1\tDATE 6 9\tDay\r\n", "b")
    folder(tmp_path, "\ufeffQuiet", None, "a")
    first, second = read_brat(tmp_path)
    assert (first.id, first.text, first.mentions) == ("a", "\ufeffQuiet", [])
    assert (second.text, second.mentions[0].text) == ("Hot.\r\nDay", "Day")


@pytest.mark.parametrize(
    ("text", "ann", "line", "message"),
    [
        pytest.param("a b c", "T1\tDATE 0 1;4 5\ta c\n", 1, "discontinuous span .*mark one piece", id="discontinuous"),
        pytest.param("a b c", "T1\tDATE 0 3\ta b\nT2\tEVENT 2 5\tb c\n", None, "DATE 'a b'.*overlap", id="overlap"),
        pytest.param("a b c", "T1\tDATE 0 1\tb\n", 1, "T1 is 'b', but the text at 0..1 is 'a'", id="words"),
        pytest.param("a b c", "T1\tDATE 0 9\ta b c\n", None, r"DATE span 0..9 in a text of 5", id="past-the-end"),
        pytest.param("a b c", "T1\tDATE x 1\ta\n", 1, "expected T1<tab>LABEL", id="offsets"),
        pytest.param("a b c", "T1 DATE 0 1 a\n", 1, "expected T1<tab>LABEL", id="no-tabs"),
        pytest.param("a b c", "T1\tDATE 0 1\ta\nT1\tDATE 2 3\tb\n", 2, "T1 stands twice", id="id-twice"),
        pytest.param("a b c", "T1\tPer 0 1\ta\n", None, r"found Per \(1\); .*--label-map Per=OURS", id="labels"),
        pytest.param("a b c", "E1\tEVENT:T1\n", 1, "names T1, which the file does not have", id="no-trigger"),
        pytest.param("a b c", "E1\n", 1, "expected E1<tab>TYPE:T1", id="no-event"),
        pytest.param(
            "a b c",
            "T1\tEVENT 0 1\ta\nE1\tEVENT:T1\nA1\tType E1 war\n",
            None,
            "type is 'war'; expected one of",
            id="type",
        ),
        pytest.param(
            "a b c",
            "T1\tEVENT 0 1\ta\nE1\tEVENT:T1\nE2\tEVENT:T1 Same:E1\nE3\tEVENT:T1 Same:E2\n",
            4,
            "E3 is the same event as E2, which is a further trigger itself",
            id="chain",
        ),
    ],
)
def test_faults_name_file_and_line(tmp_path: Path, text: str, ann: str, line: int | None, message: str) -> None:
    with pytest.raises(RecordError, match=message) as caught:
        list(read_brat(folder(tmp_path, text, ann)))
    # labels are looked at over the whole folder
    assert caught.value.source == str(tmp_path if "found" in message else tmp_path / "x.ann")
    assert caught.value.line == line


def test_the_advice_on_discontinuous_spans_works(tmp_path: Path) -> None:
    source = folder(tmp_path, "a b c", "T1\tDATE 0 1;4 5\ta c\nT2\tTARGET 2 3\tb\nT3\tDATE 0 1\ta\n")
    with pytest.raises(RecordError, match=r"leave all DATE spans out with --label-map DATE=$"):
        list(read_brat(source))
    labels = LabelMap.parse(["DATE="])
    [document] = read_brat(source, labels=labels)
    assert [(m.id, m.label) for m in document.mentions] == [("m2", "TARGET")]
    assert labels.notes == {"mentions labelled DATE, left out by the label map": 2}


@pytest.mark.parametrize(
    ("note", "about", "message"),
    [
        pytest.param(
            '{"tolls": [{"outcome": "killed", "low": 1, "mention": ["m1"]}]}', "{}", "mention is list", id="toll"
        ),
        pytest.param('{"date": 5}', "{}", "date is int", id="date"),
        pytest.param("{}", '{"events": 3}', "events is 3; expected a list of objects", id="events"),
        pytest.param("{}", '{"events": [3]}', r"events is \[3\]; expected a list of objects", id="event"),
        pytest.param("{}", '{"events": [{"id": 3}]}', r"events\[0\]: id is 3; expected str", id="event-id"),
        pytest.param("{}", '{"extra": [1], "event_order": 5}', "extra is list", id="extra"),
    ],
)
def test_odd_json_beside_the_lines(tmp_path: Path, note: str, about: str, message: str) -> None:
    folder(
        tmp_path, "Men hit", f"T1\tATTACKER 0 3\tMen\nT2\tEVENT 4 7\thit\nE1\tEVENT:T2\n#1\tAnnotatorNotes E1\t{note}\n"
    )
    (tmp_path / "x.json").write_text(about)
    with pytest.raises(RecordError, match=message) as caught:
        list(read_brat(tmp_path))
    assert caught.value.source == str(tmp_path / "x.ann")


def test_numbers_are_those_of_ascii(tmp_path: Path) -> None:
    [document] = read_brat(folder(tmp_path, "a b", "T²\tDATE 0 1\ta\nT2\tDATE 2 3\tb\n"))
    assert [m.id for m in document.mentions] == ["T²", "m2"]


def test_new_events_do_not_get_an_id_that_a_note_names(tmp_path: Path) -> None:
    ann = 'T1\tEVENT 0 1\ta\nE1\tEVENT:T1\nT2\tDATE 2 3\tb\n#1\tAnnotatorNotes T2\t{"events": ["e1"]}\n'
    with pytest.raises(RecordError, match=r"names events \['e1'\]; the document has \['e2'\]"):
        list(read_brat(folder(tmp_path, "a b", ann)))


def test_faults_of_a_folder(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"no \.txt file"):
        list(read_brat(tmp_path))
    (tmp_path / "y.ann").touch()
    with pytest.raises(RecordError, match=r"there is no y\.txt"):
        list(read_brat(tmp_path))
    with pytest.raises(UsageError, match="is no folder"):
        list(read_brat(tmp_path / "y.ann"))
    folder(tmp_path, "a", None, "y")
    (tmp_path / "y.json").write_text("[]")
    with pytest.raises(RecordError, match=r"y\.json: expected one JSON object"):
        list(read_brat(tmp_path))
