"""Writing a base folder: encoder and tokenizer in the usual files, and ``base.json``: what it was made from."""

from __future__ import annotations

import json
import os
import platform
import shutil
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from frontwire.config import BaseConfig
from frontwire.model.folder import CONFIG
from frontwire.training.bases import BUNDLED, Base, find_base, portable_path
from frontwire.training.saving import save_tokenizer
from frontwire.training.stages.config import StageConfig
from frontwire.training.stages.tasks import NINE

RECORD: Final = "base.json"
_VERSIONED: Final = ("frontwire", "torch", "transformers", "tokenizers", "numpy")


def save_base_folder(folder: Path, *, base: Base, config: StageConfig, record: dict[str, Any]) -> dict[str, Any]:
    """Write the encoder of ``base`` in float32, without any head, and return what stands in ``base.json``.

    An older folder in its place stays until the new one is complete.
    """
    partial = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    model: Any = base.model
    encoder = model.base_model
    # Heads that were trained on other labels, and the dropout of this stage, are no part of a base.
    for key in ("id2label", "label2id"):
        encoder.config.__dict__.pop(key, None)
    encoder.to("cpu").float().save_pretrained(partial)
    save_tokenizer(base, partial, max_length=config.length)
    _plain_config(partial / CONFIG)
    whole = {
        "config": portable_stage_settings(config),
        "base": base.origin | {"made_from": previous_record(config.base) or None},
        "seen": sorted({*config.texts.sources, *seen_before(config.base)}),
        **record,
        "machine": {
            "architecture": platform.machine(),
            "cpus": os.cpu_count(),
            "python": platform.python_version(),
        },
        "versions": {name: metadata.version(name) for name in _VERSIONED},
    }
    (partial / RECORD).write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for path in partial.iterdir():
        path.chmod(0o644)  # the weights' writer makes them private
    if folder.exists():
        shutil.rmtree(folder)
    partial.rename(folder)
    return whole


def portable_stage_settings(config: StageConfig) -> dict[str, Any]:
    """The configuration without this machine's paths."""
    resolved = config.to_dict()
    del resolved["output"], resolved["texts"]["corpora"]
    resolved["texts"]["data"] = portable_path(config.texts.data)
    resolved["texts"]["held_out"] = [Path(path).name for path in config.texts.held_out]
    resolved["base"]["model"] = portable_path(config.base.model)
    return resolved


def previous_record(config: BaseConfig) -> dict[str, Any]:
    """``base.json`` of the base that a stage starts from; empty where it is no base folder."""
    if config.model == "random":
        return {}
    record = find_base(config)[0] / RECORD
    if not record.is_file():
        return {}
    content: dict[str, Any] = json.loads(record.read_text(encoding="utf-8"))
    return content


def seen_before(config: BaseConfig) -> list[str]:
    """Sources that a base had learned from before, as its ``base.json`` says; of a frontwire model, the nine labels."""
    if config.model == "random":
        return []
    folder, found_in = find_base(config)
    if found_in == BUNDLED or (folder / "training.json").is_file():
        return [NINE]
    return list(previous_record(config).get("seen", []))


def _plain_config(path: Path) -> None:
    config = json.loads(path.read_text(encoding="utf-8"))
    config["dtype"] = "float32"
    for key in ("_name_or_path", "frontwire"):
        config.pop(key, None)
    path.write_text(json.dumps(config, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
