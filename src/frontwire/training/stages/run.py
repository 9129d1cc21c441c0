"""A configured stage: read the texts, train, report."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from frontwire.corpora.texts import CORPORA_VARIABLE, corpora_folder
from frontwire.errors import UsageError
from frontwire.training.stages.config import AuxiliaryConfig, MaskedConfig, StageConfig
from frontwire.training.stages.task_texts import read_tasks
from frontwire.training.stages.texts import read_texts


def run_configured(config: StageConfig, *, resume: bool = False) -> dict[str, Any]:
    """Train after a configuration and return the record that stands in ``base.json``."""
    import transformers

    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # The base's own head is meant to be left behind; the library's table of it says nothing new.
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    from frontwire.training.stages.auxiliary import train_auxiliary
    from frontwire.training.stages.pretrain import pretrain

    if isinstance(config, MaskedConfig):
        return pretrain(config, read_texts(*_where(config), **_what(config)), resume=resume)
    if isinstance(config, AuxiliaryConfig):
        return train_auxiliary(config, read_tasks(*_where(config), **_what(config)), resume=resume)
    raise TypeError(f"no stage for a configuration of type {type(config).__name__}")


def count_texts(config: StageConfig) -> dict[str, Any]:
    """Documents, words and what was left out, by source, as JSON."""
    read = read_tasks if isinstance(config, AuxiliaryConfig) else read_texts
    return {name: counts.to_dict() for name, counts in read(*_where(config), **_what(config)).counts.items()}


def _where(config: StageConfig) -> tuple[Path, list[str]]:
    """The corpora folder and the names of sources; raises :class:`UsageError` without a folder."""
    folder = corpora_folder(config.texts.corpora)
    if folder is None:
        raise UsageError(f"the corpora are needed: give their folder with --corpora or {CORPORA_VARIABLE}")
    return folder, config.texts.sources


def _what(config: StageConfig) -> dict[str, Any]:
    texts = config.texts
    return {"data": Path(texts.data), "never": texts.never, "held_out": texts.held_out, "limit": texts.limit}
