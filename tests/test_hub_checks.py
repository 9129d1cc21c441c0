"""What a folder is refused for, before anything is sent."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from frontwire.errors import PublishError, UsageError
from frontwire.hub.card import metadata_problems, read_card
from frontwire.hub.checks import check_publication
from publishable import save_publishable_model

Damage = Callable[[Path], object]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_publishable_model(tmp_path_factory.mktemp("saved") / "model")


@pytest.fixture
def folder(saved: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(saved, tmp_path / "model"))


def card(**changes: Any) -> Damage:
    """Replaces metadata of the card; None removes them."""

    def change(folder: Path) -> None:
        metadata, body = read_card((folder / "README.md").read_text(encoding="utf-8"))
        metadata.update({name.replace("_index", "-index"): value for name, value in changes.items()})
        kept = {name: value for name, value in metadata.items() if value is not None}
        (folder / "README.md").write_text(f"---\n{yaml.safe_dump(kept)}---\n{body}", encoding="utf-8")

    return change


def training(**changes: Any) -> Damage:
    def change(folder: Path) -> None:
        path = folder / "training.json"
        record = {**json.loads(path.read_text()), **changes}
        path.write_text(json.dumps({name: value for name, value in record.items() if value is not None}))

    return change


def config(**changes: Any) -> Damage:
    def change(folder: Path) -> None:
        path = folder / "config.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))

    return change


def remove(name: str) -> Damage:
    return lambda folder: (folder / name).unlink()


def write(name: str, content: bytes = b"x") -> Damage:
    def change(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)

    return change


def test_a_folder_as_training_writes_it_is_fit(saved: Path) -> None:
    publication = check_publication(saved)
    assert publication.files == {path.name: path.stat().st_size for path in saved.iterdir()}
    assert publication.metadata["license"] == "apache-2.0"
    assert publication.folder.name == "tiny"


def test_the_bundled_model_is_fit_once_its_card_is_current(repository: Path, tmp_path: Path) -> None:
    from frontwire.training.card import model_card

    folder = Path(shutil.copytree(repository / "models" / "frontwire-base", tmp_path / "model"))
    record = json.loads((folder / "training.json").read_text())
    (folder / "README.md").write_text(model_card(record), encoding="utf-8")
    assert check_publication(folder).metadata["model-index"][0]["name"] == "frontwire-base"


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        pytest.param(remove("README.md"), "README.md, the model card, is missing", id="no card"),
        pytest.param(write("README.md", b"# A model\n"), "README.md has no metadata", id="card without metadata"),
        pytest.param(write("README.md", b"---\na: [\n---\nx"), "README.md has metadata that are no YAML", id="no YAML"),
        pytest.param(write("README.md", b"---\n- a\n---\nx"), "metadata of type list; expected a mapping", id="list"),
        pytest.param(write("README.md", b"\xff\xfe"), "README.md cannot be read", id="bytes"),
        pytest.param(card(license=None), "README.md lacks license", id="no licence"),
        pytest.param(card(license=" "), "README.md lacks license", id="empty licence"),
        pytest.param(card(license="other"), "license other without license_name", id="unnamed licence"),
        pytest.param(card(language=[]), "README.md lacks language", id="no language"),
        pytest.param(card(pipeline_tag="fill-mask"), "pipeline_tag 'fill-mask'; expected token-class", id="task"),
        pytest.param(card(metrics=None), "README.md lacks metrics", id="no metrics"),
        pytest.param(card(datasets=[1]), "datasets that are no list of names", id="data sets"),
        pytest.param(card(model_index=None), "lacks a model-index", id="no index"),
        pytest.param(card(model_index=[{"name": "x", "results": []}]), "lacks a model-index", id="empty index"),
        pytest.param(card(widget=None), "lacks widget", id="no examples"),
        pytest.param(card(widget=[{"example_title": "x"}]), "lacks widget", id="examples without text"),
        pytest.param(remove("training.json"), "training.json, with the metrics, is missing", id="no record"),
        pytest.param(write("training.json", b"{"), "training.json cannot be read as JSON", id="broken record"),
        pytest.param(write("training.json", b"[]"), "training.json holds list", id="record a list"),
        pytest.param(training(dev=None, seed=None), "training.json lacks seed, dev", id="record without parts"),
        pytest.param(training(dev={}), "training.json has f1 None in dev", id="no metrics in the record"),
        pytest.param(training(dev={"precision": 1, "recall": 1, "f1": 75.2}), "has f1 75.2", id="per cent"),
        pytest.param(remove("model.safetensors"), "lacks model.safetensors", id="no weights"),
        pytest.param(write("model.safetensors", pickle.dumps([1])), "cannot be loaded", id="pickle as safetensors"),
        pytest.param(remove("tokenizer.json"), "lacks tokenizer.json", id="no tokenizer"),
        pytest.param(config(id2label={"0": "O"}), "expected these 19", id="other labels"),
        pytest.param(config(auto_map={"AutoModel": "m.M"}), "names code of its own (auto_map)", id="remote code"),
        pytest.param(write("pytorch_model.bin"), "pytorch_model.bin may hold pickled objects", id="bin"),
        pytest.param(write("optimizer.PT"), "optimizer.PT may hold pickled objects", id="PT in capitals"),
        pytest.param(write("x/y/z.pkl"), "x/y/z.pkl may hold pickled objects", id="pickle in a sub-folder"),
        pytest.param(write("modeling.py"), "modeling.py is code", id="code"),
        pytest.param(write("notes.txt"), "notes.txt is no part of a model folder", id="notes"),
        pytest.param(write(".git/HEAD"), ".git/ is no part of a model folder", id="repository"),
        pytest.param(write("x/config.json"), "x/ is no part of a model folder", id="allowed name elsewhere"),
    ],
)
def test_an_unfit_folder_is_refused(folder: Path, damage: Damage, problem: str) -> None:
    damage(folder)
    with pytest.raises(PublishError) as refused:
        check_publication(folder)
    assert [p for p in refused.value.problems if problem in p], refused.value.problems
    assert len(refused.value.problems) == len(set(refused.value.problems))


def test_everything_that_is_amiss_is_told_at_once(folder: Path) -> None:
    for damage in (
        remove("training.json"),
        remove("model.safetensors"),
        card(license=None, widget=None),
        write("a.pt"),
    ):
        damage(folder)
    write(".git/a")(folder)
    write(".git/b")(folder)
    with pytest.raises(PublishError, match="cannot be published: ") as refused:
        check_publication(folder)
    assert len(refused.value.problems) == 6


def test_a_folder_of_links_as_the_cache_has_them_is_fit(saved: Path, tmp_path: Path) -> None:
    links = tmp_path / "snapshot"
    links.mkdir()
    for path in saved.iterdir():
        (links / path.name).symlink_to(path)
    assert check_publication(links).files == check_publication(saved).files


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        check_publication(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("text", "metadata", "body"),
    [
        pytest.param("---\na: 1\n---\n# T\n", {"a": 1}, "# T\n", id="plain"),
        pytest.param("---\r\na: 1\r\n---\r\n# T\r\n", {"a": 1}, "# T\r\n", id="CRLF"),
        pytest.param("\ufeff---\na: 1\n---\n", {"a": 1}, "", id="byte-order mark"),
        pytest.param("---\na: x --- y\n---\nb\n---\nc\n", {"a": "x --- y"}, "b\n---\nc\n", id="more dashes"),
        pytest.param("---\na: 1\n---", {"a": 1}, "", id="no line end"),
    ],
)
def test_cards_are_read(text: str, metadata: dict[str, Any], body: str) -> None:
    assert read_card(text) == (metadata, body)


@pytest.mark.parametrize("value", [None, 3, True, "x", [], {}, [None], [3], [[]], [{}], {"a": 1}])
def test_metadata_of_any_type_are_judged_without_a_crash(value: Any) -> None:
    names = ("license", "language", "pipeline_tag", "metrics", "datasets", "model-index", "widget")
    assert list(metadata_problems(dict.fromkeys(names, value)))


@pytest.mark.parametrize("value", ["high", None, True])
def test_an_index_needs_a_number(value: Any) -> None:
    result = {"task": {"type": "x"}, "dataset": {"type": "y"}, "metrics": [{"type": "f1", "value": value}]}
    problems = list(metadata_problems({"model-index": [{"name": "m", "results": [result]}]}))
    assert "lacks a model-index with at least one measured value" in problems
