from __future__ import annotations

import json
from pathlib import Path

import pytest

from frontwire import cli
from frontwire.config import DataConfig
from frontwire.corpora.forms import Form, write_documents
from frontwire.errors import DataError, RecordError, StandoffError, UsageError
from frontwire.training.documents import load_documents
from tiny import TEXTS, document

TRAIN = [document(TEXTS[0], [("ATTACKER", "Gunmen")], id="a"), document(TEXTS[1], [], id="b")]
DEV = [document(TEXTS[3], [("EVENT", "shelled")], id="d")]


def files_only(train: list[Path], dev: list[Path], **further: object) -> DataConfig:
    settings: dict[str, object] = {"kinds": [], "folder": "nowhere", **further}
    return DataConfig(train_files=[str(p) for p in train], dev_files=[str(p) for p in dev], **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(("form", "name"), [("jsonl", "x.jsonl"), ("jsonl", "x.jsonl.gz"), ("inline", "x.txt")])
def test_files_of_a_user_in_every_form(tmp_path: Path, form: Form, name: str) -> None:
    write_documents(TRAIN, tmp_path / name, form=form)
    write_documents(DEV, tmp_path / f"dev-{name}", form=form)
    train, dev = load_documents(files_only([tmp_path / name], [tmp_path / f"dev-{name}"]))
    assert [d.to_dict() for d in train] == [d.to_dict() for d in TRAIN]
    assert [d.to_dict() for d in dev] == [d.to_dict() for d in DEV]


def test_files_and_folders_are_joined_in_the_order_given(tmp_path: Path) -> None:
    folder = tmp_path / "corrected"
    folder.mkdir()
    write_documents(TRAIN[:1], folder / "1.jsonl", form="jsonl")
    write_documents(TRAIN[1:], tmp_path / "0.txt", form="inline")
    write_documents(DEV, tmp_path / "dev.jsonl", form="jsonl")
    data = files_only([folder, tmp_path / "0.txt"], [tmp_path / "dev.jsonl"])
    assert [d.id for d in load_documents(data)[0]] == ["a", "b"]
    assert [
        d.id for d in load_documents(files_only([folder, tmp_path / "0.txt"], [tmp_path / "dev.jsonl"], limit=1))[0]
    ] == ["a"]


def test_tasks_that_nobody_annotated_are_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write_documents(TRAIN, tmp_path / "tasks.json", form="labelstudio")
    tasks = json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))
    tasks += [{"id": number, "data": {"text": f"Quiet day {number}."}, "annotations": []} for number in (7, 8, 9)]
    (tmp_path / "tasks.json").write_text(json.dumps(tasks), encoding="utf-8")
    write_documents(DEV, tmp_path / "dev.jsonl", form="jsonl")
    train, _ = load_documents(files_only([tmp_path / "tasks.json"], [tmp_path / "dev.jsonl"]))
    assert [d.id for d in train] == ["a", "b"]
    assert [record.message for record in caplog.records] == [
        f"{tmp_path / 'tasks.json'}: on reading: 3 tasks without annotation left out: 7, 8, 9"
    ]


def test_files_are_added_to_the_splits_of_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "splits").mkdir()
    write_documents([*TRAIN, *DEV], tmp_path / "own" / "all.txt", form="inline")
    (tmp_path / "splits" / "own-train.txt").write_text("a\nb\n")
    (tmp_path / "splits" / "own-dev.txt").write_text("d\n")
    more = document(TEXTS[2], [], id="more")
    write_documents([more], tmp_path / "more.jsonl", form="jsonl")
    data = DataConfig(folder=str(tmp_path), kinds=["own"], train_files=[str(tmp_path / "more.jsonl")])
    train, dev = load_documents(data)
    assert ([d.id for d in train], [d.id for d in dev]) == (["a", "b", "more"], ["d"])


def test_a_data_folder_that_is_not_there_is_named() -> None:
    with pytest.raises(UsageError, match=r"'nowhere' does not exist; .*data\.train_files"):
        load_documents(DataConfig(folder="nowhere"))


def test_a_file_that_is_not_there_is_named_with_its_key(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"data\.train_files: .*gone\.jsonl: no such file"):
        load_documents(files_only([tmp_path / "gone.jsonl"], []))


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"id": "a", "text": "Gunmen came."}\n{"id": "b"}\n')
    with pytest.raises(RecordError, match=r"line 2 of .*x\.jsonl: .*text is missing"):
        load_documents(files_only([path], [path]))


def test_standoff_files_need_their_texts(tmp_path: Path) -> None:
    write_documents(TRAIN, tmp_path / "x.jsonl", form="standoff")
    with pytest.raises(StandoffError, match="no text at hand"):
        load_documents(files_only([tmp_path / "x.jsonl"], [tmp_path / "x.jsonl"]))


def test_without_the_corpora_training_says_how_to_do_without(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FRONTWIRE_CORPORA", raising=False)
    with pytest.raises(StandoffError, match=r"--corpora or FRONTWIRE_CORPORA.*--set 'data\.kinds=\[own\]'"):
        load_documents(DataConfig(folder=str(repository / "data")))


@pytest.mark.parametrize(
    ("train", "dev", "message"),
    [
        ([*TRAIN, TRAIN[0]], DEV, "'a' stands twice in the train part"),
        (TRAIN, [document(TEXTS[2], [], id="a")], "dev document 'a' is also the training document 'a'"),
        (TRAIN, [document(TEXTS[0], [], id="other")], "dev document 'other' is also the training document 'a'"),
    ],
    ids=["twice in a part", "same id in both", "same text in both"],
)
def test_documents_stand_in_one_place(tmp_path: Path, train: list, dev: list, message: str) -> None:  # type: ignore[type-arg]
    write_documents(train, tmp_path / "train.jsonl", form="jsonl")
    write_documents(dev, tmp_path / "dev.jsonl", form="jsonl")
    with pytest.raises(DataError, match=message):
        load_documents(files_only([tmp_path / "train.jsonl"], [tmp_path / "dev.jsonl"]))


def test_a_corrected_prediction_is_trained_on_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    predicted = document(TEXTS[0], [("ATTACKER", "Gunmen"), ("KILLED", "three")], id="a")
    predicted.mentions[0].score = predicted.events[0].score = 0.9
    predicted.model = {"name": "frontwire-base", "version": "1"}
    write_documents([predicted, TRAIN[1]], "corrected.jsonl", form="jsonl")
    write_documents(DEV, tmp_path / "dev.txt", form="inline")
    settings = f"[corrected.jsonl], dev_files: ['{tmp_path / 'dev.txt'}']"
    Path("own.yaml").write_text(
        f"name: mine\noutput: runs/mine\ndevice: cpu\nprecision: fp32\nbase: {{model: random, vocabulary: 300}}\n"
        f"windows: {{max_length: 32, overlap: 8}}\noptimizer: {{epochs: 1}}\ndata: {{kinds: [], train_files: {settings}}}\n"
    )
    assert cli.main(["train", "own.yaml"]) == 0
    assert capsys.readouterr().out.startswith("runs/mine/model: dev strict F1 ")
    written = (tmp_path / "runs/mine/model/training.json").read_text(encoding="utf-8")
    assert str(tmp_path) not in written
    assert json.loads(written)["config"]["data"]["train_files"] == ["corrected.jsonl"]
    assert json.loads(written)["config"]["data"]["dev_files"] == ["dev.txt"]
