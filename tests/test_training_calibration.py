"""Fitting a calibration: what it learns, when it declines, and what it writes into a model folder."""

from __future__ import annotations

import itertools
import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.config import parse_config
from frontwire.errors import DataError, ModelLoadError, PublishError
from frontwire.hub.card import read_card
from frontwire.hub.checks import check_publication
from frontwire.model.calibration import CALIBRATION, FEATURES, SpanEvidence, read_calibration
from frontwire.model.decoding import DecodedSpan
from frontwire.model.folder import open_model_folder
from frontwire.model.tagger import Tagger
from frontwire.ontology import LABELS
from frontwire.schema import Document, Mention
from frontwire.training import recalibrating, saving
from frontwire.training.calibration import (
    LEAST_MENTIONS,
    FittedCalibration,
    fit_calibration,
    fit_curve,
    write_calibration,
)
from frontwire.training.card import model_card
from frontwire.training.card_parts import mention_scores, with_part
from frontwire.training.recalibrating import calibrate_folder
from frontwire.training.trainer import train
from publishable import save_publishable_model, training_record
from tiny import TEXTS, document

TEXT = "x" * 400


def sample(
    *, documents: int = 60, each: int = 20, seed: int = 0, weight: float = 0.6
) -> tuple[list[Document], list[list[DecodedSpan]]]:
    """Spans that are right with the probability that ``weight`` times the log-odds of ``certain`` tells; DATE less often."""
    rng = np.random.default_rng(seed)
    gold, spans = [], []
    for number in range(documents):
        mentions, found = [], []
        for place in range(each):
            label = ("DATE", "EVENT")[place % 2]
            odds = rng.uniform(-2, 6)
            certain = 1 / (1 + math.exp(-odds))
            evidence = SpanEvidence(mean=(1 + certain) / 2, start=0.5 + certain / 2, end=1.0)
            found.append(DecodedSpan(label, place * 10, place * 10 + 5, evidence))
            if rng.uniform() < 1 / (1 + math.exp(-(weight * odds - (1.5 if label == "DATE" else 0)))):
                mentions.append(Mention(f"m{place}", label, place * 10, place * 10 + 5, "xxxxx"))
        gold.append(Document(id=f"d{number}", text=TEXT, mentions=mentions))
        spans.append(found)
    return gold, spans


@pytest.fixture(scope="module")
def fitted() -> FittedCalibration:
    found = fit_calibration(*sample())
    assert found is not None
    return found


def test_probabilities_are_found_again(fitted: FittedCalibration) -> None:
    for odds in (-1.0, 1.0, 3.0, 5.0):
        certain = 1 / (1 + math.exp(-odds))
        evidence = SpanEvidence(mean=(1 + certain) / 2, start=0.5 + certain / 2, end=1.0)
        for label, shift in (("EVENT", 0.0), ("DATE", 1.5)):
            expected = 1 / (1 + math.exp(shift - 0.6 * odds))
            assert fitted.calibration.probability(label, evidence) == pytest.approx(expected, abs=0.08)


def test_weights_are_never_negative(fitted: FittedCalibration) -> None:
    upside_down = fit_calibration(*sample(weight=-0.6))
    assert upside_down is not None
    assert set(upside_down.calibration.weights.values()) == {0.0}
    assert min(fitted.calibration.weights.values()) >= 0


@pytest.mark.parametrize(
    ("odds", "right", "expected"),
    [
        pytest.param([0.0] * 50 + [2.0] * 50, [0] * 40 + [1] * 10 + [1] * 50, [(0.0, 10), (2.0, 50)], id="rises"),
        pytest.param([0.0] * 50 + [2.0] * 50, [1] * 50 + [0] * 50, [(1.0, 50)], id="falls, so pooled"),
        pytest.param([1.0] * 99, [1] * 33 + [0] * 66, [(1.0, 33)], id="one knot"),
    ],
)
def test_curves_by_hand(odds: list[float], right: list[int], expected: list[tuple[float, int]]) -> None:
    found = fit_curve(np.array(odds), np.array(right, dtype=bool))
    count = len(odds) // len(expected)
    shares = [(hits + 0.5) / (count + 1) for _, hits in expected]
    assert [x for x, _ in found] == pytest.approx([x for x, _ in expected])
    assert [y for _, y in found] == pytest.approx([math.log(share / (1 - share)) for share in shares])


@given(
    pairs=st.lists(st.tuples(st.floats(-9, 9), st.booleans()), min_size=1, max_size=700),
)
def test_curves_rise(pairs: list[tuple[float, bool]]) -> None:
    knots = fit_curve(np.array([odds for odds, _ in pairs]), np.array([truth for _, truth in pairs]))
    assert 1 <= len(knots) <= 10
    for (x, y), (next_x, next_y) in itertools.pairwise(knots):
        assert x < next_x
        assert y < next_y


def test_labels_never_seen_share_the_common_intercept(fitted: FittedCalibration) -> None:
    unseen = {fitted.calibration.intercepts[label] for label in LABELS if label not in ("DATE", "EVENT")}
    assert len(unseen) == 1
    assert fitted.calibration.intercepts["DATE"] < unseen.pop() < fitted.calibration.intercepts["EVENT"]


def test_the_record_tells_errors_before_and_after(fitted: FittedCalibration) -> None:
    record = fitted.record
    assert (record["documents"], record["mentions"], record["folds"]) == (60, 1200, 5)
    for name in ("calibration_error_equal_mass", "calibration_error_equal_width", "brier", "log_loss"):
        assert record["cross_validated"][name] < record["raw"][name]
    assert record["cross_validated"]["calibration_error_equal_mass"] < 0.05
    points = record["operating_points"]
    assert points[0]["kept"] == record["mentions"]
    assert points[0]["recall"] == 1
    assert [p["kept"] for p in points] == sorted((p["kept"] for p in points), reverse=True)
    assert points[-1]["precision"] > points[0]["precision"]
    assert json.loads(json.dumps(record)) == record


def test_the_order_of_documents_changes_nothing(fitted: FittedCalibration) -> None:
    documents, spans = sample()
    again = fit_calibration(documents[::-1], spans[::-1])
    assert again is not None
    assert again.record == fitted.record
    assert again.calibration.weights == pytest.approx(fitted.calibration.weights, abs=1e-6)


def test_held_out_scores_do_not_flatter() -> None:
    """Evidence that says nothing: a map judged by the documents it was fitted on would seem to know something."""
    documents, spans = sample(documents=10, each=12, weight=0.0)
    found = fit_calibration(documents, spans)
    assert found is not None
    right = found.record["right"] / found.record["mentions"]
    entropy = -(right * math.log(right) + (1 - right) * math.log(1 - right))
    assert found.record["cross_validated"]["log_loss"] > entropy - 0.1


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(sample(documents=4, each=40), id="fewer documents than folds"),
        pytest.param(sample(documents=9, each=LEAST_MENTIONS // 9 - 1), id="too few mentions"),
        pytest.param(sample(weight=1000.0, documents=0), id="nothing"),
    ],
)
def test_too_little_is_not_learned_from(data: tuple[list[Document], list[list[DecodedSpan]]]) -> None:
    assert fit_calibration(*data) is None


@pytest.mark.parametrize("right", [True, False])
def test_all_right_or_all_wrong_is_not_learned_from(right: bool) -> None:
    documents, spans = sample()
    for gold, found in zip(documents, spans, strict=True):
        gold.mentions = [Mention("m", s.label, s.start, s.end, "xxxxx") for s in found] if right else []
    assert fit_calibration(documents, spans) is None


def test_what_is_written_is_read(tmp_path: Path, fitted: FittedCalibration) -> None:
    write_calibration(tmp_path, fitted.calibration)
    read = read_calibration(tmp_path)
    assert read is not None
    assert read.weights == pytest.approx(fitted.calibration.weights, abs=1e-6)
    assert read.intercepts == pytest.approx(fitted.calibration.intercepts, abs=1e-6)
    assert (tmp_path / CALIBRATION).stat().st_mode & 0o777 == 0o644


def test_a_folder_is_calibrated_with_record_and_card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = save_publishable_model(tmp_path / "model")
    documents, spans = sample()
    monkeypatch.setattr(recalibrating.Tagger, "spans", lambda *_: spans)
    weights = (folder / "model.safetensors").read_bytes()
    done = calibrate_folder(folder, documents)
    assert done.written == (CALIBRATION, "training.json", "README.md")
    assert (folder / "model.safetensors").read_bytes() == weights
    stored = json.loads((folder / "training.json").read_text())
    assert stored == {**training_record(), "calibration": done.record}
    assert len(done.record["sha256"]) == 64
    assert (folder / "README.md").read_text() == model_card(stored)
    assert CALIBRATION in check_publication(folder).files
    calibrate_folder(folder, documents)  # once more: the same card, not a second part
    assert (folder / "README.md").read_text() == model_card(stored)


def test_a_damaged_map_is_not_published(tmp_path: Path) -> None:
    folder = save_publishable_model(tmp_path / "model")
    (folder / CALIBRATION).write_text("{}")
    with pytest.raises(PublishError, match=r"calibration\.json has version None"):
        check_publication(folder)


def test_training_calibrates_what_it_saves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fitted: FittedCalibration
) -> None:
    seen = []

    def fit(documents: list[Document], spans: list[list[DecodedSpan]]) -> FittedCalibration:
        seen.append((len(documents), len(spans)))
        return fitted

    monkeypatch.setattr(saving, "fit_calibration", fit)
    documents = [
        document(TEXTS[0], [("ATTACKER", "Gunmen"), ("EVENT", "killed")], id="a"),
        document(TEXTS[3], [("ATTACKER", "Rebels"), ("EVENT", "shelled")], id="b"),
    ]
    settings = {
        "output": str(tmp_path),
        "device": "cpu",
        "precision": "fp32",
        "base": {"model": "random", "vocabulary": 300},
        "windows": {"max_length": 32, "overlap": 8},
        "optimizer": {"epochs": 1, "batch_size": 2},
    }
    record = train(parse_config(settings), documents, documents)
    folder = tmp_path / "model"
    assert seen == [(2, 2)]
    assert record["calibration"] == {**fitted.record, "sha256": saving.documents_sha256(documents)}
    assert json.loads((folder / "training.json").read_text())["calibration"] == record["calibration"]
    assert mention_scores(fitted.record) in (folder / "README.md").read_text()
    written = Tagger.load(open_model_folder(folder), device="cpu", precision="fp32").calibration
    assert written is not None
    assert written.to_dict() == fitted.calibration.to_dict()


def test_a_folder_from_elsewhere_gets_the_map_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = save_publishable_model(tmp_path / "model")
    (folder / "training.json").unlink()
    (folder / "README.md").write_text("# Mine\n")
    documents, spans = sample()
    monkeypatch.setattr(recalibrating.Tagger, "spans", lambda *_: spans)
    assert calibrate_folder(folder, documents).written == (CALIBRATION,)
    assert (folder / "README.md").read_text() == "# Mine\n"


@pytest.mark.parametrize("content", ["{", "[]"], ids=["no JSON", "a list"])
def test_a_damaged_record_stops_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    folder = save_publishable_model(tmp_path / "model")
    (folder / "training.json").write_text(content)
    documents, spans = sample()
    monkeypatch.setattr(recalibrating.Tagger, "spans", lambda *_: spans)
    with pytest.raises(ModelLoadError, match=r"training\.json"):
        calibrate_folder(folder, documents)
    assert not (folder / CALIBRATION).exists()


def test_too_little_to_calibrate_a_folder_on_is_said(tmp_path: Path) -> None:
    folder = save_publishable_model(tmp_path / "model")
    with pytest.raises(DataError, match="too few mentions in 1 documents"):
        calibrate_folder(folder, [Document(id="a", text="Nothing happened.")])


def test_an_edited_card_keeps_its_edits(fitted: FittedCalibration) -> None:
    card = (
        model_card(training_record()).replace("English only;", "Mine: English only;").replace("## Data", "## My data")
    )
    once = with_part(card, mention_scores(fitted.record))
    assert once is not None
    assert once.replace(mention_scores(fitted.record), "") == card
    other = {**fitted.record, "documents": 7}
    twice = with_part(once, mention_scores(other))
    assert twice == with_part(card, mention_scores(other))


def test_a_card_of_other_making_is_left_alone(fitted: FittedCalibration) -> None:
    assert with_part("# A model\n", mention_scores(fitted.record)) is None


def test_the_card_lists_what_thresholds_cost(fitted: FittedCalibration) -> None:
    record = {**training_record(), "calibration": fitted.record}
    _, body = read_card(model_card(record))
    rows = [line for line in body.splitlines() if line.startswith("| 0.9 |")]
    [point] = [p for p in fitted.record["operating_points"] if p["min_score"] == 0.9]
    assert rows == [f"| 0.9 | {point['precision']:.3f} | {point['recall']:.3f} | {point['f1']:.3f} | {point['kept']} |"]


def test_a_threshold_that_leaves_nothing_has_no_precision(fitted: FittedCalibration) -> None:
    nothing = {"min_score": 0.99, "kept": 0, "precision": None, "recall": 0.0, "f1": 0.0}
    assert "| 0.99 | – | 0.000 | 0.000 | 0 |" in mention_scores({**fitted.record, "operating_points": [nothing]})


def test_features_of_the_file_are_those_of_the_evidence() -> None:
    assert tuple(SpanEvidence.__slots__) == FEATURES


@pytest.mark.parametrize(
    ("rarely_right", "expected"),
    [
        pytest.param(20, (0.05, 0.6), id="they cost more than they bring"),
        pytest.param(2, (0.0, 0.0), id="worth keeping"),
    ],
)
def test_the_default_threshold_drops_what_is_mostly_wrong(rarely_right: int, expected: tuple[float, float]) -> None:
    """Half of the spans are doubtful, one in ``rarely_right`` of these is right; of the others all but one in twenty."""
    sure, doubtful = SpanEvidence(0.99, 0.99, 0.99), SpanEvidence(0.55, 0.5, 0.5)
    gold, spans = [], []
    for number in range(40):
        places = range(20)
        spans.append([DecodedSpan("EVENT", p * 10, p * 10 + 5, doubtful if p % 2 else sure) for p in places])
        right = [p for p in places if ((number * 10 + p // 2) % rarely_right == 0 if p % 2 else (number + p) % 20)]
        mentions = [Mention(f"m{p}", "EVENT", p * 10, p * 10 + 5, "xxxxx") for p in right]
        gold.append(Document(id=f"d{number}", text=TEXT, mentions=mentions))
    found = fit_calibration(gold, spans)
    assert found is not None
    assert expected[0] <= found.calibration.min_score <= expected[1]
    assert found.record["min_score"] == found.calibration.min_score
