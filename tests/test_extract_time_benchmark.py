"""Shares of time of the stages of extract, printed and written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import extract_time


def test_stages_and_start_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "result.json"
    assert extract_time.main(["--documents", "2", "--repeats", "1", "-o", str(output)]) == 0
    result = json.loads(output.read_text())
    assert set(result["share"]) == set(extract_time.STAGES)
    assert sum(result["share"].values()) == pytest.approx(1, abs=0.001)
    assert all(value > 0 for value in result["cpu_seconds"].values())
    assert result["documents"] == 2
    assert "start-up" in capsys.readouterr().out
