from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
import torch

from frontwire.config import TrainConfig, parse_config
from frontwire.errors import ConfigError, ModelLoadError, ResumeError
from frontwire.model.encoding import IGNORED, TextEncoder
from frontwire.model.folder import open_model_folder
from frontwire.model.tagger import Tagger
from frontwire.training import trainer as trainer_module
from frontwire.training.distillation import (
    DistillationCollator,
    add_unlabelled,
    distillation_loss,
    teacher_targets,
    texts_sha256,
)
from frontwire.training.features import make_features
from frontwire.training.trainer import train
from test_training import DOCUMENTS, config
from tiny import TEXTS, save_tiny_model, tiny_tokenizer


def with_teachers(output: Path, teachers: list[Path], *, weight: float = 0.5, epochs: int = 2) -> TrainConfig:
    content = config(output, epochs=epochs).to_dict()
    content["base"] = {"model": str(teachers[0].parents[1] / "base")}
    content["distillation"] = {"teachers": [str(path) for path in teachers], "weight": weight}
    return parse_config(content)


@pytest.fixture(scope="module")
def teachers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("teachers")
    # A fixed base: the vocabulary of a random one can differ from run to run.
    base = {"model": str(save_tiny_model(folder / "base"))}
    folders = []
    for seed in (1, 2):
        content = config(folder / str(seed)).to_dict() | {"seed": seed, "base": base}
        train(parse_config(content), DOCUMENTS, DOCUMENTS[:4])
        folders.append(folder / str(seed) / "model")
    return folders


def test_loss_is_gold_and_teachers_by_weight_and_the_teachers_alone_where_there_is_no_gold() -> None:
    logits = torch.log(torch.tensor([[[0.7, 0.2, 0.1], [0.5, 0.25, 0.25], [0.1, 0.1, 0.8]]]))
    targets = torch.tensor([[[0.5, 0.5, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]])  # the third is padding
    labels = torch.tensor([[0, IGNORED, IGNORED]])
    soft = [-(0.5 * math.log(0.7) + 0.5 * math.log(0.2)), -math.log(0.25)]
    expected = (0.25 * soft[0] + 0.75 * -math.log(0.7) + soft[1]) / 2
    assert distillation_loss(logits, labels, targets, weight=0.25).item() == pytest.approx(expected, rel=1e-5)


def test_loss_is_least_at_the_teachers() -> None:
    targets = torch.softmax(torch.randn(2, 5, 7, generator=torch.Generator().manual_seed(3)), -1)
    labels = torch.full((2, 5), IGNORED)
    at_teachers = distillation_loss(torch.log(targets), labels, targets, weight=0.5)
    elsewhere = distillation_loss(torch.log(targets) + torch.randn(2, 5, 7), labels, targets, weight=0.5)
    assert at_teachers < elsewhere


def test_unlabelled_texts_stand_behind_with_no_label_known() -> None:
    encoder = TextEncoder(tiny_tokenizer(), max_length=32, overlap=8)
    features = make_features(DOCUMENTS[:4], encoder)
    longer = add_unlabelled(features, [TEXTS[0], "", TEXTS[1]], encoder)
    count = len(features.dataset)
    assert longer.dataset[:count] == features.dataset[:count]
    assert len(longer.dataset) > count
    assert all(set(labels) == {IGNORED} for labels in longer.dataset[count:]["labels"])
    assert longer.tokens > features.tokens
    assert longer.mentions == features.mentions
    assert add_unlabelled(features, ["", "  "], encoder) is features


def test_targets_are_the_mean_of_the_teachers(teachers: list[Path]) -> None:
    encoder = Tagger.load(open_model_folder(teachers[0]), device="cpu", precision="fp32").encoder
    features = make_features(DOCUMENTS[:4], encoder)
    kinds = [[str(teachers[0])], [str(teachers[1])], [str(path) for path in teachers]]
    one, other, both = (teacher_targets(features, k, encoder, device="cpu", precision="fp32") for k in kinds)
    for a, b, mean, ids in zip(one, other, both, features.dataset["input_ids"], strict=True):
        assert mean.shape[0] == len(ids)
        assert np.allclose(mean, (a.astype(np.float32) + b) / 2, atol=2e-3)
        assert np.allclose(mean.astype(np.float32).sum(-1), 1, atol=1e-2)
    assert any(not np.allclose(a, b) for a, b in zip(one, other, strict=True))


def test_collator_finds_each_windows_targets_by_row() -> None:
    targets = [np.full((3, 2), 0.25, dtype=np.float16), np.full((2, 2), 0.5, dtype=np.float16)]
    rows = [{"input_ids": [5, 6], "labels": [0, 1], "row": 1}, {"input_ids": [5, 6, 7], "labels": [0, 1, 0], "row": 0}]
    batch = DistillationCollator(0, targets, multiple=4)(rows)
    assert batch["targets"].shape == (2, 4, 2)
    assert batch["targets"][0].tolist() == [[0.5, 0.5], [0.5, 0.5], [0, 0], [0, 0]]
    assert batch["targets"][1].tolist() == [[0.25, 0.25]] * 3 + [[0, 0]]


def test_a_student_learns_from_its_teachers(tmp_path: Path, teachers: list[Path]) -> None:
    record = train(with_teachers(tmp_path, teachers), DOCUMENTS, DOCUMENTS[:4], unlabelled=[TEXTS[0] * 3, TEXTS[1]])
    stored = json.loads((tmp_path / "model/training.json").read_text())
    assert stored["distillation"]["unlabelled"]["texts"] == 2
    assert stored["distillation"]["unlabelled"]["sha256"] == texts_sha256([TEXTS[0] * 3, TEXTS[1]])
    assert len(stored["distillation"]["teachers_sha256"]) == 2
    assert stored["config"]["distillation"]["teachers"] == ["model", "model"]  # names, no paths of this machine
    losses = [entry["loss"] for entry in record["history"] if "loss" in entry]
    assert losses[-1] < losses[0]


def test_a_teacher_with_another_vocabulary_is_refused(tmp_path: Path, teachers: list[Path]) -> None:
    content = with_teachers(tmp_path, teachers).to_dict()
    content["base"] = {"model": "random", "vocabulary": 200}
    with pytest.raises(ModelLoadError, match="another vocabulary"):
        train(parse_config(content), DOCUMENTS, DOCUMENTS[:4])


def test_a_run_cannot_go_on_with_other_teachers(
    tmp_path: Path, teachers: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(trainer_module, "save_model_folder", killed)
    with pytest.raises(KeyboardInterrupt):
        train(with_teachers(tmp_path, teachers), DOCUMENTS, DOCUMENTS[:4])
    with pytest.raises(ResumeError, match="teachers"):
        train(with_teachers(tmp_path, teachers[:1]), DOCUMENTS, DOCUMENTS[:4], resume=True)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"distillation": {"teachers": ["a"], "weight": 1.5}}, "distillation.weight"),
        ({"distillation": {"unlabelled_words": 100}}, "teach nothing"),
        ({"distillation": {"teachers": ["a"]}, "optimizer": {"label_smoothing": 0.1}}, "smooth already"),
        ({"optimizer": {"average_decay": 1.0}}, "average_decay"),
    ],
)
def test_configurations_that_make_no_sense_are_refused(content: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        parse_config(content)
