"""``scripts/pretrain.py``: a stage from a configuration file, errors as one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.wikievents import may_have_seen
from frontwire.cli import run_command
from frontwire.training.stages import command, run
from frontwire.training.stages.config import read_stage_config
from frontwire.training.stages.task_texts import StageTasks
from frontwire.training.stages.tasks import make_task
from frontwire.training.stages.texts import SourceCounts, StageText, StageTexts
from tiny import TEXTS, document

MASKED = """
stage: masked
precision: fp32
device: cpu
length: 16
base: {model: random, vocabulary: 300}
texts: {sources: [own]}
optimizer: {epochs: 1, batch_size: 8}
"""
AUXILIARY = """
stage: auxiliary
precision: fp32
device: cpu
length: 32
overlap: 8
base: {model: random, vocabulary: 300}
texts: {sources: [nine]}
optimizer: {epochs: 1, batch_size: 8}
"""


def call(*arguments: object) -> int:
    args = command.make_parser().parse_args([str(argument) for argument in arguments])
    args.run = command.run
    return run_command(args)


@pytest.fixture
def corpora_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpora folder that is not read: the texts and tasks are given."""
    texts = StageTexts(
        [StageText(f"t{i}", "own", text) for i, text in enumerate(TEXTS * 6)], {"own": SourceCounts(24, 300)}
    )
    documents = [document(f"{TEXTS[0]} {i}.", [("ATTACKER", "Gunmen")], id=f"d{i}") for i in range(8)]
    tasks = StageTasks([make_task("nine", documents)], {"nine": SourceCounts(8, 80)})
    monkeypatch.setattr(run, "read_texts", lambda *_, **__: texts)
    monkeypatch.setattr(run, "read_tasks", lambda *_, **__: tasks)
    (tmp_path / "corpora").mkdir()
    return tmp_path / "corpora"


@pytest.mark.parametrize(("content", "seen"), [(MASKED, ["own"]), (AUXILIARY, ["nine"])], ids=["masked", "auxiliary"])
def test_a_stage_from_a_file(
    tmp_path: Path, corpora_here: Path, capsys: pytest.CaptureFixture[str], content: str, seen: list[str]
) -> None:
    (tmp_path / "stage.yaml").write_text(content)
    output = tmp_path / "run"
    status = call(tmp_path / "stage.yaml", "--corpora", corpora_here, "--output", output, "--set", "name=mine")
    printed = capsys.readouterr()
    assert status == 0, printed.err
    assert printed.out.startswith(f"{output / 'base'}: ")
    assert "step 0 of " in printed.err
    record = json.loads((output / "base" / "base.json").read_text())
    assert (record["config"]["name"], record["seen"]) == ("mine", seen)
    assert may_have_seen(str(output / "base")) is (seen == ["nine"])


def test_a_stage_goes_on_from_a_base_of_another(
    tmp_path: Path, corpora_here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "masked.yaml").write_text(MASKED)
    (tmp_path / "auxiliary.yaml").write_text(AUXILIARY)
    assert call(tmp_path / "masked.yaml", "--corpora", corpora_here, "--output", tmp_path / "a") == 0
    base = f"base.model={tmp_path / 'a' / 'base'}"
    assert call(tmp_path / "auxiliary.yaml", "--corpora", corpora_here, "--output", tmp_path / "b", "--set", base) == 0
    record = json.loads((tmp_path / "b" / "base" / "base.json").read_text())
    assert record["seen"] == ["nine", "own"]
    assert record["base"]["made_from"]["config"]["stage"] == "masked"
    assert str(tmp_path) not in json.dumps(record)


def test_counts_train_nothing(tmp_path: Path, corpora_here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "stage.yaml").write_text(MASKED)
    assert call(tmp_path / "stage.yaml", "--corpora", corpora_here, "--output", tmp_path / "run", "--counts") == 0
    assert json.loads(capsys.readouterr().out) == {"own": {"documents": 24, "words": 300, "left_out": {}}}
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--set", "epochs"], "expected KEY=VALUE", id="no value"),
        pytest.param(["--set", "epochs=2"], "epochs: unknown key", id="unknown key"),
        pytest.param(["--corpora", "nowhere"], "the corpora folder nowhere does not exist", id="no such folder"),
        pytest.param([], "the corpora are needed", id="no folder"),
    ],
)
def test_errors_are_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.delenv("FRONTWIRE_CORPORA", raising=False)
    (tmp_path / "stage.yaml").write_text(MASKED)
    assert call(tmp_path / "stage.yaml", *arguments) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert message in lines[0]


@pytest.mark.parametrize(
    ("content", "message"),
    [("stage: [", "is no YAML"), ("- stage", "holds list"), ("", "stage: found None"), (None, "cannot be read")],
    ids=["broken", "a list", "empty", "missing"],
)
def test_unreadable_files_are_refused(tmp_path: Path, content: str | None, message: str) -> None:
    from frontwire.errors import ConfigError

    path = tmp_path / "stage.yaml"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ConfigError, match=message):
        read_stage_config(path)
