from __future__ import annotations

from pathlib import Path

import pytest

from frontwire.config import TrainConfig, parse_config, read_config
from frontwire.errors import ConfigError
from frontwire.training.stages.config import read_stage_config


def test_an_empty_mapping_is_the_defaults() -> None:
    assert parse_config({}) == TrainConfig()


def test_every_problem_is_reported_at_once() -> None:
    content = {"sed": 1, "optimizer": {"epochs": "many", "batch": 3}, "windows": [1], "data": {"kinds": ["own", 3]}}
    with pytest.raises(ConfigError) as caught:
        parse_config(content, source="x.yaml")
    assert len(caught.value.problems) == 5
    text = str(caught.value)
    for part in (
        "x.yaml",
        "sed: unknown key",
        "optimizer.batch",
        "optimizer.epochs: found 'many'",
        "windows",
        "data.kinds",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"precision": "fp8"}, "precision"),
        ({"weights": "int8"}, "weights"),
        ({"data": {"kinds": ["mine"]}}, "data.kinds"),
        ({"data": {"kinds": []}}, "data: nothing to learn from"),
        ({"data": {"kinds": [], "train_files": ["mine.jsonl"]}}, "data: nothing to learn from"),
        ({"data": {"dev_split": "train"}}, "data.train_split, data.dev_split"),
        ({"data": {"dev_split": "held"}}, "data.train_split, data.dev_split"),
        ({"name": " "}, "name: is empty"),
        ({"output": ""}, "output: is empty"),
        ({"device": "tpu"}, "device: expected"),
        ({"seed": -1}, "seed: expected 0"),
        ({"seed": 2**32}, "seed: expected 0"),
        ({"optimizer": {"epochs": float("inf")}}, "optimizer.epochs"),
        ({"optimizer": {"learning_rate": float("nan")}}, "optimizer.learning_rate"),
        ({"data": {"limit": 0}}, "data.limit"),
        ({"data": {"max_lost_share": 2}}, "data.max_lost_share"),
        ({"windows": {"max_length": 8}}, "windows.max_length"),
        ({"windows": {"overlap": 256}}, "windows.overlap"),
        ({"optimizer": {"learning_rate": 0}}, "optimizer.learning_rate"),
        ({"optimizer": {"layer_decay": 0}}, "optimizer.layer_decay"),
        ({"optimizer": {"epochs": 0}}, "optimizer.epochs"),
        ({"optimizer": {"batch_size": 0}}, "optimizer.batch_size"),
        ({"optimizer": {"accumulation": 0}}, "optimizer.accumulation"),
        ({"optimizer": {"warmup_share": 1}}, "optimizer.warmup_share"),
        ({"optimizer": {"schedule": "step"}}, "optimizer.schedule"),
        ({"optimizer": {"label_smoothing": 1}}, "optimizer.label_smoothing"),
        ({"early_stopping": {"patience": -1}}, "early_stopping.patience"),
        ({"base": {"dropout": 1}}, "base.dropout"),
        ({"base": {"attention_dropout": -0.1}}, "base.attention_dropout"),
    ],
)
def test_values_out_of_range(content: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        parse_config(content)


def test_truth_values_are_no_numbers() -> None:
    with pytest.raises(ConfigError, match="seed: found True"):
        parse_config({"seed": True})


@pytest.mark.parametrize("written", ["3e-4", "3.0e-4", "0.0003"])
def test_learning_rates_as_people_write_them(tmp_path: Path, written: str) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(f"optimizer: {{learning_rate: {written}}}\n")
    assert read_config(path).optimizer.learning_rate == pytest.approx(3e-4)


def test_overrides_replace_single_values(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text("optimizer: {epochs: 3, batch_size: 4}\n")
    config = read_config(path, {"optimizer.epochs": "5", "data.kinds": "[own]"})
    assert (config.optimizer.epochs, config.optimizer.batch_size, config.data.kinds) == (5, 4, ["own"])


@pytest.mark.parametrize(
    ("text", "message"), [("- a\n", "expected a mapping"), ("a: [\n", "no YAML"), ("a: 1\n", "a: unknown key")]
)
def test_files_that_are_no_configuration(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=message):
        read_config(path)


def test_the_place_of_a_yaml_error_is_named_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text("name: x\noptimizer: {epochs: [1}\n")
    with pytest.raises(ConfigError, match=r"c\.yaml: is no YAML: line 2, column 23: expected .* got '}'$"):
        read_config(path)


def test_an_override_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text("")
    with pytest.raises(ConfigError, match=r"optimizer\.epochs: the value '\[1' is no YAML"):
        read_config(path, {"optimizer.epochs": "[1"})


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"gone\.yaml"):
        read_config(tmp_path / "gone.yaml")


CONFIGS = Path(__file__).parents[1] / "configs"
#: Configurations of the stages before fine-tuning have a reader of their own.
STAGES = ("pretrain.yaml", "auxiliary.yaml")


@pytest.mark.parametrize("path", sorted(CONFIGS.glob("*.yaml")), ids=lambda p: p.name)
def test_committed_configurations_are_read(path: Path) -> None:
    read = read_stage_config if path.name in STAGES else read_config
    assert read(path).output.startswith("runs/")
