"""The map from span evidence to probabilities: its file, its shape, and what it leaves alone."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.errors import ModelLoadError
from frontwire.model.calibration import (
    CALIBRATION,
    FEATURES,
    LARGEST_LOG_ODDS,
    Calibration,
    SpanEvidence,
    bend,
    read_calibration,
)
from frontwire.model.decoding import decode_mentions, decode_spans
from frontwire.model.encoding import TextEncoder
from frontwire.model.folder import open_model_folder
from frontwire.model.tagger import Tagger
from frontwire.ontology import LABELS, TAG_TO_ID, TAGS
from frontwire.predictor import Extractor
from frontwire.training.calibration import write_calibration
from tiny import TEXTS, save_tiny_model, tiny_tokenizer

WEIGHTS = {"mean": 0.5, "start": 0.1, "end": 0.05}
INTERCEPTS = {label: -0.125 * number for number, label in enumerate(LABELS)}
CURVE = ((-1.5, -2.0), (0.25, 0.0), (1.0, 0.0), (3.0, 2.5))
CALIBRATED = Calibration(WEIGHTS, INTERCEPTS, CURVE, min_score=0.25)

probabilities = st.floats(0, 1)
evidences = st.builds(SpanEvidence, probabilities, probabilities, probabilities)


def content(**changes: object) -> dict[str, Any]:
    return {**CALIBRATED.to_dict(), **changes}


@given(evidence=evidences, label=st.sampled_from(LABELS))
def test_a_probability_is_one(evidence: SpanEvidence, label: str) -> None:
    assert 0 < CALIBRATED.probability(label, evidence) < 1


@given(evidence=evidences, name=st.sampled_from(FEATURES), higher=probabilities, label=st.sampled_from(LABELS))
def test_more_evidence_never_lowers_it(evidence: SpanEvidence, name: str, higher: float, label: str) -> None:
    values = {feature: getattr(evidence, feature) for feature in FEATURES}
    surer = SpanEvidence(**{**values, name: max(higher, values[name])})
    # Rounding alone may undo a step too small to matter.
    assert CALIBRATED.probability(label, surer) >= CALIBRATED.probability(label, evidence) - 1e-12


@given(odds=st.floats(-700, 700))
def test_any_log_odds_become_their_probability(odds: float) -> None:
    found = Calibration(dict.fromkeys(FEATURES, 0.0), dict.fromkeys(LABELS, odds), ((0.0, 0.0),))
    expected = 1 / (1 + math.exp(-odds))
    assert found.probability("EVENT", SpanEvidence(0.5, 0.5, 0.5)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("probability", "expected"),
    [(0.5, 0.0), (0.75, math.log(3)), (0.0, -LARGEST_LOG_ODDS), (1.0, LARGEST_LOG_ODDS), (1 + 1e-9, LARGEST_LOG_ODDS)],
)
def test_log_odds_are_kept_within_bounds(probability: float, expected: float) -> None:
    assert SpanEvidence(probability, 0.5, 0.5).log_odds()[0] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("odds", "expected"),
    [
        (-2.5, -3.0),
        (-1.5, -2.0),
        (-0.625, -1.0),
        (0.25, 0.0),
        (0.5, 0.0),
        (1.0, 0.0),
        (2.0, 1.25),
        (3.0, 2.5),
        (4.0, 3.5),
    ],
)
def test_a_curve_runs_through_its_knots_and_on(odds: float, expected: float) -> None:
    assert bend(CURVE, odds) == pytest.approx(expected)


def test_a_single_knot_is_a_shift() -> None:
    assert [bend(((1.0, 3.0),), odds) for odds in (-1.0, 1.0, 2.0)] == [1.0, 3.0, 4.0]


def test_the_file_gives_back_the_map(tmp_path: Path) -> None:
    (tmp_path / CALIBRATION).write_text(json.dumps(CALIBRATED.to_dict()))
    assert read_calibration(tmp_path) == CALIBRATED


def test_a_folder_without_the_file_has_no_map(tmp_path: Path) -> None:
    assert read_calibration(tmp_path) is None


@pytest.mark.parametrize(
    ("written", "message"),
    [
        pytest.param(b"{", r"calibration\.json cannot be read as JSON", id="no JSON"),
        pytest.param(b"\xff\xfe", "cannot be read as JSON", id="no UTF-8"),
        pytest.param([], "holds list; expected a JSON object", id="a list"),
        pytest.param(content(min_score=1.5), "has min_score 1.5; expected a number from 0 to 1", id="threshold too high"),
        pytest.param(content(min_score=None), "has min_score None", id="no threshold"),
        pytest.param(content(version=2), "has version 2; expected 1", id="newer version"),
        pytest.param(content(version=True), "has version True", id="version no number"),
        pytest.param(content(version=None), "has version None", id="no version"),
        pytest.param(content(weights={"mean": 1.0}), "has weights mean; expected a number for each of", id="few weights"),
        pytest.param(content(weights=None), "has weights None", id="no weights"),
        pytest.param(content(weights={**WEIGHTS, "luck": 1}), "luck", id="unknown weight"),
        pytest.param(content(weights={**WEIGHTS, "end": -0.5}), "the weight -0.5 for end; expected 0 or more", id="falls"),
        pytest.param(content(weights={**WEIGHTS, "end": "1"}), "has '1' for end in weights", id="words"),
        pytest.param(content(weights={**WEIGHTS, "end": float("nan")}), "has nan for end", id="not a number"),
        pytest.param(content(intercepts={**INTERCEPTS, "DATE": True}), "has True for DATE in intercepts", id="truth value"),
        pytest.param(content(intercepts={"DATE": 0}), "has intercepts DATE; expected", id="labels missing"),
        pytest.param(content(curve=None), "has the curve None; expected a list of knots", id="no curve"),
        pytest.param(content(curve=[]), r"has the curve \[\]", id="no knots"),
        pytest.param(content(curve=[[0, 1], [2]]), r"the knot \[2\] in its curve; expected two", id="half a knot"),
        pytest.param(content(curve=[[0, None]]), "expected two finite numbers", id="knot of nothing"),
        pytest.param(content(curve=[[0, 1], [0, 2]]), "expected knots that rise", id="two knots in one place"),
        pytest.param(content(curve=[[0, 1], [1, 0.5]]), "expected knots that rise", id="falling curve"),
    ],
)  # fmt: skip
def test_a_damaged_file_is_refused(tmp_path: Path, written: object, message: str) -> None:
    path = tmp_path / CALIBRATION
    path.write_bytes(written if isinstance(written, bytes) else json.dumps(written).encode())
    with pytest.raises(ModelLoadError, match=message):
        read_calibration(tmp_path)


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / CALIBRATION).mkdir()
    with pytest.raises(ModelLoadError, match="cannot be read"):
        read_calibration(tmp_path)


def test_evidence_is_read_off_the_logits() -> None:
    text = "Rebels shelled Sirte"
    encoded = TextEncoder(tiny_tokenizer(), max_length=32, overlap=8).encode(text)
    chances = np.full((len(encoded.token_ids), len(TAGS)), 1e-6)
    chances[:, 0] = 0.9
    first = int(np.searchsorted(encoded.offsets[:, 0], text.index("shelled")))
    behind = int(np.searchsorted(encoded.offsets[:, 0], text.index("Sirte")))
    chances[first] = 1e-6
    chances[first, TAG_TO_ID["B-EVENT"]], chances[first, TAG_TO_ID["I-EVENT"]] = 0.7, 0.2
    chances[first + 1 : behind] = 1e-6
    chances[first + 1 : behind, TAG_TO_ID["I-EVENT"]] = 0.6
    chances[behind, TAG_TO_ID["O"]], chances[behind, TAG_TO_ID["I-EVENT"]] = 0.6, 0.3
    chances[:, TAG_TO_ID["B-DATE"]] += 1 - chances.sum(axis=1)  # the rest, which is not looked at
    [span] = decode_spans(text, encoded, np.log(chances).astype(np.float32))
    assert (span.label, text[span.start : span.end]) == ("EVENT", "shelled")
    pieces = [0.9] + [0.6] * (behind - first - 1)
    assert span.evidence.mean == pytest.approx(sum(pieces) / len(pieces), abs=1e-4)
    assert span.evidence.start == pytest.approx(0.7, abs=1e-4)
    assert span.evidence.end == pytest.approx(1 - chances[behind, TAG_TO_ID["I-EVENT"]], abs=1e-4)


def test_the_end_of_a_text_ends_a_span() -> None:
    encoded = TextEncoder(tiny_tokenizer(), max_length=32, overlap=8).encode("Rebels")
    logits = np.zeros((len(encoded.token_ids), len(TAGS)), dtype=np.float32)
    logits[0, TAG_TO_ID["B-ATTACKER"]] = 9
    logits[1:, TAG_TO_ID["I-ATTACKER"]] = 9
    [mention] = decode_mentions("Rebels", encoded, logits, CALIBRATED)
    [span] = decode_spans("Rebels", encoded, logits)
    assert span.evidence.end == 1
    assert mention.score == round(CALIBRATED.probability("ATTACKER", span.evidence), 4)


def test_a_calibration_changes_scores_and_nothing_else(tmp_path: Path) -> None:
    folder = save_tiny_model(tmp_path / "model")
    before = open_model_folder(folder)
    raw, raw_print = Tagger.load(before, device="cpu", precision="fp32").tag(TEXTS), before.fingerprint()
    (folder / CALIBRATION).write_text(json.dumps(CALIBRATED.to_dict()))
    after = open_model_folder(folder)
    tagger = Tagger.load(after, device="cpu", precision="fp32")
    calibrated = tagger.tag(TEXTS)
    assert after.fingerprint() != raw_print
    assert sum(map(len, raw)) > 0
    for one, two in zip(raw, calibrated, strict=True):
        assert [(m.id, m.label, m.start, m.end) for m in one] == [(m.id, m.label, m.start, m.end) for m in two]
    expected = [
        [round(CALIBRATED.probability(span.label, span.evidence), 4) for span in found] for found in tagger.spans(TEXTS)
    ]
    assert [[m.score for m in found] for found in calibrated] == expected
    raw_expected = [[round(span.evidence.mean, 4) for span in found] for found in tagger.spans(TEXTS)]
    assert [[m.score for m in found] for found in raw] == raw_expected


def test_a_damaged_file_keeps_a_model_from_loading(tmp_path: Path) -> None:
    folder = save_tiny_model(tmp_path / "model")
    (folder / CALIBRATION).write_text("{}")
    with pytest.raises(ModelLoadError, match="has version None"):
        Tagger.load(open_model_folder(folder), device="cpu", precision="fp32")


def test_the_calibration_gives_the_default_threshold(tmp_path: Path) -> None:
    folder = save_tiny_model(tmp_path / "model")
    extractor = Extractor.from_pretrained(folder, device="cpu", precision="fp32")
    assert extractor.min_score == 0
    raw = extractor.tagger.tag(TEXTS)
    write_calibration(folder, Calibration(WEIGHTS, INTERCEPTS, CURVE, min_score=0.25))
    extractor = Extractor.from_pretrained(folder, device="cpu", precision="fp32")
    assert extractor.min_score == 0.25
    assert Extractor.from_pretrained(folder, device="cpu", min_score=0.0).min_score == 0
    assert [len(found) for found in extractor.tagger.tag(TEXTS)] == [
        len(found) for found in raw
    ]  # the tagger drops none
    kept = [mention for text in TEXTS for mention in extractor(text).mentions]
    assert len(kept) < sum(len(found) for found in raw)
    assert all(mention.score is not None and mention.score >= 0.25 for mention in kept)
