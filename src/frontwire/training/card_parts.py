"""Parts of a model card that later steps make anew: what a mention's score means, and what the event heads gain."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from frontwire.errors import ModelLoadError

CARD: Final = "README.md"
LIMITS_HEADING: Final = "## Limits"


def read_with_part(path: Path, part: str) -> str | None:
    """The card at ``path`` as :func:`with_part` makes it; None where there is no card.

    Raises :class:`ModelLoadError` for a card that cannot be read.
    """
    try:
        return with_part(path.read_text(encoding="utf-8"), part)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise ModelLoadError(f"{path} cannot be read: {error}") from None


def with_part(card: str, part: str) -> str | None:
    """A card, which a person may have edited since, with a part made anew, or put before its limits where it had none.

    The first line of ``part`` is its heading. None where the card has neither heading.
    """
    own_heading = part.partition("\n")[0]
    if f"\n{own_heading}\n" in card:
        pattern = rf"^{re.escape(own_heading)}\n.*?(?=^## |\Z)"
        return re.sub(pattern, lambda _: part, card, flags=re.DOTALL | re.MULTILINE)
    before, heading, behind = card.partition(f"\n{LIMITS_HEADING}\n")
    return f"{before}\n{part}{heading[1:]}{behind}" if heading else None


def mention_scores(calibration: Mapping[str, Any]) -> str:
    """The part on what a mention's score means and what a threshold on it costs, as Markdown."""
    rows = "\n".join(
        f"| {point['min_score']:g} | {_share(point['precision'])} | {_share(point['recall'])} | {point['f1']:.3f} "
        f"| {point['kept']} |"
        for point in calibration["operating_points"]
    )
    raw, fitted = (
        f"{errors['calibration_error_equal_mass']:.3f} ({errors['calibration_error_equal_width']:.3f})"
        for errors in (calibration["raw"], calibration["cross_validated"])
    )
    documents, predicted, folds = (calibration[name] for name in ("documents", "mentions", "folds"))
    return f"""## Mention scores

In frontwire a mention's score is the probability that it is strictly right. The map to it (`calibration.json`) was fitted on
{documents} dev documents with {predicted} predicted mentions; figures here are cross-validated over the documents in {folds} parts.
Expected calibration error over ten bins of as many mentions each (of one width): {fitted}; of the raw scores, mean
probabilities of the label, {raw}.

`--min-score X` drops mentions scored below X; without it those below {calibration["min_score"]:g} are dropped, which gives the
best F1 on these documents:

| min-score | strict precision | strict recall | F1 | mentions left |
|---|---|---|---|---|
{rows}

"""


def event_heads(training: Mapping[str, Any]) -> str:
    """The part on the event heads, from what ``event_heads.json`` keeps of their fitting, as Markdown."""
    train, dev = training["train"], training["dev"]
    names = list(next(iter(dev["scores"].values())))
    rows = "\n".join(
        f"| {name} | {' | '.join(f'{scores[measure]:.3f}' for measure in names)} |"
        for name, scores in dev["scores"].items()
    )
    return f"""## Event heads

`event_heads.safetensors` holds small heads over the tagger's hidden states, with which frontwire decides which mentions tell of one
event, its type, and whether it is one incident or a statistic of many. They were fitted on {train["documents"]} documents by
`scripts/train_heads.py`, seed {training["seed"]}; the tagger stayed as it was. Without the file, rules decide. F1 of events on
{dev["documents"]} dev documents, which chose the heads' settings:

| mentions, decided by | {" | ".join(names)} |
|---{"|---" * len(names)}|
{rows}

"""


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
