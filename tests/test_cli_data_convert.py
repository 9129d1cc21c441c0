"""``frontwire data convert`` to and from the forms of other tools."""

from __future__ import annotations

import errno
import json
import os
from contextlib import nullcontext
from pathlib import Path

import pytest

from exchange_documents import predicted, raid
from frontwire.cli.data import parsing
from frontwire.corpora.articles import find_inputs, read_articles
from frontwire.corpora.exchange.labelstudio import write_labelstudio
from frontwire.corpora.exchange.offsets import OFFSET_UNITS
from frontwire.corpora.forms import FORMS
from frontwire.corpora.jsonl import read_jsonl, write_jsonl
from frontwire.errors import DataError, OutputError, RecordError, UsageError
from frontwire.schema import Article
from test_cli_data import call


def test_the_parser_names_the_forms_and_units_that_there_are() -> None:
    assert parsing.FORMS == FORMS
    assert parsing.OFFSET_UNITS == OFFSET_UNITS


@pytest.mark.parametrize(
    ("name", "form"), [("b.conll", None), ("b", "brat"), ("b.json", None), ("b.jsonl", "doccano")], ids=lambda v: str(v)
)
def test_there_and_back(tmp_path: Path, name: str, form: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    write_jsonl([raid("own-1"), predicted()], tmp_path / "a.jsonl")
    there = ["convert", tmp_path / "a.jsonl", tmp_path / name]
    assert call(*there, *(["--to", form] if form else [])) == 0
    predictions = ["--take-predictions"] if name == "b.json" else []
    assert call("convert", tmp_path / name, tmp_path / "c.jsonl", *predictions) == 0
    given = {d.id: d for d in read_jsonl(tmp_path / "a.jsonl")}
    assert {d.id: d for d in read_jsonl(tmp_path / "c.jsonl")} == given
    assert f"{tmp_path / name}: 2 documents" in capsys.readouterr().err
    assert call("check", tmp_path / name, "--take-predictions") in (
        0,
        3,
    )  # every form can be checked; the rich document has faults of content
    assert "2 documents" in capsys.readouterr().err


def test_a_folder_holds_brat_and_other_forms(tmp_path: Path) -> None:
    write_jsonl([raid("own-1")], tmp_path / "a.jsonl")
    (tmp_path / "in").mkdir()
    write_jsonl([raid("own-2")], tmp_path / "in/b.jsonl")
    call("convert", tmp_path / "a.jsonl", tmp_path / "in/brat", "--to", "brat")
    call("convert", tmp_path / "in", tmp_path / "out.conll")
    call("convert", tmp_path / "out.conll", tmp_path / "back.jsonl")
    assert [d.id for d in read_jsonl(tmp_path / "back.jsonl")] == ["own-2", "own-1"]


def test_from_brat_without_annotations(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("Quiet day.")
    call("convert", tmp_path / "in", tmp_path / "out.jsonl", "--from", "brat")
    assert [(d.id, d.text) for d in read_jsonl(tmp_path / "out.jsonl")] == [("a", "Quiet day.")]


def test_a_brat_folder_that_is_not_empty(tmp_path: Path) -> None:
    write_jsonl([raid()], tmp_path / "a.jsonl")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/x").touch()
    with pytest.raises(UsageError, match="not empty"):
        call("convert", tmp_path / "a.jsonl", tmp_path / "out", "--to", "brat")
    with pytest.raises(OutputError, match="No such file"):
        call("convert", tmp_path / "a.jsonl", tmp_path / "none/out", "--to", "brat")


def test_one_file_per_corpus(tmp_path: Path) -> None:
    write_jsonl([raid("own-1"), raid("satp-train-0000")], tmp_path / "a.jsonl")
    (tmp_path / "out").mkdir()
    call("convert", tmp_path / "a.jsonl", tmp_path / "out", "--to", "conll")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["own.conll", "satp.conll"]


def test_the_labelling_configuration_comes_with_the_tasks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_jsonl([raid()], tmp_path / "a.jsonl")
    for _ in range(2):
        call("convert", tmp_path / "a.jsonl", tmp_path / "t.json")
        assert f"{tmp_path / 't.xml'}: labelling configuration" in capsys.readouterr().err
    (tmp_path / "t.xml").write_text("<mine/>")
    call("convert", tmp_path / "a.jsonl", tmp_path / "t.json")
    assert "stays as it is" in capsys.readouterr().err
    assert (tmp_path / "t.xml").read_text() == "<mine/>"


def test_foreign_labels_need_a_map(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.conll"
    source.write_text("Men\tB-PER\nleft\tO\nDosso\tB-LOC\n")
    with pytest.raises(RecordError, match=r"a\.conll: 2 labels are none of ours; found LOC \(1\), PER \(1\)"):
        call("convert", source, tmp_path / "b.jsonl")
    assert not (tmp_path / "b.jsonl").exists()
    call("convert", source, tmp_path / "b.jsonl", "--label-map", "PER=ATTACKER", "--label-map", "LOC=")
    [document] = read_jsonl(tmp_path / "b.jsonl")
    assert [(m.label, m.text) for m in document.mentions] == [("ATTACKER", "Men")]
    assert "on reading: 1 mentions labelled LOC, left out by the label map" in capsys.readouterr().err


def test_a_map_for_a_form_of_our_own_is_refused(tmp_path: Path) -> None:
    write_jsonl([raid()], tmp_path / "a.jsonl")
    with pytest.raises(UsageError, match="--label-map is for the forms brat, conll"):
        call("convert", tmp_path / "a.jsonl", tmp_path / "b.conll", "--label-map", "A=DATE")


@pytest.mark.parametrize(("unit", "start"), [("utf-16", 3), ("code-points", 2)])
def test_the_unit_of_offsets(tmp_path: Path, unit: str, start: int) -> None:
    (tmp_path / "a.conll").write_text("💥\tO\nnoon\tB-DATE\n", encoding="utf-8")
    with pytest.raises(UsageError, match="--offsets is for the forms doccano, labelstudio"):
        call("convert", tmp_path / "a.conll", tmp_path / "b.jsonl", "--offsets", unit)
    call("convert", tmp_path / "a.conll", tmp_path / "b.jsonl", "--to", "doccano", "--offsets", unit)
    assert json.loads((tmp_path / "b.jsonl").read_text(encoding="utf-8"))["label"] == [[start, start + 4, "DATE"]]


@pytest.fixture
def tasks(tmp_path: Path) -> Path:
    """A file of Label Studio with a task that nobody annotated."""
    write_labelstudio([predicted()], tmp_path / "tasks.json")
    return tmp_path / "tasks.json"


def test_tasks_without_annotation_are_named(tasks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = json.loads(tasks.read_text(encoding="utf-8"))
    written.append({"id": 5, "data": {"text": "Quiet day."}, "annotations": [{"result": []}]})
    tasks.write_text(json.dumps(written), encoding="utf-8")
    call("convert", tasks, tmp_path / "b.jsonl")
    assert [d.id for d in read_jsonl(tmp_path / "b.jsonl")] == ["5"]
    err = capsys.readouterr().err
    assert "on reading: 1 tasks without annotation left out, although a model has predicted them" in err
    assert f"(--take-predictions takes that): {predicted().id}\n" in err
    call("convert", tasks, tmp_path / "b.jsonl", "--take-predictions")
    assert [d.id for d in read_jsonl(tmp_path / "b.jsonl")] == [predicted().id, "5"]


def test_tasks_without_annotation_are_kept_as_articles(tasks: Path, tmp_path: Path) -> None:
    written = json.loads(tasks.read_text(encoding="utf-8"))
    written.append({"id": 5, "data": {"text": "Quiet day."}, "annotations": [{"result": []}]})
    written.append({"id": 6, "data": {"text": "Loud day.", "desk": "east"}, "annotations": []})
    tasks.write_text(json.dumps(written), encoding="utf-8")
    call("convert", tasks, tmp_path / "b.jsonl", "--rest", tmp_path / "rest.jsonl")
    entries = read_articles(find_inputs([str(tmp_path / "rest.jsonl")]))
    assert [entry.item for entry in entries] == [
        predicted().article(),
        Article("6", "Loud day.", extra={"desk": "east"}),
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param(["--take-predictions"], "--rest writes the tasks that --take-predictions reads", id="both"),
        pytest.param(["--from", "labelstudio", "--rest", "b.jsonl"], "name another file for --rest", id="same-file"),
    ],
)
def test_faults_of_rest(
    tasks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=message):
        call("convert", tasks, "b.jsonl", "--rest", "rest.jsonl", *options)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.jsonl", ""), ("a.txt", ""), ("a.conll", "\n"), ("a.json", "[]")],
    ids=["jsonl", "inline", "conll", "labelstudio"],
)
def test_an_input_without_documents(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(DataError, match=rf"no documents in .*{name}$"):
        call("convert", tmp_path / name, tmp_path / "b.jsonl")
    assert not (tmp_path / "b.jsonl").exists()


def test_an_input_whose_documents_are_all_left_out(tasks: Path, tmp_path: Path) -> None:
    with pytest.raises(
        DataError, match=r"no documents in .*; 1 tasks without annotation left out, .*--take-predictions"
    ):
        call("convert", tasks, tmp_path / "b.jsonl")


@pytest.mark.parametrize("command", ["check", "stats"])
def test_check_and_stats_read_as_convert_does(
    tasks: Path, tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.conll").write_text("Men\tB-PER\nleft\tO\nDosso\tB-LOC\n")
    options = ["--label-map", "PER=ATTACKER", "--label-map", "LOC="]
    assert call(command, tmp_path / "a.conll", *options) in (0, 3)
    assert "on reading: 1 mentions labelled LOC, left out by the label map" in capsys.readouterr().err
    call(command, tasks)
    assert "on reading: 1 tasks without annotation left out" in capsys.readouterr().err
    call(command, tasks, "--take-predictions")
    assert "on reading" not in capsys.readouterr().err
    with pytest.raises(RecordError, match=r"in the text, its words are") if command != "check" else nullcontext():
        # The words behind characters of two units are not found where such offsets would be.
        call(command, tasks, "--take-predictions", "--offsets", "utf-16")
    assert ("its words are" in capsys.readouterr().out) == (command == "check")


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        pytest.param(["-"], "not to standard output", id="stdout"),
        pytest.param(["q.xml", "--to", "labelstudio"], r"written to a \.json file", id="tasks-as-xml"),
        pytest.param(["q", "--to", "labelstudio"], r"written to a \.json file", id="tasks-without-ending"),
        pytest.param(["q.jsonl", "--take-predictions"], "for files of Label Studio", id="no-predictions"),
        pytest.param(["pipe", "--to", "jsonl"], "is no regular file", id="pipe"),
        pytest.param(["pipe", "--to", "inline"], "is no regular file", id="pipe-inline"),
    ],
)
def test_targets_that_are_refused(
    tmp_path: Path, argv: list[str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_jsonl([raid()], tmp_path / "a.jsonl")
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=message):
        call("convert", "a.jsonl", *argv)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.jsonl", "pipe"]
    assert (tmp_path / "pipe").is_fifo()


def test_a_file_that_cannot_be_replaced_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_jsonl([raid()], tmp_path / "a.jsonl")
    (tmp_path / "b.txt").write_text("old")

    def full(self: Path, target: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match=r"cannot write .*b\.txt: No space left"):
        call("convert", tmp_path / "a.jsonl", tmp_path / "b.txt")
    assert (tmp_path / "b.txt").read_text() == "old"
