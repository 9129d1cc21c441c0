"""Scores that mean what they say: what the logits tell of a span → the probability that the span is strictly right.

A fine-tuned tagger is far too sure of itself, and the mean probability of a label says little about the edges of a span. The map
has two steps. The first is logistic (Platt 1999): log-odds of three probabilities, with weights of at least 0, and an intercept
per label. The second bends its log-odds along a rising line through a few knots (isotonic, Zadrozny & Elkan 2002, but without
its steps, so that scores keep their order). A surer tagger never gets a lower score. The map is fitted on dev documents
(``frontwire.training.calibration``) and stands as ``calibration.json`` in the model folder. Tags and logits stay as they are.
"""

from __future__ import annotations

import itertools
import json
import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from frontwire.errors import ModelLoadError
from frontwire.ontology import LABELS

CALIBRATION: Final = "calibration.json"
VERSION: Final = 1
#: What a span's score is made of, in the order of :meth:`SpanEvidence.log_odds`.
FEATURES: Final = ("mean", "start", "end")
#: Log-odds beyond this differ by rounding of the logits alone; e^-9 is about one in eight thousand.
LARGEST_LOG_ODDS: Final = 9.0


@dataclass(frozen=True, slots=True)
class SpanEvidence:
    """What the logits say of a span and its label, as probabilities 0..1.

    ``mean`` is that of the label (``B-`` or ``I-``) over its tokens, ``start`` that of ``B-`` at its first token, ``end`` that
    the token behind it does not go on (1 at the end of a text).
    """

    mean: float
    start: float
    end: float

    def log_odds(self) -> tuple[float, float, float]:
        """The three as log-odds, none beyond :data:`LARGEST_LOG_ODDS`."""
        return _log_odds(self.mean), _log_odds(self.start), _log_odds(self.end)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The fitted map. ``weights`` has all of :data:`FEATURES`, ``intercepts`` all labels.

    ``curve`` holds knots of log-odds: those of the first step, rising, and what becomes of them, never falling.
    ``min_score`` is the probability (0..1) below which a mention is better dropped where nobody asks for another threshold.
    """

    weights: Mapping[str, float]
    intercepts: Mapping[str, float]
    curve: tuple[tuple[float, float], ...]
    min_score: float = 0.0

    def probability(self, label: str, evidence: SpanEvidence) -> float:
        """Probability (0..1) that a span with this label is strictly right."""
        odds = self.intercepts[label]
        for name, value in zip(FEATURES, evidence.log_odds(), strict=True):
            odds += self.weights[name] * value
        odds = bend(self.curve, odds)
        return 1 / (1 + math.exp(-odds)) if odds >= 0 else 1 - 1 / (1 + math.exp(odds))

    def to_dict(self) -> dict[str, Any]:
        """The content of ``calibration.json``; figures are rounded to six decimals."""
        return {
            "version": VERSION,
            "weights": {name: round(self.weights[name], 6) for name in FEATURES},
            "intercepts": {label: round(self.intercepts[label], 6) for label in LABELS},
            "curve": [[round(x, 6), round(y, 6)] for x, y in self.curve],
            "min_score": self.min_score,
        }

    @classmethod
    def from_dict(cls, content: object) -> Calibration:
        """Raises ValueError with a phrase on what is wrong."""
        if not isinstance(content, dict):
            raise ValueError(f"holds {type(content).__name__}; expected a JSON object")
        if (version := content.get("version")) != VERSION or isinstance(version, bool):
            raise ValueError(
                f"has version {version!r}; expected {VERSION}, so a newer frontwire or a newly fitted file is needed"
            )
        weights = _numbers(content, "weights", FEATURES)
        if low := [name for name in FEATURES if weights[name] < 0]:
            raise ValueError(f"has the weight {weights[low[0]]} for {low[0]}; expected 0 or more")
        least: Any = content.get("min_score")
        if not _is_number(least) or not 0 <= float(least) <= 1:
            raise ValueError(f"has min_score {least!r}; expected a number from 0 to 1")
        return cls(
            weights=weights,
            intercepts=_numbers(content, "intercepts", LABELS),
            curve=_curve(content.get("curve")),
            min_score=float(least),
        )


def bend(curve: Sequence[tuple[float, float]], odds: float) -> float:
    """Log-odds on the line through the knots of a curve; beyond its ends they go on with a slope of 1."""
    place = bisect_right(curve, odds, key=lambda knot: knot[0])
    if place in (0, len(curve)):
        x, y = curve[min(place, len(curve) - 1)]
        return y + odds - x
    (left, low), (right, high) = curve[place - 1], curve[place]
    return low + (high - low) * (odds - left) / (right - left)


def read_calibration(folder: Path) -> Calibration | None:
    """The calibration of a model folder; None where it has none. Raises :class:`ModelLoadError` for a damaged file."""
    path = folder / CALIBRATION
    try:
        return Calibration.from_dict(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ModelLoadError(f"{path} cannot be read: {error.strerror}") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ModelLoadError(f"{path} cannot be read as JSON: {error}") from None
    except ValueError as error:
        raise ModelLoadError(
            f"{path} {error}; fit it anew (scripts/calibrate.py) or delete it to have raw scores"
        ) from None


def _numbers(content: dict[str, Any], part: str, names: tuple[str, ...]) -> dict[str, float]:
    given = content.get(part)
    if not isinstance(given, dict) or given.keys() != set(names):
        found = ", ".join(map(str, given)) if isinstance(given, dict) else repr(given)
        raise ValueError(f"has {part} {found}; expected a number for each of {', '.join(names)}")
    for name, value in given.items():
        if not _is_number(value):
            raise ValueError(f"has {value!r} for {name} in {part}; expected a finite number")
    return {name: float(given[name]) for name in names}


def _curve(given: object) -> tuple[tuple[float, float], ...]:
    if not isinstance(given, list) or not given:
        raise ValueError(f"has the curve {given!r}; expected a list of knots")
    knots = []
    for knot in given:
        if not isinstance(knot, list) or len(knot) != 2 or not all(map(_is_number, knot)):
            raise ValueError(f"has the knot {knot!r} in its curve; expected two finite numbers")
        knots.append((float(knot[0]), float(knot[1])))
    for (x, y), (next_x, next_y) in itertools.pairwise(knots):
        if next_x <= x or next_y < y:
            raise ValueError(f"has the knot {[next_x, next_y]} behind {[x, y]} in its curve; expected knots that rise")
    return tuple(knots)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _log_odds(probability: float) -> float:
    # The floor comes first: 1 - p of a p above it is exact enough, and log(0) is never asked for.
    least = 1 / (1 + math.exp(LARGEST_LOG_ODDS))
    kept = min(max(probability, least), 1 - least)
    return math.log(kept / (1 - kept))
