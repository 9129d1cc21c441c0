from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seqeval.metrics import classification_report
from seqeval.scheme import IOB2

from frontwire.ontology import TAGS
from frontwire.training.metrics import StrictSpanMetric

ZERO = {"precision": 0.0, "recall": 0.0, "f1": 0.0, "support": 0}


@pytest.fixture(scope="module")
def metric() -> StrictSpanMetric:
    return StrictSpanMetric()


@pytest.mark.parametrize(
    ("predictions", "references", "expected"),
    [
        pytest.param([], [], {}, id="no sequences"),
        pytest.param([[]], [[]], {}, id="an empty sequence"),
        pytest.param([["O", "O"]], [["O", "O"]], {}, id="no spans"),
        pytest.param(
            [["B-KILLED", "I-KILLED"]], [["B-KILLED", "I-KILLED"]], {"KILLED": (1.0, 1.0, 1.0, 1)}, id="perfect"
        ),
        pytest.param([["O", "O"]], [["B-DATE", "O"]], {"DATE": (0.0, 0.0, 0.0, 1)}, id="nothing predicted"),
        pytest.param([["B-DATE", "O"]], [["O", "O"]], {"DATE": (0.0, 0.0, 0.0, 0)}, id="nothing in gold"),
        pytest.param([["B-DATE", "O"]], [["B-DATE", "I-DATE"]], {"DATE": (0.0, 0.0, 0.0, 1)}, id="the end counts"),
        pytest.param(
            [["O", "I-DATE"]], [["O", "B-DATE"]], {"DATE": (0.0, 0.0, 0.0, 1)}, id="an illegal start is no span"
        ),
        pytest.param([["O", "I-DATE"]], [["O", "O"]], {}, id="and no spurious one either"),
        pytest.param(
            [["B-DATE", "I-KILLED"]],
            [["B-DATE", "O"]],
            {"DATE": (1.0, 1.0, 1.0, 1)},
            id="an illegal continuation ends the span",
        ),
        pytest.param(
            [["B-DATE", "B-DATE"]],
            [["B-DATE", "I-DATE"]],
            {"DATE": (0.0, 0.0, 0.0, 1)},
            id="adjacent spans are two",
        ),
        pytest.param(
            [["B-DATE", "O"], ["B-DATE", "I-DATE"]],
            [["B-DATE", "O"], ["O", "B-DATE"]],
            {"DATE": (0.5, 0.5, 0.5, 2)},
            id="half",
        ),
    ],
)
def test_scores(
    metric: StrictSpanMetric,
    predictions: list[list[str]],
    references: list[list[str]],
    expected: dict[str, tuple[float, float, float, int]],
) -> None:
    found = metric.compute(predictions=predictions, references=references)
    rows = {label: dict(zip(ZERO, row, strict=True)) for label, row in expected.items()}
    assert found == rows | {"micro": next(iter(rows.values()), ZERO)}


SEQUENCES = st.lists(
    st.lists(st.tuples(st.sampled_from(TAGS[:7]), st.sampled_from(TAGS[:7])), min_size=1, max_size=8), min_size=1
)


@settings(max_examples=60, deadline=None)
@given(sequences=SEQUENCES)
def test_equal_to_seqeval(metric: StrictSpanMetric, sequences: list[list[tuple[str, str]]]) -> None:
    references = [[gold for gold, _ in pairs] for pairs in sequences]
    predictions = [[predicted for _, predicted in pairs] for pairs in sequences]
    found = metric.compute(predictions=predictions, references=references)
    if len(found) == 1:
        assert found == {"micro": ZERO}
        return  # seqeval's report cannot be made without a label
    report = classification_report(
        references, predictions, mode="strict", scheme=IOB2, output_dict=True, zero_division=0
    )
    report["micro"] = report["micro avg"]
    assert set(found) == {label for label in report if not label.endswith(" avg")}
    for label, row in found.items():
        expected = (
            report[label]["precision"],
            report[label]["recall"],
            report[label]["f1-score"],
            report[label]["support"],
        )
        assert tuple(row.values()) == pytest.approx(expected)


def test_batches_are_added_up(metric: StrictSpanMetric) -> None:
    metric.add_batch(predictions=[["B-DATE"]], references=[["B-DATE"]])
    metric.add_batch(predictions=[["O"]], references=[["B-DATE"]])
    assert metric.compute()["micro"] == {"precision": 1.0, "recall": 0.5, "f1": pytest.approx(2 / 3), "support": 2}
    assert metric.compute(predictions=[["O"]], references=[["O"]])["micro"] == ZERO  # nothing is left of the last call


@pytest.mark.parametrize(
    ("predictions", "references"),
    [
        pytest.param([["O"]], [["O", "O"]], id="tags of one sequence"),
        pytest.param([["O"]], [["O"], ["O"]], id="sequences"),
    ],
)
def test_unequal_lengths_are_refused(predictions: list[list[str]], references: list[list[str]]) -> None:
    with pytest.raises(ValueError, match=r"inconsistent numbers|Mismatch in the number"):
        StrictSpanMetric().compute(predictions=predictions, references=references)


def test_works_offline_and_leaves_no_file(tmp_path: Path) -> None:
    code = (
        "from frontwire.training.metrics import StrictSpanMetric\n"
        "result = StrictSpanMetric().compute(predictions=[['B-DATE']], references=[['B-DATE']])\n"
        "print(result['micro']['f1'])\n"
    )
    home = {"HOME": str(tmp_path), "HF_HOME": str(tmp_path / "hf"), "HF_HUB_OFFLINE": "1", "TMPDIR": str(tmp_path)}
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "XDG_"))} | home
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("1.0\n", "", 0)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_training_script_finds_the_package_and_not_the_script_beside_it(repository: Path) -> None:
    code = (
        "import contextlib, runpy, sys\n"
        "sys.argv[:] = ['scripts/train.py', '--help']\n"
        "sys.path[0] = 'scripts'  # as for `python scripts/train.py`\n"
        "with contextlib.suppress(SystemExit):\n"
        "    runpy.run_path('scripts/train.py', run_name='__main__')\n"
        "import frontwire.training.metrics\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=False)
    assert (done.stderr, done.returncode) == ("", 0)
