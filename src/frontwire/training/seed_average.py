"""One model from several seeds of one recipe: the mean of their weights.

Runs that start from one pretrained encoder end near enough to each other for the mean of their weights to be a model again, as
fast as one of them and mostly better than each ("model soups", Wortsman et al. 2022, without choosing among the runs).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from frontwire.errors import ModelLoadError, OutputError, UsageError
from frontwire.model.folder import CONFIG, TOKENIZER, WEIGHTS, open_model_folder
from frontwire.schema import Document
from frontwire.training.saving import documents_sha256, finish, measure

if TYPE_CHECKING:
    import torch

_RECORD: Final = "training.json"
_COPIED: Final = (CONFIG, TOKENIZER, "tokenizer_config.json", "special_tokens_map.json")
#: Of a run's settings, what may differ between the seeds of one recipe.
_OF_A_RUN: Final = ("seed",)


def average_seeds(
    folders: Sequence[Path], target: Path, dev_documents: Sequence[Document], *, version: str | None = None
) -> dict[str, Any]:
    """Write the mean of the folders' weights into ``target`` as a calibrated model folder and return its ``training.json``.

    The folders are runs of one recipe (settings, data and base equal, seeds not). An older model at ``target`` stays until the
    new one is complete. Event heads are left out, since they belong to one tagger: fit them anew. ``version`` is that of the new
    model, by default the runs' own.

    Raises :class:`UsageError` for fewer than two folders, for runs that differ in more than the seed and for dev documents other
    than theirs, :class:`~frontwire.errors.ModelError` subclasses for a folder that cannot be used and :class:`OutputError`
    where the new one cannot be written.
    """
    if len(folders) < 2:
        raise UsageError(f"{len(folders)} model folders given; expected two or more seeds of one recipe")
    records = [_read_record(open_model_folder(folder).path) for folder in folders]
    for folder, record in zip(folders[1:], records[1:], strict=True):
        if differing := [name for name, value in _recipe(record).items() if value != _recipe(records[0])[name]]:
            raise UsageError(
                f"{folder} differs from {folders[0]} in {', '.join(differing)}; expected seeds of one recipe on the same data"
            )
    seeds = [record["seed"] for record in records]
    if len(set(seeds)) < len(seeds):
        raise UsageError(f"the folders' seeds are {', '.join(map(str, seeds))}; expected different ones")
    if documents_sha256(dev_documents) != records[0]["data"]["dev"]["sha256"]:
        raise UsageError(f"the {len(dev_documents)} dev documents are not those that {folders[0]} was measured on")
    states = [_read_weights(folder) for folder in folders]
    for folder, state in zip(folders[1:], states[1:], strict=True):
        if _shapes(state) != _shapes(states[0]):
            raise ModelLoadError(
                f"{folder / WEIGHTS} has other tensors than {folders[0] / WEIGHTS}; expected the same ones"
            )
    part = target.with_name(f".{target.name}.partial")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        _write_mean(states, part / WEIGHTS)
        for name in _COPIED:
            if (folders[0] / name).is_file():
                shutil.copyfile(folders[0] / name, part / name)
        record = {
            key: value for key, value in records[0].items() if key not in ("seed", "history", "dev", "calibration")
        }
        record["config"] = {key: value for key, value in record["config"].items() if key not in _OF_A_RUN}
        if version is not None:
            record["config"]["version"] = version
            _set_version(part / CONFIG, version)
        record |= measure(part, dev_documents)
        record["seed"] = seeds
        record["seconds"] = round(sum(run["seconds"] for run in records), 1)
        record["members"] = [
            {"seed": run["seed"], "sha256": _sha256(folder / WEIGHTS), "dev_f1": run["dev"]["f1"]}
            for folder, run in zip(folders, records, strict=True)
        ]
        finish(part, target, record)
    except OSError as error:
        raise OutputError(f"cannot write the model folder {target}: {error}") from None
    return record


def _set_version(path: Path, version: str) -> None:
    config = json.loads(path.read_text(encoding="utf-8"))
    config["frontwire"]["version"] = version
    path.write_text(json.dumps(config, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _read_record(folder: Path) -> dict[str, Any]:
    path = folder / _RECORD
    try:
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(record["seed"], int) and _recipe(record):
            return record
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise ModelLoadError(f"{path} cannot be read ({error}); expected what training writes beside a model") from None
    raise ModelLoadError(f"{path} names no single seed; expected the record of one training run, no mean of several")


def _recipe(record: Mapping[str, Any]) -> dict[str, Any]:
    """What must be equal in runs of one recipe, by the name that an error gives it."""
    settings = {key: value for key, value in record["config"].items() if key not in _OF_A_RUN}
    return {
        "its settings": settings,
        "its base": record["base"],
        "its training documents": record["data"]["train"]["sha256"],
        "its dev documents": record["data"]["dev"]["sha256"],
        "its teachers or unlabelled texts": record.get("distillation"),
    }


def _read_weights(folder: Path) -> dict[str, torch.Tensor]:
    from safetensors.torch import load_file

    try:
        return load_file(folder / WEIGHTS)
    except Exception as error:  # damaged files raise safetensors' own error type
        raise ModelLoadError(f"{folder / WEIGHTS} cannot be read ({type(error).__name__}: {error})") from None


def _shapes(state: Mapping[str, torch.Tensor]) -> dict[str, tuple[int, ...]]:
    return {name: tuple(tensor.shape) for name, tensor in state.items()}


def _write_mean(states: Sequence[Mapping[str, torch.Tensor]], path: Path) -> None:
    """Mean in 32-bit floats, saved in the type of the first; what is no float (positions) is the first's."""
    from safetensors.torch import save_file

    mean = {}
    for name, first in states[0].items():
        total = sum(state[name].float() for state in states) / len(states) if first.is_floating_point() else first
        mean[name] = total.to(first.dtype).contiguous()  # type: ignore[union-attr]  # sum() may be 0 to the type checker
    save_file(mean, path, metadata={"format": "pt"})


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
