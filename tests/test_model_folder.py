from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from frontwire.errors import DeviceError, LabelMismatchError, ModelError, ModelLoadError
from frontwire.model.devices import choose_device, choose_precision
from frontwire.model.folder import ALLOWED_FILES, open_model_folder
from frontwire.model.tagger import Tagger
from frontwire.ontology import TAGS
from tiny import save_tiny_model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return save_tiny_model(tmp_path / "model")


def test_a_folder_says_its_windows_and_name(folder: Path) -> None:
    opened = open_model_folder(folder)
    assert (opened.max_length, opened.overlap, opened.name, opened.version) == (32, 8, "tiny", "1")


def test_the_fingerprint_follows_the_weights(folder: Path, tmp_path: Path) -> None:
    first = open_model_folder(folder).fingerprint()
    assert first == open_model_folder(Path(shutil.copytree(folder, tmp_path / "copy"))).fingerprint()
    assert first != open_model_folder(save_tiny_model(tmp_path / "other", seed=4)).fingerprint()


def _labels(folder: Path) -> None:
    path = folder / "config.json"
    config = json.loads(path.read_text())
    config["id2label"] = {"0": "O", "1": "B-PER", "2": "I-PER"}
    path.write_text(json.dumps(config))


def _change(folder: Path, **values: object) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


def _label_list(folder: Path) -> None:
    _change(folder, id2label=list(TAGS))


def _windows(folder: Path) -> None:
    _change(folder, frontwire={"max_length": "long"})


def _without_head(folder: Path) -> None:
    path = folder / "model.safetensors"
    weights = {name: value for name, value in load_file(path).items() if not name.startswith("classifier")}
    save_file(weights, path, metadata={"format": "pt"})


def _swap_labels(folder: Path) -> None:
    path = folder / "config.json"
    config = json.loads(path.read_text())
    config["id2label"] = dict(enumerate([*TAGS[1:], TAGS[0]]))
    path.write_text(json.dumps(config))


@pytest.mark.parametrize(
    ("damage", "error", "message"),
    [
        pytest.param(
            lambda f: (f / "model.safetensors").unlink(), ModelLoadError, "lacks model.safetensors", id="no weights"
        ),
        pytest.param(
            lambda f: (f / "tokenizer.json").unlink(), ModelLoadError, "lacks tokenizer.json", id="no tokenizer"
        ),
        pytest.param(
            lambda f: (f / "config.json").write_text("{"), ModelLoadError, "cannot be read as JSON", id="config"
        ),
        pytest.param(
            lambda f: (f / "config.json").write_text("[]"), ModelLoadError, "expected a JSON object", id="list"
        ),
        pytest.param(
            lambda f: (f / "tokenizer.json").write_text("{}"), ModelLoadError, "as a tokenizer", id="tokenizer"
        ),
        pytest.param(
            lambda f: (f / "model.safetensors").write_bytes(b"short"), ModelLoadError, "cannot be loaded", id="weights"
        ),
        pytest.param(_without_head, ModelLoadError, "classifier", id="no head"),
        pytest.param(_label_list, LabelMismatchError, "expected a mapping", id="label list"),
        pytest.param(_windows, ModelLoadError, "max_length and overlap", id="windows"),
        pytest.param(_labels, LabelMismatchError, "B-PER", id="other labels"),
        pytest.param(_swap_labels, LabelMismatchError, "in this order", id="other order"),
    ],
)
def test_damaged_folders_are_refused(
    folder: Path, damage: Callable[[Path], object], error: type[ModelError], message: str
) -> None:
    damage(folder)
    with pytest.raises(error, match=message):
        Tagger.load(open_model_folder(folder), device="cpu", precision="fp32")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelLoadError, match="nowhere"):
        open_model_folder(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["cuda:99", "tpu", "cud a"])
def test_unknown_devices_are_refused(name: str) -> None:
    with pytest.raises(DeviceError, match="device"):
        choose_device(name)


def test_unknown_precision_is_refused() -> None:
    with pytest.raises(DeviceError, match="fp8"):
        choose_precision("fp8", torch.device("cpu"))


def test_bf16_on_a_cpu_is_taken_when_asked_for() -> None:
    assert choose_precision("bf16", torch.device("cpu")) == "bf16"
    assert choose_precision("fp32", torch.device("cpu")) == "fp32"


def test_the_bundled_model_holds_only_allowed_files(repository: Path) -> None:
    folder = repository / "models" / "frontwire-base"
    assert {path.name for path in folder.iterdir()} <= ALLOWED_FILES
    assert sum(path.stat().st_size for path in folder.iterdir()) < 48_000_000
    assert json.loads((folder / "config.json").read_text())["dtype"] == "float32"
