"""A model folder: what is in it, what must not be, and loading it with errors that say what is wrong.

Files: ``config.json``, ``model.safetensors``, tokenizer files, ``calibration.json``, ``event_heads.json`` and
``event_heads.safetensors`` (optional), ``README.md``, ``training.json``; nothing pickled, no code.
The windows a tagger was trained with stand in ``config.json`` under ``frontwire``, which transformers keeps and ignores.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

from frontwire.errors import LabelMismatchError, ModelLoadError
from frontwire.model.calibration import CALIBRATION
from frontwire.ontology import TAGS

WEIGHTS: Final = "model.safetensors"
TOKENIZER: Final = "tokenizer.json"
CONFIG: Final = "config.json"
HEADS_CONFIG: Final = "event_heads.json"
HEADS_WEIGHTS: Final = "event_heads.safetensors"
#: Every file name that may stand in a model folder; anything else is left out on saving and refused by the tests.
ALLOWED_FILES: Final = frozenset(
    {
        CONFIG,
        WEIGHTS,
        TOKENIZER,
        CALIBRATION,
        HEADS_CONFIG,
        HEADS_WEIGHTS,
        "tokenizer_config.json",
        "special_tokens_map.json",
        "README.md",
        "training.json",
    }
)

#: What decides the output beside the tagger, where it is there.
_OPTIONAL: Final = (CALIBRATION, HEADS_CONFIG, HEADS_WEIGHTS)

#: Windows of a tagger from elsewhere, whose config says nothing.
DEFAULT_MAX_LENGTH: Final = 384
DEFAULT_OVERLAP: Final = 64


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A checked model folder. ``fingerprint`` is the SHA-256 over its config, tokenizer, weights,
    calibration and heads.

    ``repository`` and ``revision`` (a commit hash) tell where on the Hub it comes from; None for any other folder.
    """

    path: Path
    config: dict[str, Any]
    max_length: int
    overlap: int
    name: str
    version: str
    repository: str | None = None
    revision: str | None = None

    def fingerprint(self) -> str:
        """Identity of the model for resumed runs; reads the weights once."""
        digest = hashlib.sha256()
        for name in (CONFIG, TOKENIZER, WEIGHTS, *_OPTIONAL):
            if name in _OPTIONAL and not (self.path / name).is_file():
                continue
            with (self.path / name).open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()


def bundled_model_path() -> Path:
    """The model that comes with the package: inside an installed wheel, or ``models/`` of a source checkout."""
    installed = Path(str(resources.files("frontwire"))) / "bundled_model"
    if (installed / CONFIG).is_file():
        return installed
    checkout = Path(__file__).resolve().parents[3] / "models" / "frontwire-base"
    if (checkout / CONFIG).is_file():
        return checkout
    raise ModelLoadError(
        f"this installation has no bundled model (looked in {installed} and {checkout}); "
        "install the wheel, train one (frontwire train configs/default.yaml) or name a folder with --model"
    )


def open_model_folder(path: str | Path | None = None) -> ModelFolder:
    """Check a model folder (the bundled one for ``None``) without loading weights.

    Raises :class:`ModelLoadError` for a folder that is missing, incomplete or unreadable and :class:`LabelMismatchError` for
    one whose labels are not the nine in BIO.
    """
    folder = bundled_model_path() if path is None else Path(path)
    if not folder.is_dir():
        raise ModelLoadError(
            f"no model folder at {str(folder)!r}; expected a folder with {CONFIG}, {WEIGHTS} and {TOKENIZER}"
        )
    try:
        missing = [name for name in (CONFIG, WEIGHTS, TOKENIZER) if not (folder / name).is_file()]
    except OSError as error:
        raise ModelLoadError(f"model folder {str(folder)!r} cannot be read: {error.strerror}") from None
    if missing:
        raise ModelLoadError(f"model folder {str(folder)!r} lacks {', '.join(missing)}; copy it again or train it anew")
    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelLoadError(f"{folder / CONFIG} cannot be read as JSON: {error}") from None
    if not isinstance(config, dict):
        raise ModelLoadError(f"{folder / CONFIG} holds {type(config).__name__}; expected a JSON object")
    check_labels(config, str(folder))
    own = config.get("frontwire") or {}
    try:
        positions = int(config.get("max_position_embeddings") or DEFAULT_MAX_LENGTH)
        max_length = int(own.get("max_length") or min(DEFAULT_MAX_LENGTH, positions))
        overlap = int(own.get("overlap", min(DEFAULT_OVERLAP, max_length // 4)))
        name, version = str(own.get("name") or folder.name), str(own.get("version") or "0")
    except (AttributeError, TypeError, ValueError):
        raise ModelLoadError(
            f"{folder / CONFIG}: frontwire is {own!r}; expected a mapping with the numbers max_length and overlap"
        ) from None
    return ModelFolder(path=folder, config=config, max_length=max_length, overlap=overlap, name=name, version=version)


def check_labels(config: dict[str, Any], source: str) -> None:
    """Raise :class:`LabelMismatchError` unless ``id2label`` is the tag table, in its order."""
    given = config.get("id2label") or {}
    if not isinstance(given, dict):
        raise LabelMismatchError(f"the model in {source!r}: id2label is {type(given).__name__}; expected a mapping")
    numbered = all(str(key).isdigit() for key in given)
    found = [given[key] for key in sorted(given, key=int)] if numbered else list(given.values())
    if found != list(TAGS):
        shown = ", ".join(map(str, found[:8])) + (" …" if len(found) > 8 else "") or "none"
        raise LabelMismatchError(
            f"the model in {source!r} has the {len(found)} labels {shown}; expected these {len(TAGS)} in this order: {', '.join(TAGS)}"
        )
