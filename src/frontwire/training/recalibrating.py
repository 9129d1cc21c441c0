"""Calibrating a model folder that is there already: ``calibration.json``, the part of ``training.json``, the lines of the card."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from frontwire.corpora.whole_files import write_whole
from frontwire.errors import DataError, ModelLoadError
from frontwire.model.folder import open_model_folder
from frontwire.model.tagger import Tagger
from frontwire.schema import Document
from frontwire.training.calibration import LEAST_MENTIONS, fit_calibration, write_calibration
from frontwire.training.card_parts import CARD, mention_scores, read_with_part
from frontwire.training.saving import documents_sha256

_RECORD: Final = "training.json"


@dataclass(frozen=True, slots=True)
class Recalibration:
    """The ``calibration`` part of ``training.json``, and which files were written."""

    record: dict[str, Any]
    written: tuple[str, ...]


def calibrate_folder(folder: Path, documents: Sequence[Document]) -> Recalibration:
    """Fit the scores of a model folder anew on gold documents that the model did not learn from; its tags stay as they are.

    A folder without ``training.json`` or card gets ``calibration.json`` alone. A card that was edited keeps its edits; one
    without the headings that training writes is left as it is. Raises :class:`DataError` where the tagger finds too little
    in the documents, :class:`~frontwire.errors.ModelError` subclasses for a folder that cannot be used and
    :class:`~frontwire.errors.OutputError` where it cannot be written.
    """
    tagger = Tagger.load(open_model_folder(folder), device="cpu", precision="fp32")
    fitted = fit_calibration(documents, tagger.spans([document.text for document in documents]))
    if fitted is None:
        raise DataError(
            f"the tagger finds too few mentions in {len(documents)} documents to fit its scores on; expected "
            f"{LEAST_MENTIONS} or more, with {LEAST_MENTIONS // 10} or more right and as many wrong ones"
        )
    record = {**fitted.record, "sha256": documents_sha256(documents)}
    training = _read_record(folder / _RECORD)
    card = read_with_part(folder / CARD, mention_scores(record))
    write_calibration(folder, fitted.calibration)
    written = ["calibration.json"]
    if training is not None:
        content = json.dumps({**training, "calibration": record}, indent=1, ensure_ascii=False) + "\n"
        _replace(folder / _RECORD, content)
        written.append(_RECORD)
    if card is not None:
        _replace(folder / CARD, card)
        written.append(CARD)
    return Recalibration(record, tuple(written))


def _read_record(path: Path) -> dict[str, Any] | None:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise ModelLoadError(f"{path} cannot be read as JSON: {error}") from None
    if not isinstance(record, dict):
        raise ModelLoadError(f"{path} holds {type(record).__name__}; expected a JSON object")
    return record


def _replace(path: Path, content: str) -> None:
    write_whole(path, content)
    path.chmod(0o644)
