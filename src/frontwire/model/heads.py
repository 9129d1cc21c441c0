"""Small heads over the tagger's own hidden states: one or two linear layers on named features and pooled vectors.

They stand beside the tagger in files of their own, ``event_heads.json`` (what each head reads and tells, which hidden states
it takes) and ``event_heads.safetensors`` (its weights), so that the folder stays a plain token classifier. What the features
are, and what the scores decide, is known above, in ``events/``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from frontwire.errors import ModelLoadError
from frontwire.model.folder import HEADS_CONFIG, HEADS_WEIGHTS, WEIGHTS, ModelFolder

FORMAT: Final = 1

Vector = NDArray[np.float32]


@dataclass(slots=True)
class Head:
    """One classifier: features by name and one vector per slot in, a score per class out.

    ``weights`` and ``biases``: of one linear layer, or of two with a ReLU between; *(out, in)* and *(out,)*. The input is the
    features in the order of ``features``, then the vectors in the order of ``slots``; what is not given counts as 0.
    """

    classes: tuple[str, ...]
    features: tuple[str, ...]
    slots: tuple[str, ...]
    weights: list[NDArray[np.float32]]
    biases: list[NDArray[np.float32]]

    def inputs(
        self, features: Sequence[Mapping[str, float]], vectors: Sequence[Mapping[str, Vector]], size: int
    ) -> NDArray[np.float32]:
        """Rows *(n, in)* of n items; ``size`` is the length of a vector."""
        column = {name: i for i, name in enumerate(self.features)}
        rows = np.zeros((len(features), len(self.features) + len(self.slots) * size), dtype=np.float32)
        for row, (named, pooled) in enumerate(zip(features, vectors, strict=True)):
            for name, value in named.items():
                if (position := column.get(name)) is not None:
                    rows[row, position] = value
            for number, slot in enumerate(self.slots):
                if slot in pooled:
                    start = len(self.features) + number * size
                    rows[row, start : start + size] = pooled[slot]
        return rows

    def scores(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scores *(n, classes)*, unbounded, of rows *(n, in)*."""
        for number, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            rows = rows @ weight.T + bias
            if number < len(self.weights) - 1:
                rows = np.maximum(rows, 0)
        return rows


@dataclass(slots=True)
class EventHeads:
    """All heads of a model folder.

    ``layers`` are the hidden states that vectors are made of, 0 the embeddings; ``vector_size`` is the length of the joined
    vector; ``training`` tells what the heads were fitted on.
    """

    layers: tuple[int, ...]
    vector_size: int
    heads: dict[str, Head]
    training: dict[str, Any] = field(default_factory=dict)

    def classes(self, head: str) -> tuple[str, ...]:
        """The classes of a head, none where it is not there."""
        return self.heads[head].classes if head in self.heads else ()

    def scores(
        self, head: str, features: Sequence[Mapping[str, float]], vectors: Sequence[Mapping[str, Vector]]
    ) -> NDArray[np.float32]:
        """Scores *(n, classes)* of one head for n items."""
        chosen = self.heads[head]
        return chosen.scores(chosen.inputs(features, vectors, self.vector_size))

    def save(self, folder: Path) -> None:
        """Write both files into the folder of the tagger that the heads were fitted on; they replace older ones whole."""
        from safetensors.numpy import save

        tensors: dict[str, NDArray[np.float32]] = {}
        for name, head in self.heads.items():
            for number, (weight, bias) in enumerate(zip(head.weights, head.biases, strict=True)):
                tensors[f"{name}.{number}.weight"] = np.ascontiguousarray(weight, dtype=np.float32)
                tensors[f"{name}.{number}.bias"] = np.ascontiguousarray(bias, dtype=np.float32)
        content = save(tensors)
        record = {
            "format": FORMAT,
            "weights_sha256": hashlib.sha256(content).hexdigest(),
            "tagger_sha256": _tagger_hash(folder),
            "layers": list(self.layers),
            "vector_size": self.vector_size,
            "heads": {
                name: {
                    "classes": list(head.classes),
                    "features": list(head.features),
                    "slots": list(head.slots),
                    "depth": len(head.weights),
                }
                for name, head in self.heads.items()
            },
            "training": self.training,
        }
        text = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
        _replace_all({folder / HEADS_WEIGHTS: content, folder / HEADS_CONFIG: text.encode()})


def load_heads(folder: ModelFolder) -> EventHeads | None:
    """The heads of a model folder, ``None`` where it has none.

    Raises :class:`ModelLoadError` where a file is missing or damaged, of another format, or was fitted on another tagger.
    """
    config, weights = folder.path / HEADS_CONFIG, folder.path / HEADS_WEIGHTS
    if not config.is_file() and not weights.is_file():
        return None
    for path, other in ((config, weights), (weights, config)):
        if not path.is_file():
            raise ModelLoadError(f"{other} stands without {path.name}; copy both, or remove it to link by rules")
    try:
        return _read(config, weights, folder.config)
    except ModelLoadError:
        raise
    except Exception as error:  # damaged JSON, safetensors' own error type, missing keys: the same news to the user
        raise ModelLoadError(
            f"the event heads in {str(folder.path)!r} cannot be read ({type(error).__name__}: {error}); "
            "copy the folder again or fit them anew with scripts/train_heads.py"
        ) from None


def _read(config: Path, weights: Path, tagger: Mapping[str, Any]) -> EventHeads:
    from safetensors.numpy import load

    record = json.loads(config.read_text(encoding="utf-8"))
    if record["format"] != FORMAT:
        raise ModelLoadError(f"{config} has format {record['format']}; this version of frontwire reads {FORMAT}")
    content = weights.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if record["weights_sha256"] != found:
        raise ModelLoadError(
            f"{weights} is damaged or of another fit: its SHA-256 is {found[:12]}…, {config.name} beside it expects "
            f"{record['weights_sha256'][:12]}…; copy both again or fit the heads anew with scripts/train_heads.py"
        )
    found = _tagger_hash(config.parent)
    if record["tagger_sha256"] != found:
        raise ModelLoadError(
            f"{config} was fitted on a tagger with SHA-256 {record['tagger_sha256'][:12]}…, {WEIGHTS} beside it has "
            f"{found[:12]}…; fit the heads anew with scripts/train_heads.py"
        )
    layers, size = tuple(int(layer) for layer in record["layers"]), int(record["vector_size"])
    # Architectures call their sizes by different names; where one of them is known it must fit.
    width, depth = tagger.get("hidden_size"), tagger.get("num_hidden_layers")
    if (
        not layers
        or min(layers) < 0
        or (width is not None and size != len(layers) * width)
        or (depth is not None and max(layers) > depth)
    ):
        raise ModelLoadError(
            f"{config}: layers {list(layers)} with vector_size {size}; "
            f"expected layers of 0 to {depth} and {width} numbers for each"
        )
    tensors = load(content)
    heads = {name: _read_head(name, entry, tensors, size, weights) for name, entry in record["heads"].items()}
    return EventHeads(layers=layers, vector_size=size, heads=heads, training=record.get("training") or {})


def _read_head(
    name: str, entry: Mapping[str, Any], tensors: Mapping[str, NDArray[np.float32]], size: int, source: Path
) -> Head:
    classes, features, slots = (tuple(map(str, entry[key])) for key in ("classes", "features", "slots"))
    layer_weights, biases = [], []
    width = len(features) + len(slots) * size
    depth = int(entry["depth"])
    for number in range(depth):
        weight, bias = tensors[f"{name}.{number}.weight"], tensors[f"{name}.{number}.bias"]
        last = number == depth - 1
        if (
            weight.ndim != 2
            or weight.shape[1] != width
            or bias.shape != weight.shape[:1]
            or (last and len(bias) != len(classes))
        ):
            expected = f"({len(classes) if last else 'any'}, {width})"
            raise ModelLoadError(
                f"{source}: {name}.{number} has weights {weight.shape} and biases {bias.shape}; expected {expected}"
            )
        if not (np.isfinite(weight).all() and np.isfinite(bias).all()):
            raise ModelLoadError(f"{source}: {name}.{number} holds numbers that are not finite; fit the heads anew")
        layer_weights.append(weight.astype(np.float32))
        biases.append(bias.astype(np.float32))
        width = len(bias)
    if not layer_weights:
        raise ModelLoadError(f"{source}: the head {name} has no layer; expected one or two")
    return Head(classes=classes, features=features, slots=slots, weights=layer_weights, biases=biases)


def _replace_all(files: Mapping[Path, bytes]) -> None:
    """Write all beside their places before the first is put there: a full disk leaves the old files as they were."""
    parts = {path: path.with_name(f".{path.name}.part") for path in files}
    try:
        for path, content in files.items():
            parts[path].write_bytes(content)
        for path, part in parts.items():
            part.replace(path)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def _tagger_hash(folder: Path) -> str:
    with (folder / WEIGHTS).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
