"""benchmarks/calibration.py on a tiny model: its figures are those of the mentions, and it writes what it prints."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import calibration as benchmark
from frontwire.corpora.jsonl import write_jsonl
from frontwire.evaluation.reliability import ScoredMentions
from frontwire.model.calibration import CALIBRATION, FEATURES, Calibration
from frontwire.ontology import LABELS
from frontwire.schema import Document
from tiny import TEXTS, document, save_tiny_model


def some_documents() -> list[Document]:
    return [
        document(TEXTS[0], [("ATTACKER", "Gunmen"), ("EVENT", "killed")], id="a"),
        document(TEXTS[1], [("WEAPON", "roadside bomb")], id="b"),
        document(TEXTS[2], [], id="c"),
    ]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = save_tiny_model(tmp_path / "model")
    half = Calibration(dict.fromkeys(FEATURES, 0.0), dict.fromkeys(LABELS, 0.0), ((0.0, 0.0),))
    (folder / CALIBRATION).write_text(json.dumps(half.to_dict()))
    return folder


def test_files_are_scored_printed_and_drawn(tmp_path: Path, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_jsonl(some_documents(), tmp_path / "gold.jsonl")
    out, chart = tmp_path / "result.json", tmp_path / "chart.svg"
    call = [
        str(tmp_path / "gold.jsonl"),
        "--model",
        str(model),
        "--samples",
        "5",
        "-o",
        str(out),
        "--chart",
        str(chart),
    ]
    assert benchmark.main(call) == 0
    result = json.loads(out.read_text())
    assert result["calibrated"] is True
    found = result["sets"]["gold.jsonl"]
    assert (found["documents"], found["gold"]) == (3, 3)
    assert found["predicted"] > 0
    share = found["right"] / found["predicted"]
    for measure in ("calibration error, equal mass", "calibration error, equal width"):
        assert found["calibrated"]["measures"][measure]["value"] == pytest.approx(abs(0.5 - share), abs=1e-4)
        low, high = found["calibrated"]["measures"][measure]["interval"]
        assert low <= high
    kept = [point["kept"] for point in found["calibrated"]["operating_points"]]
    assert kept == [found["predicted"] if threshold <= 0.5 else 0 for threshold in benchmark.THRESHOLDS]
    printed = capsys.readouterr().out
    assert f"== gold.jsonl: 3 documents, 3 gold, {found['predicted']} predicted mentions" in printed
    assert "<svg" in chart.read_text()


def test_a_call_without_documents_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        benchmark.main([])
    assert "give annotated files, --split or both" in capsys.readouterr().err


def test_figures_of_labels_and_curve_by_hand() -> None:
    scores, right = np.array([0.2, 0.6, 0.8]), np.array([False, True, True])
    mentions = ScoredMentions(scores, right, np.array([0, 0, 1]), np.array([2, 2]))
    found = benchmark.figures(benchmark.Judged(mentions, mentions, np.array(["DATE", "DATE", "EVENT"])), samples=0)
    assert found["raw"]["labels"] == {
        "DATE": {"mentions": 2, "score": 0.4, "right": 0.5},
        "EVENT": {"mentions": 1, "score": 0.8, "right": 1.0},
    }
    assert found["raw"]["curve"][0] == [0.5, 0.6667]
    assert found["raw"]["curve"][-1] == [0.25, 1.0]
    assert found["raw"]["measures"]["Brier score"] == {"value": 0.08, "interval": None}


def test_documents_without_mentions_have_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nothing = ScoredMentions(
        np.zeros(0), np.zeros(0, dtype=bool), np.zeros(0, dtype=np.int64), np.zeros(2, dtype=np.int64)
    )
    found = benchmark.figures(benchmark.Judged(nothing, nothing, np.array([], dtype=np.str_)), samples=3)
    assert (found["predicted"], found["raw"]["curve"], found["raw"]["labels"]) == (0, [], {})
    assert found["raw"]["measures"]["Brier score"] == {"value": None, "interval": [None, None]}
    assert json.dumps(found, allow_nan=False)
    benchmark.draw({"nothing": found}, tmp_path / "chart.svg")
    benchmark.print_figures("nothing", found)
    assert "Brier score                     –  [–, –]" in capsys.readouterr().out
