"""Writing a finished model folder: weights, tokenizer, what it was made of, and its card. Nothing pickled."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
from collections import Counter
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from frontwire.config import TrainConfig
from frontwire.corpora.texts import corpus_of
from frontwire.model.decoding import make_mentions
from frontwire.model.folder import ALLOWED_FILES, CONFIG, open_model_folder
from frontwire.model.tagger import Tagger
from frontwire.schema import Document
from frontwire.training.bases import Base, portable_path
from frontwire.training.calibration import fit_calibration, write_calibration
from frontwire.training.card import OTHER, OWN, model_card
from frontwire.training.features import Features
from frontwire.training.scores import score_mentions

if TYPE_CHECKING:
    from transformers import PreTrainedModel

_VERSIONED: Final = (
    "frontwire",
    "torch",
    "transformers",
    "tokenizers",
    "datasets",
    "accelerate",
    "seqeval",
    "evaluate",
    "numpy",
)


def save_model_folder(
    folder: Path,
    *,
    config: TrainConfig,
    base: Base,
    model: PreTrainedModel,
    features: Features,
    train_documents: Sequence[Document],
    dev_documents: Sequence[Document],
    distillation: dict[str, Any] | None = None,
    history: Sequence[dict[str, Any]],
    precision: str,
    device: str,
    seconds: float,
) -> dict[str, Any]:
    """Write ``folder`` anew and return its ``training.json``. Metrics are those of the folder as it loads, rounded weights and all.

    An older model in its place stays until the new one is complete.
    """
    import torch

    target, folder = folder, folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    network: Any = model  # the library's annotations of .to() know fewer arguments than torch's
    network.to("cpu")
    model.config.frontwire = {
        "name": config.name,
        "version": config.version,
        "max_length": config.windows.max_length,
        "overlap": config.windows.overlap,
    }
    network.to(torch.float16 if config.weights == "fp16" else torch.float32).save_pretrained(folder)
    save_tokenizer(base, folder, max_length=config.windows.max_length)
    _state_dtype(folder)

    opened = open_model_folder(folder)
    tagger = Tagger.load(opened, device="cpu", precision="fp32")
    spans = tagger.spans([document.text for document in dev_documents])
    dev_scores = score_mentions(
        dev_documents,
        [make_mentions(document.text, found) for document, found in zip(dev_documents, spans, strict=True)],
    )
    fitted = fit_calibration(dev_documents, spans)
    if fitted is not None:
        write_calibration(folder, fitted.calibration)
    record: dict[str, Any] = {
        "config": portable_settings(config),
        "base": base.origin,
        "data": {
            "train": _summary(train_documents),
            "dev": _summary(dev_documents),
            "lost_mentions": len(features.lost),
            "train_tokens": features.tokens,
        },
        **({"distillation": distillation} if distillation else {}),
        "dev": {name: round(float(value), 4) for name, value in dev_scores.items()},
        "calibration": None if fitted is None else {**fitted.record, "sha256": documents_sha256(dev_documents)},
        "history": [{k: v for k, v in entry.items() if k in ("epoch", "loss", "eval_f1")} for entry in history],
        "machine": {
            "architecture": platform.machine(),
            "cpus": os.cpu_count(),
            "python": platform.python_version(),
            "device": device,
            "precision": precision,
        },
        "versions": {name: metadata.version(name) for name in _VERSIONED},
        "seconds": round(seconds, 1),
        "seed": config.seed,
    }
    (folder / "training.json").write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / "README.md").write_text(model_card(record), encoding="utf-8")
    for path in folder.iterdir():
        if path.name not in ALLOWED_FILES:
            path.unlink()
        else:
            path.chmod(0o644)  # the weights' writer makes them private, which a shared installation cannot read
    if target.exists():
        shutil.rmtree(target)
    folder.rename(target)
    return record


def save_tokenizer(base: Base, folder: Path, *, max_length: int) -> None:
    """Save the tokenizer without the truncation and padding that its file may carry: they must never act."""
    positions = getattr(base.model.config, "max_position_embeddings", max_length)
    base.tokenizer.backend_tokenizer.no_truncation()
    base.tokenizer.backend_tokenizer.no_padding()
    base.tokenizer.model_max_length = int(positions)
    base.tokenizer.save_pretrained(folder)


def _corpus(document: Document) -> str:
    """Where a document comes from, for the card: the project's own writing, a public corpus, or elsewhere."""
    return OWN if document.id.startswith("own-") else corpus_of(document.id) or OTHER


def portable_settings(config: TrainConfig) -> dict[str, Any]:
    """The configuration without this machine's paths: of files and folders outside the working directory, the names."""
    resolved = config.to_dict()
    data = resolved["data"]
    del resolved["output"], data["corpora"]
    data["folder"] = portable_path(data["folder"])
    for key in ("train_files", "dev_files"):
        data[key] = [portable_path(path) for path in data[key]]
    resolved["base"]["model"] = portable_path(config.base.model)
    resolved["distillation"]["teachers"] = [portable_path(path) for path in config.distillation.teachers]
    return resolved


def documents_sha256(documents: Sequence[Document]) -> str:
    """Hash of what training and dev scores read of documents: ids, texts and labelled spans, in any order."""
    digest = hashlib.sha256()
    for document in sorted(documents, key=lambda d: d.id):
        spans = [(m.label, m.start, m.end) for m in document.mentions]
        digest.update(json.dumps([document.id, hashlib.sha256(document.text.encode()).hexdigest(), spans]).encode())
    return digest.hexdigest()


def _state_dtype(folder: Path) -> None:
    """Say ``float32`` in the config whatever the file holds: a loader that follows fp16 computes six times slower on CPUs."""
    path = folder / CONFIG
    config = json.loads(path.read_text(encoding="utf-8"))
    config["dtype"] = "float32"
    config.pop("_name_or_path", None)
    path.write_text(json.dumps(config, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _summary(documents: Sequence[Document]) -> dict[str, Any]:
    labels: dict[str, int] = {}
    for document in documents:
        for mention in document.mentions:
            labels[mention.label] = labels.get(mention.label, 0) + 1
    return {
        "documents": len(documents),
        "own": sum(document.id.startswith("own-") for document in documents),
        "corpora": dict(sorted(Counter(_corpus(document) for document in documents).items())),
        "words": sum(len(document.text.split()) for document in documents),
        "mentions": dict(sorted(labels.items())),
        "sha256": documents_sha256(documents),
    }
