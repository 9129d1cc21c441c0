"""Which checkpoint a run begins from: none for a new run, the last one of the same run with ``--resume``."""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path
from typing import Any, Final

from frontwire.errors import ResumeError, UsageError

#: Beside the checkpoints: what the run that wrote them learns from.
RUN_FILE: Final = "run.json"

_logger = logging.getLogger(__name__)


def find_checkpoint(checkpoints: Path, identity: dict[str, Any], *, resume: bool) -> str | None:
    """The checkpoint to go on from, ``None`` to begin anew.

    ``identity`` is what must be the same for a resumed run to end like an undisturbed one (configuration, data hashes); it is
    compared with what :func:`begin_run` wrote. Raises :class:`ResumeError` where it differs, and :class:`UsageError` where
    a new run would mix its checkpoints with those of an unfinished one.
    """
    last = _last_complete(checkpoints)
    if not resume:
        if last is not None:
            raise UsageError(
                f"{checkpoints} holds checkpoints of a run that has not finished; "
                "go on with it (--resume), delete the folder, or name another one with --output"
            )
        return None
    if last is None:
        _logger.warning("no checkpoint in %s; training begins anew", checkpoints)
        return None
    try:
        written = json.loads((checkpoints / RUN_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise ResumeError(
            f"{checkpoints / RUN_FILE} is missing or damaged; delete {checkpoints} to begin anew"
        ) from None
    if changed := _differences(written, json.loads(json.dumps(identity))):
        raise ResumeError(
            f"the run in {checkpoints.parent} was begun with other settings or data: {'; '.join(changed)}; "
            f"go on as it was begun, or delete {checkpoints} to begin anew"
        )
    return str(last)


def begin_run(checkpoints: Path, identity: dict[str, Any]) -> None:
    """Write down what the run learns from, for :func:`find_checkpoint` of a later one."""
    checkpoints.mkdir(parents=True, exist_ok=True)
    (checkpoints / RUN_FILE).write_text(json.dumps(identity, indent=1) + "\n", encoding="utf-8")


def end_run(checkpoints: Path) -> None:
    """Remove the checkpoints of a run whose model folder is written: they hold three times its size, in pickles."""
    shutil.rmtree(checkpoints)


def _last_complete(checkpoints: Path) -> Path | None:
    """The checkpoint of the most steps that was written to its end; its state is the file that the Trainer writes last."""
    complete = [path.parent for path in checkpoints.glob("checkpoint-*/trainer_state.json") if _is_json(path)]
    return max(complete, key=lambda path: int(path.name.rpartition("-")[2]), default=None)


def _is_json(path: Path) -> bool:
    try:
        json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return True


def _differences(before: Any, now: Any, name: str = "") -> list[str]:
    if isinstance(before, dict) and isinstance(now, dict):
        return [
            line
            for key in sorted(before.keys() | now.keys())
            for line in _differences(before.get(key), now.get(key), f"{name}.{key}" if name else key)
        ]
    return [] if before == now else [f"{name} was {before!r}, is {now!r}"]
