"""The mean of several seeds' weights as a model folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForTokenClassification

from frontwire.errors import ModelLoadError, UsageError
from frontwire.hub.checks import check_publication
from frontwire.model.folder import HEADS_CONFIG, HEADS_WEIGHTS, WEIGHTS, open_model_folder
from frontwire.predictor import Extractor
from frontwire.schema import Document
from frontwire.training.card import model_card
from frontwire.training.saving import documents_sha256
from frontwire.training.seed_average import average_seeds
from publishable import training_record
from tiny import document, save_tiny_model

DEV = [document("Gunmen shot a judge in Herat.", [("ATTACKER", "Gunmen"), ("EVENT", "shot")], id="dev")]


def save_run(folder: Path, *, seed: int, **changes: Any) -> Path:
    """A tiny model with the record of a training run."""
    save_tiny_model(folder, seed=seed)
    record: dict[str, Any] = training_record()
    record["data"] = {part: {**record["data"][part], "sha256": documents_sha256(DEV)} for part in ("train", "dev")}
    record |= {"seed": seed, "history": [{"epoch": 1}], **changes}
    record["config"] = {**record["config"], "seed": seed, **changes.get("config", {})}
    (folder / "training.json").write_text(json.dumps(record))
    (folder / "README.md").write_text(model_card(record), encoding="utf-8")
    return folder


@pytest.fixture
def runs(tmp_path: Path) -> list[Path]:
    return [save_run(tmp_path / str(seed), seed=seed) for seed in (1, 2, 3)]


def test_the_mean_of_the_weights_is_a_model(runs: list[Path], tmp_path: Path) -> None:
    target = tmp_path / "mean"
    record = average_seeds(runs, target, DEV)
    states = [load_file(folder / WEIGHTS) for folder in (*runs, target)]
    for name, tensor in states[-1].items():
        if tensor.is_floating_point():
            expected = torch.stack([state[name] for state in states[:-1]]).mean(dim=0)
            torch.testing.assert_close(tensor, expected, rtol=0, atol=1e-6)
    assert [member["seed"] for member in record["members"]] == record["seed"] == [1, 2, 3]
    assert json.loads((target / "training.json").read_text()) == record
    assert "history" not in record
    assert "seed" not in record["config"]
    card = (target / "README.md").read_text(encoding="utf-8")
    assert "The weights are the mean of 3 runs" in card
    assert "0.333 (seed 1), 0.333 (seed 2), 0.333 (seed 3)" in card
    assert not list(tmp_path.glob(".*")), "nothing half-written is left"
    Extractor.from_pretrained(target, device="cpu")("Gunmen shot a judge in Herat.").check()
    assert AutoModelForTokenClassification.from_pretrained(target).config.num_labels > 1
    check_publication(target)


def test_event_heads_of_one_run_are_left_out(runs: list[Path], tmp_path: Path) -> None:
    for name in (HEADS_CONFIG, HEADS_WEIGHTS):
        (runs[0] / name).write_bytes(b"of one tagger")
    average_seeds(runs, tmp_path / "mean", DEV)
    assert not {HEADS_CONFIG, HEADS_WEIGHTS} & {path.name for path in (tmp_path / "mean").iterdir()}


def test_the_mean_has_a_version_of_its_own(runs: list[Path], tmp_path: Path) -> None:
    for version, expected in ((None, "1"), ("2.0", "2.0")):
        record = average_seeds(runs, tmp_path / "mean", DEV, version=version)
        assert record["config"]["version"] == open_model_folder(tmp_path / "mean").version == expected
        assert f"# tiny {expected}\n" in (tmp_path / "mean" / "README.md").read_text(encoding="utf-8")


def test_half_precision_stays(tmp_path: Path) -> None:
    folders = [save_run(tmp_path / str(seed), seed=seed) for seed in (1, 2)]
    for folder in folders:
        halves = {k: v.half() if v.is_floating_point() else v for k, v in load_file(folder / WEIGHTS).items()}
        save_file(halves, folder / WEIGHTS, metadata={"format": "pt"})
    average_seeds(folders, tmp_path / "mean", DEV)
    assert {t.dtype for t in load_file(tmp_path / "mean" / WEIGHTS).values() if t.is_floating_point()} == {
        torch.float16
    }


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        pytest.param({"config": {"windows": {"max_length": 64, "overlap": 8}}}, "its settings", id="other windows"),
        pytest.param({"base": {"model": "another"}}, "its base", id="another encoder"),
        pytest.param(
            {"data": {"train": {"sha256": "1"}, "dev": {"sha256": documents_sha256(DEV)}}},
            "its training documents",
            id="other documents",
        ),
        pytest.param({"distillation": {"teachers_sha256": ["1"]}}, "its teachers", id="other teachers"),
    ],
)
def test_runs_of_other_recipes_are_refused(tmp_path: Path, changes: dict[str, Any], named: str) -> None:
    one, other = save_run(tmp_path / "1", seed=1), save_tiny_model(tmp_path / "2", seed=2)
    record = json.loads((one / "training.json").read_text())
    record |= {**changes, "seed": 2, "config": record["config"] | changes.get("config", {})}
    (other / "training.json").write_text(json.dumps(record))
    with pytest.raises(UsageError, match=f"{other}.* differs from .*{one}.* in {named}"):
        average_seeds([one, other], tmp_path / "mean", DEV)
    assert not (tmp_path / "mean").exists()


def test_one_run_twice_the_same_and_other_dev_documents_are_refused(runs: list[Path], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="1 model folders given; expected two or more"):
        average_seeds(runs[:1], tmp_path / "mean", DEV)
    with pytest.raises(UsageError, match="seeds are 1, 1; expected different ones"):
        average_seeds([runs[0], runs[0]], tmp_path / "mean", DEV)
    with pytest.raises(UsageError, match="1 dev documents are not those"):
        average_seeds(runs, tmp_path / "mean", [Document(id="other", text="Nothing.")])


def test_a_folder_without_its_record_a_mean_and_other_tensors_are_refused(runs: list[Path], tmp_path: Path) -> None:
    average_seeds(runs[:2], tmp_path / "mean", DEV)
    with pytest.raises(ModelLoadError, match="names no single seed"):
        average_seeds([tmp_path / "mean", runs[2]], tmp_path / "again", DEV)
    state = load_file(runs[1] / WEIGHTS)
    state.popitem()
    save_file(state, runs[1] / WEIGHTS, metadata={"format": "pt"})
    with pytest.raises(ModelLoadError, match="other tensors"):
        average_seeds(runs[:2], tmp_path / "again", DEV)
    (runs[1] / "training.json").unlink()
    with pytest.raises(ModelLoadError, match="cannot be read"):
        average_seeds(runs[:2], tmp_path / "again", DEV)
    assert not (tmp_path / "again").exists()
