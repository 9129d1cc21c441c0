"""A complete model folder with card and training record, fit to be published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from frontwire.training.card import model_card
from tiny import save_tiny_model


def training_record(**corpora: int) -> dict[str, Any]:
    """What training writes, for documents of these corpora."""
    counts = corpora or {"own": 3, "satp": 2}
    part = {"documents": sum(counts.values()), "words": 400, "corpora": counts, "sha256": "0" * 64, "mentions": {}}
    return {
        "config": {"name": "tiny", "version": "1", "windows": {"max_length": 32, "overlap": 8}},
        "base": {"model": "random", "found_in": "made here"},
        "data": {"train": part, "dev": part},
        "dev": {"precision": 0.5, "recall": 0.25, "f1": 0.3333, "support": 12.0},
        "machine": {"cpus": 2, "architecture": "x86_64", "device": "cpu", "precision": "fp32"},
        "versions": {"frontwire": "0.1.0"},
        "seconds": 1.0,
        "seed": 3,
    }


def save_publishable_model(folder: Path, *, seed: int = 3) -> Path:
    save_tiny_model(folder, seed=seed)
    record = training_record()
    (folder / "training.json").write_text(json.dumps(record))
    (folder / "README.md").write_text(model_card(record), encoding="utf-8")
    return folder
