from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from frontwire.errors import ModelLoadError
from frontwire.model.folder import HEADS_CONFIG, HEADS_WEIGHTS, WEIGHTS, ModelFolder
from frontwire.model.heads import EventHeads, Head, load_heads

_SIZE = 4


def folder_at(path: Path) -> ModelFolder:
    path.mkdir(exist_ok=True)
    (path / WEIGHTS).write_bytes(b"a tagger's weights")
    config: dict[str, Any] = {"hidden_size": _SIZE, "num_hidden_layers": 2}
    return ModelFolder(path=path, config=config, max_length=32, overlap=8, name="tiny", version="1")


def some_heads(*, hidden: int | None = None) -> EventHeads:
    random = np.random.default_rng(1)
    sizes = [2 + 2 * _SIZE, *([hidden] if hidden else []), 3]
    head = Head(
        classes=("x", "y", "z"),
        features=("f", "g"),
        slots=("EVENT", "WEAPON"),
        weights=[random.normal(size=(out, inp)).astype(np.float32) for inp, out in itertools.pairwise(sizes)],
        biases=[random.normal(size=out).astype(np.float32) for out in sizes[1:]],
    )
    return EventHeads(layers=(2,), vector_size=_SIZE, heads={"type": head}, training={"seed": 1})


def test_scores_are_those_of_the_layers_written_out() -> None:
    heads = some_heads(hidden=5)
    head = heads.heads["type"]
    event, weapon = np.arange(4, dtype=np.float32), np.ones(4, dtype=np.float32)
    [row] = heads.scores(
        "type", [{"g": 2.0, "unknown": 9.0, "f": 0.5}], [{"WEAPON": weapon, "EVENT": event, "TARGET": event}]
    )
    inputs = np.concatenate([[0.5, 2.0], event, weapon]).astype(np.float32)
    hidden = np.maximum(head.weights[0] @ inputs + head.biases[0], 0)
    np.testing.assert_allclose(row, head.weights[1] @ hidden + head.biases[1], rtol=1e-5)


def test_what_is_not_given_counts_as_zero() -> None:
    heads = some_heads()
    zeros = np.zeros(4, dtype=np.float32)
    rows = heads.scores("type", [{}, {"f": 0.0}], [{}, {"EVENT": zeros, "WEAPON": zeros}])
    assert rows[0].tolist() == rows[1].tolist() == heads.heads["type"].biases[0].tolist()


def test_no_item_gives_no_row() -> None:
    assert some_heads().scores("type", [], []).shape == (0, 3)


@pytest.mark.parametrize("hidden", [pytest.param(None, id="linear"), pytest.param(5, id="hidden layer")])
def test_heads_come_back_as_they_were_saved(tmp_path: Path, hidden: int | None) -> None:
    folder = folder_at(tmp_path)
    heads = some_heads(hidden=hidden)
    heads.save(tmp_path)
    loaded = load_heads(folder)
    assert loaded is not None
    assert (loaded.layers, loaded.vector_size, loaded.training) == ((2,), _SIZE, {"seed": 1})
    item: tuple[list[dict[str, float]], list[dict[str, Any]]] = (
        [{"f": 1.0}],
        [{"EVENT": np.ones(4, dtype=np.float32)}],
    )
    np.testing.assert_array_equal(loaded.scores("type", *item), heads.scores("type", *item))


def test_a_folder_without_heads_has_none(tmp_path: Path) -> None:
    assert load_heads(folder_at(tmp_path)) is None


def edit(change: Callable[[dict[str, Any]], Any]) -> Callable[[Path], None]:
    def apply(folder: Path) -> None:
        record = json.loads((folder / HEADS_CONFIG).read_text())
        change(record)
        (folder / HEADS_CONFIG).write_text(json.dumps(record))

    return apply


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        pytest.param(lambda f: (f / HEADS_WEIGHTS).unlink(), "stands without event_heads.safetensors", id="no weights"),
        pytest.param(lambda f: (f / HEADS_CONFIG).unlink(), "stands without event_heads.json", id="no config"),
        pytest.param(lambda f: (f / HEADS_CONFIG).write_text("{"), "cannot be read", id="cut JSON"),
        pytest.param(lambda f: (f / HEADS_CONFIG).write_text("[]"), "cannot be read", id="a list"),
        pytest.param(lambda f: (f / HEADS_WEIGHTS).write_bytes(b"\x08"), "damaged or of another fit", id="cut weights"),
        pytest.param(edit(lambda r: r.update(weights_sha256="0" * 64)), "damaged or of another fit", id="other fit"),
        pytest.param(edit(lambda r: r.pop("weights_sha256")), "cannot be read", id="no hash"),
        pytest.param(
            lambda f: (f / WEIGHTS).write_bytes(b"retrained"), "fitted on a tagger with SHA-256", id="other tagger"
        ),
        pytest.param(edit(lambda r: r.update(format=2)), "has format 2", id="newer format"),
        pytest.param(edit(lambda r: r.update(layers=[3])), "expected layers of 0 to 2", id="layer that is not there"),
        pytest.param(edit(lambda r: r.update(layers=[])), "expected layers of 0 to 2", id="no layer"),
        pytest.param(edit(lambda r: r.update(vector_size=8)), "expected layers of 0 to 2 and 4", id="other size"),
        pytest.param(edit(lambda r: r["heads"]["type"]["features"].append("h")), "has weights", id="one feature more"),
        pytest.param(edit(lambda r: r["heads"]["type"]["classes"].pop()), "has weights", id="one class less"),
        pytest.param(edit(lambda r: r["heads"]["type"].update(depth=0)), "has no layer", id="no depth"),
        pytest.param(
            edit(lambda r: r["heads"]["type"].update(depth=2)), "cannot be read", id="deeper than its weights"
        ),
        pytest.param(edit(lambda r: r.pop("heads")), "cannot be read", id="no heads"),
    ],
)
def test_damaged_heads_are_refused(tmp_path: Path, damage: Callable[[Path], Any], message: str) -> None:
    folder = folder_at(tmp_path)
    some_heads().save(tmp_path)
    damage(tmp_path)
    with pytest.raises(ModelLoadError, match=message):
        load_heads(folder)


def test_numbers_that_are_not_finite_are_refused(tmp_path: Path) -> None:
    folder = folder_at(tmp_path)
    heads = some_heads()
    heads.heads["type"].biases[0][1] = np.nan
    heads.save(tmp_path)
    with pytest.raises(ModelLoadError, match="not finite"):
        load_heads(folder)


def test_a_failed_write_leaves_the_old_heads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_at(tmp_path)
    some_heads().save(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    write_bytes = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if HEADS_CONFIG in path.name:
            raise OSError(28, "No space left on device")
        return write_bytes(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        some_heads(hidden=5).save(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert load_heads(folder) is not None
