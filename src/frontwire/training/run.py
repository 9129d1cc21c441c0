"""A configured training run: load the split documents, train, report."""

from __future__ import annotations

import os
import warnings
from typing import Any

from frontwire.config import TrainConfig
from frontwire.errors import DependencyError


def run_training(config: TrainConfig, *, resume: bool = False) -> dict[str, Any]:
    """Train after a configuration and return the record that stands in ``training.json`` (empty in all but the first process)."""
    _quiet_libraries()
    try:
        import accelerate  # noqa: F401
        import datasets
        import evaluate  # noqa: F401
        import seqeval  # noqa: F401
    except ImportError as error:
        raise DependencyError(error.name or "a package", "train", "training") from None
    datasets.disable_progress_bars()
    from frontwire.training.documents import load_documents
    from frontwire.training.trainer import train
    from frontwire.training.unlabelled import unlabelled_texts

    train_documents, dev_documents = load_documents(config.data)
    unlabelled = unlabelled_texts(config, train_documents)
    return train(config, train_documents, dev_documents, unlabelled=unlabelled, resume=resume)


def _quiet_libraries() -> None:
    import transformers

    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # A fresh head is meant to be missing from the base; the library's table of it would bury our own messages.
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    # The trainer's loader is built once per run; its advice on worker counts is noise for windows this small.
    warnings.filterwarnings("ignore", message=".*num_workers.*")
