"""Finding a model by folder or Hub id, pinned to the commit that its files are from."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from frontwire.errors import HubError, ModelLoadError, UsageError
from frontwire.hub.messages import hub_errors
from frontwire.model.folder import ALLOWED_FILES, CONFIG, TOKENIZER, WEIGHTS, ModelFolder, open_model_folder
from frontwire.version import __version__

_COMMIT_HASH: Final = re.compile(r"[0-9a-f]{40}")


def open_model(
    model: str | Path | None = None, *, revision: str | None = None, local_files_only: bool = False
) -> ModelFolder:
    """Open a model folder, a model of the Hub (``org/name``), or the bundled model for ``None``; weights are not loaded.

    A folder of that name comes first. Then, without a ``revision`` or with a commit hash, a complete copy in the Hub's cache
    is taken as it is; else the Hub is asked, which brings only the files of a model folder, all of one commit. A branch or tag
    named as ``revision`` is looked up on the Hub each time; while it cannot be reached, the newest copy in the cache serves.
    Offline (``local_files_only``, or ``HF_HUB_OFFLINE`` in the environment) only the cache is read.

    Raises:
        UsageError: A revision of something that is no Hub model.
        HubError: The Hub does not give the model: unknown, private, gated, not reachable, or offline and not in the cache.
        ModelLoadError: The folder, or the repository, is no complete model.
        LabelMismatchError: Its labels are not the nine in BIO.
    """
    if not isinstance(model, str) or Path(model).exists() or not is_hub_id(model):
        if revision is not None:
            raise UsageError(
                f"revision {revision!r} of {str(model or 'the bundled model')!r}; only models of the Hub (org/name) have revisions"
            )
        return open_model_folder(model)
    folder = _find(model, revision=revision, local_files_only=local_files_only)
    missing = _missing(folder)
    if missing:
        raise ModelLoadError(
            f"the Hub's {model} (commit {folder.name}) lacks {', '.join(missing)}; expected a model folder as frontwire writes "
            "it (weights in other formats, pickles above all, are never fetched)"
        )
    opened = open_model_folder(folder)
    named = (opened.config.get("frontwire") or {}).get("name")
    return replace(opened, name=str(named or model), repository=model, revision=folder.name)


def is_hub_id(name: str) -> bool:
    """Whether a name has the form of a Hub model with its namespace: ``org/name``."""
    from huggingface_hub.errors import HFValidationError
    from huggingface_hub.utils import validate_repo_id  # type: ignore[attr-defined] # public, but not re-exported by name

    if name.count("/") != 1:
        return False
    try:
        validate_repo_id(name)
    except HFValidationError:
        return False
    return True


def _find(model: str, *, revision: str | None, local_files_only: bool) -> Path:
    """The snapshot folder of one commit, named by its hash."""
    from huggingface_hub import constants, is_offline_mode

    offline = local_files_only or is_offline_mode()
    if offline or revision is None or _COMMIT_HASH.fullmatch(revision):
        cached = _from_cache(model, revision)
        if cached is not None:
            return cached
    if offline:
        switch = "local_files_only is set" if local_files_only else "offline mode is on (HF_HUB_OFFLINE)"
        of = f" in revision {revision!r}" if revision else ""
        raise HubError(
            f"there is no folder {model!r}, the Hub's cache ({constants.HF_HUB_CACHE}) does not hold this model whole{of}, and "
            f"{switch}; fetch it once with the network, or name a folder"
        )
    with hub_errors(model, revision=revision):
        return _snapshot(model, revision, local_files_only=False)


def _from_cache(model: str, revision: str | None) -> Path | None:
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        folder = _snapshot(model, revision, local_files_only=True)
    except LocalEntryNotFoundError:
        return None
    # Older copies of the library's cache keep no list of what a complete one has.
    return None if _missing(folder) else folder


def _snapshot(model: str, revision: str | None, *, local_files_only: bool) -> Path:
    from huggingface_hub import snapshot_download

    folder = snapshot_download(
        model,
        revision=revision,
        allow_patterns=sorted(ALLOWED_FILES),
        local_files_only=local_files_only,
        library_name="frontwire",
        library_version=__version__,
    )
    return Path(folder)


def _missing(folder: Path) -> list[str]:
    return [name for name in (CONFIG, WEIGHTS, TOKENIZER) if not (folder / name).is_file()]
