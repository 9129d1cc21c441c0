"""What a model folder must have, and must not have, to be published; nothing here asks the network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from frontwire.errors import ModelError, PublishError, UsageError
from frontwire.hub.card import metadata_problems, read_card
from frontwire.model.folder import ALLOWED_FILES, ModelFolder, open_model_folder
from frontwire.model.tagger import Tagger

CARD: Final = "README.md"
TRAINING: Final = "training.json"

#: Endings of formats that run code when they are read, and of code itself; they only choose the words of a refusal.
_PICKLES: Final = frozenset(
    (".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".joblib", ".dill", ".npy", ".npz", ".h5")
)
_CODE: Final = frozenset((".py", ".pyc", ".pyx", ".ipynb", ".sh", ".so", ".dll", ".js", ".exe"))
#: Parts of ``training.json`` that tell how the model was made and how good it is.
_TRAINING_PARTS: Final = ("config", "data", "versions", "seed", "dev")
_SCORES: Final = ("precision", "recall", "f1")


@dataclass(frozen=True, slots=True)
class Publication:
    """A model folder that is fit to be published: its files with sizes in bytes, and the metadata of its card."""

    folder: ModelFolder
    files: dict[str, int]
    metadata: dict[str, Any]


def check_publication(path: str | Path) -> Publication:
    """Check a model folder before anything is sent; the model is loaded once, on the CPU.

    Raises:
        UsageError: There is no such folder.
        PublishError: It is not fit to be published, with everything that is missing or wrong.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise UsageError(
            f"no folder {str(path)!r}; expected a model folder, as frontwire train writes to <output>/model"
        )
    problems = [*_foreign_files(folder)]
    opened: ModelFolder | None = None
    try:
        opened = open_model_folder(folder)
        Tagger.load(opened, device="cpu", precision="fp32")
    except ModelError as error:
        problems.append(str(error))
    if opened is not None and "auto_map" in opened.config:
        problems.append("config.json names code of its own (auto_map); frontwire publishes no models that run code")
    metadata, card_problems = _read_card(folder / CARD)
    problems += card_problems
    problems += _training_problems(folder / TRAINING)
    if opened is None or problems:
        raise PublishError(str(path), problems)
    files = {name: (folder / name).stat().st_size for name in sorted(ALLOWED_FILES) if (folder / name).is_file()}
    return Publication(opened, files, metadata)


def _foreign_files(folder: Path) -> Iterator[str]:
    """What is no part of a model folder; of harmless files in sub-folders, the sub-folders."""
    seen: set[str] = set()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or name in ALLOWED_FILES:
            continue
        ending = path.suffix.lower()
        if ending in _PICKLES:
            yield f"{name} may hold pickled objects, which run code when they are read; remove it"
        elif ending in _CODE:
            yield f"{name} is code; remove it"
        else:
            first, slash, _ = name.partition("/")
            if first not in seen:
                yield f"{first}{slash} is no part of a model folder; keep it elsewhere"
            seen.add(first)


def _read_card(path: Path) -> tuple[dict[str, Any], list[str]]:
    try:
        metadata, body = read_card(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, [f"{CARD}, the model card, is missing"]
    except (OSError, UnicodeDecodeError) as error:
        return {}, [f"{CARD} cannot be read: {error}"]
    except ValueError as error:
        return {}, [f"{CARD} {error}"]
    problems = [f"{CARD} {problem}" for problem in metadata_problems(metadata)]
    if not body.strip():
        problems.append(f"{CARD} has no text below its metadata; expected data, metrics and limits")
    return metadata, problems


def _training_problems(path: Path) -> Iterator[str]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        yield f"{TRAINING}, with the metrics, is missing"
        return
    except (OSError, ValueError) as error:
        yield f"{TRAINING} cannot be read as JSON: {error}"
        return
    if not isinstance(record, dict):
        yield f"{TRAINING} holds {type(record).__name__}; expected a JSON object"
        return
    missing = [name for name in _TRAINING_PARTS if name not in record]
    if missing:
        yield f"{TRAINING} lacks {', '.join(missing)}"
    scores = record.get("dev")
    if "dev" not in record:
        return
    for name in _SCORES:
        value = scores.get(name) if isinstance(scores, dict) else None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            yield f"{TRAINING} has {name} {value!r} in dev; expected a metric of 0 to 1"
