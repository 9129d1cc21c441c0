"""Runs that are stopped, at any moment and by any means, and go on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from fake_predictor import POISON, FakePredictor
from frontwire.corpora.articles import find_inputs
from frontwire.errors import OutputError, ResumeError
from frontwire.pipeline import Destination, Job, extract_to_file
from frontwire.pipeline.checkpoint import Checkpoint
from frontwire.schema import Article

RUNNER = Path(__file__).with_name("run_extract.py")


def write_input(path: Path, articles: int, text: str = "An attack in Tarn. {i} people were killed.") -> Path:
    lines = []
    for i in range(articles):
        lines.append(json.dumps({"id": f"d{i}", "text": text.format(i=i), "date": "2020-05-19"}))
        if i % 50 == 7:
            lines.append("{broken")
        if i % 50 == 9:
            lines.append(json.dumps({"id": f"d{i - 5}", "text": "A duplicate."}))
        if i % 50 == 11:
            lines.append(json.dumps({"id": f"p{i}", "text": POISON}))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def run(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(RUNNER), *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


class Stopped(Exception):
    """Stands for whatever ends a run in the middle."""


class StoppingPredictor(FakePredictor):
    """Fails at its N-th block."""

    def __init__(self, at: int, error: type[BaseException] = Stopped) -> None:
        super().__init__()
        self._at, self._error = at, error

    def extract_block(self, articles: Sequence[Article]) -> Any:
        if len(self.calls) + 1 == self._at:
            raise self._error
        return super().extract_block(articles)


def stop(job: Job, out: Path, at: int = 3) -> None:
    with pytest.raises(Stopped):
        extract_to_file(job, lambda: StoppingPredictor(at), Destination(out))


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(find_inputs([write_input(tmp_path / "in.jsonl", 300)]))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("format_", ["jsonl", "csv", "parquet", "geojson"])
def test_killed_before_every_single_step_and_resumed(tmp_path: Path, format_: str) -> None:
    """SIGKILL right before each sync, rename and removal in turn; each time ``--resume`` must give the same bytes."""
    write_input(tmp_path / "in.jsonl", 150)
    result = run("--die-at-each", f"out.{format_}", "out.errors", "in.jsonl", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    deaths, *wrong = result.stdout.splitlines()
    assert wrong == []
    assert int(deaths) >= 25


def test_killed_in_the_middle_of_2000_articles(tmp_path: Path) -> None:
    write_input(tmp_path / "in.jsonl", 2000)
    run("in.jsonl", "-o", "whole.jsonl", cwd=tmp_path)
    killed = run("--die-at", "50", "in.jsonl", "-o", "out.jsonl", cwd=tmp_path)
    assert killed.returncode == -signal.SIGKILL
    assert not (tmp_path / "out.jsonl").exists()
    again = run("in.jsonl", "-o", "out.jsonl", "--resume", cwd=tmp_path)
    assert "going on after" in again.stderr
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    ids = [json.loads(line)["id"] for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert ids == [f"d{i}" for i in range(2000)]


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(tmp_path: Path) -> None:
    write_input(tmp_path / "in.jsonl", 300)
    stopped = run("--interrupt-at", "3", "in.jsonl", "-o", "out.jsonl", "--errors", "e.jsonl", cwd=tmp_path)
    assert stopped.returncode == 1
    assert stopped.stderr == ("frontwire: interrupted; 128 articles are kept, the same command with --resume goes on\n")
    assert names(tmp_path) == ["in.jsonl", "out.jsonl.partial", "out.jsonl.partial.errors", "out.jsonl.partial.json"]
    assert run("in.jsonl", "-o", "out.jsonl", "--errors", "e.jsonl", "--resume", cwd=tmp_path).returncode == 3
    assert names(tmp_path) == ["e.jsonl", "in.jsonl", "out.jsonl"]


def test_standard_input_can_be_resumed_when_it_comes_again(tmp_path: Path) -> None:
    data = write_input(tmp_path / "in.jsonl", 200).read_text()

    def feed(text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(RUNNER), *arguments, "--errors", "e.jsonl"]
        return subprocess.run(
            command, cwd=tmp_path, input=text, capture_output=True, text=True, timeout=60, check=False
        )

    feed(data, "-", "-o", "whole.jsonl")
    assert feed(data, "--interrupt-at", "3", "-", "-o", "out.jsonl").returncode == 1
    changed = feed(data.replace("d10", "x10"), "-", "-o", "out.jsonl", "--resume")
    assert changed.returncode == 2
    assert "the input reads otherwise than before" in changed.stderr
    short = feed(data[:2000], "-", "-o", "out.jsonl", "--resume")
    assert short.returncode == 2
    assert "the input ends after" in short.stderr
    assert feed(data, "-", "-o", "out.jsonl", "--resume").returncode == 3
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_resuming_skips_the_predictors_work(job: Job, tmp_path: Path) -> None:
    stop(job, tmp_path / "out.jsonl", at=3)
    predictor = FakePredictor()
    summary = extract_to_file(job, lambda: predictor, Destination(tmp_path / "out.jsonl"), resume=True)
    fresh = FakePredictor()
    whole = extract_to_file(job, lambda: fresh, Destination(tmp_path / "whole.jsonl"))
    assert predictor.calls == fresh.calls[2:]  # the same articles batched together as in an undisturbed run
    assert summary == whole


def test_resuming_may_change_format_and_errors_file(job: Job, tmp_path: Path) -> None:
    extract_to_file(job, FakePredictor, Destination(tmp_path / "w.csv", "csv", tmp_path / "w.errors"))
    stop(job, tmp_path / "out")
    destination = Destination(tmp_path / "out", "csv", tmp_path / "out.errors")
    extract_to_file(job, FakePredictor, destination, resume=True)
    assert (tmp_path / "out").read_bytes() == (tmp_path / "w.csv").read_bytes()
    assert (tmp_path / "out.errors").read_bytes() == (tmp_path / "w.errors").read_bytes()


def test_without_resume_a_run_starts_again(job: Job, tmp_path: Path) -> None:
    stop(job, tmp_path / "out.jsonl")
    predictor = FakePredictor()
    extract_to_file(job, lambda: predictor, Destination(tmp_path / "out.jsonl"))
    assert len(predictor.calls) == 5
    assert names(tmp_path) == ["in.jsonl", "out.jsonl"]


def test_resume_with_nothing_to_resume_is_a_run(job: Job, tmp_path: Path) -> None:
    extract_to_file(job, FakePredictor, Destination(tmp_path / "out.jsonl"), resume=True)
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 300


def test_an_older_result_stays_until_the_new_one_is_whole(job: Job, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("old")
    stop(job, out)
    assert out.read_text() == "old"
    extract_to_file(job, FakePredictor, Destination(out), resume=True)
    assert out.read_text().startswith('{"schema_version"')


def test_a_failure_before_the_first_block_leaves_nothing(job: Job, tmp_path: Path) -> None:
    def no_model() -> FakePredictor:
        raise Stopped

    with pytest.raises(Stopped):
        extract_to_file(job, no_model, Destination(tmp_path / "out.jsonl"))
    assert names(tmp_path) == ["in.jsonl"]
    (tmp_path / "out.jsonl.partial").touch()  # as a kill before the first block leaves it
    stop(job, tmp_path / "out.jsonl", at=1)
    assert names(tmp_path) == ["in.jsonl"]


def test_a_failure_to_load_does_not_discard_an_unfinished_run(job: Job, tmp_path: Path) -> None:
    stop(job, tmp_path / "out.jsonl")
    before = (tmp_path / "out.jsonl.partial").read_bytes()

    def no_model() -> FakePredictor:
        raise Stopped

    with pytest.raises(Stopped):
        extract_to_file(job, no_model, Destination(tmp_path / "out.jsonl"))
    assert (tmp_path / "out.jsonl.partial").read_bytes() == before


def changed_input(job: Job, folder: Path) -> Job:
    (folder / "in.jsonl").write_text((folder / "in.jsonl").read_text() + '{"id": "new", "text": "More."}\n')
    return job


def further_input(job: Job, folder: Path) -> Job:
    (folder / "more.txt").write_text("More.")
    return Job(find_inputs([folder / "in.jsonl", folder / "more.txt"]))


def other_options(job: Job, folder: Path) -> Job:
    return Job(job.files, options={"min_score": 0.5})


def other_date(job: Job, folder: Path) -> Job:
    return Job(job.files, default_date="2020-01-01")


def strict(job: Job, folder: Path) -> Job:
    return Job(job.files, strict_language=True)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (changed_input, r"input .*in\.jsonl changed"),
        (further_input, r"input .*more\.txt is new"),
        (other_options, r"option min_score was None, is 0\.5"),
        (other_date, "option date was None, is 2020-01-01"),
        (strict, "option strict_language was False, is True"),
    ],
)
def test_another_run_is_not_resumed(job: Job, tmp_path: Path, change: Any, message: str) -> None:
    stop(job, tmp_path / "out.jsonl")
    loaded: list[int] = []

    def load() -> FakePredictor:
        loaded.append(1)
        return FakePredictor()

    with pytest.raises(ResumeError, match=message):
        extract_to_file(change(job, tmp_path), load, Destination(tmp_path / "out.jsonl"), resume=True)
    assert loaded == []  # known without the model


def test_another_model_does_not_resume(job: Job, tmp_path: Path) -> None:
    stop(job, tmp_path / "out.jsonl")
    with pytest.raises(ResumeError, match="model was fake-1, is fake-2"):
        extract_to_file(job, lambda: FakePredictor("fake-2"), Destination(tmp_path / "out.jsonl"), resume=True)
    extract_to_file(job, FakePredictor, Destination(tmp_path / "out.jsonl"), resume=True)  # nothing was harmed


def truncated(folder: Path) -> None:
    (folder / "out.jsonl.partial").write_bytes(b"")


def no_json(folder: Path) -> None:
    (folder / "out.jsonl.partial.json").write_text("{")


def other_version(folder: Path) -> None:
    (folder / "out.jsonl.partial.json").write_text('{"journal_version": 99}')


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (truncated, "has 0 bytes, the journal says"),
        (no_json, "cannot be read"),
        (other_version, "of another version"),
    ],
)
def test_a_damaged_checkpoint_is_not_resumed(job: Job, tmp_path: Path, damage: Any, message: str) -> None:
    stop(job, tmp_path / "out.jsonl")
    damage(tmp_path)
    with pytest.raises(ResumeError, match=message):
        extract_to_file(job, FakePredictor, Destination(tmp_path / "out.jsonl"), resume=True)
    extract_to_file(job, FakePredictor, Destination(tmp_path / "out.jsonl"))
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 300


def test_what_stands_behind_the_journal_is_cut_off(job: Job, tmp_path: Path) -> None:
    extract_to_file(job, FakePredictor, Destination(tmp_path / "whole.jsonl"))
    stop(job, tmp_path / "out.jsonl")
    with (tmp_path / "out.jsonl.partial").open("ab") as stream:
        stream.write(b'{"half a docu')
    extract_to_file(job, FakePredictor, Destination(tmp_path / "out.jsonl"), resume=True)
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_two_runs_do_not_write_one_output(job: Job, tmp_path: Path) -> None:
    checkpoint = Checkpoint.open(tmp_path / "out.jsonl")
    try:
        with pytest.raises(OutputError, match="another run is writing"):
            extract_to_file(job, FakePredictor, Destination(tmp_path / "out.jsonl"))
    finally:
        checkpoint.close()
    extract_to_file(job, FakePredictor, Destination(tmp_path / "out.jsonl"))


def test_a_full_disk_is_one_line_and_can_be_resumed(tmp_path: Path) -> None:
    write_input(tmp_path / "in.jsonl", 300)
    run("in.jsonl", "-o", "whole.jsonl", "--quiet", cwd=tmp_path)
    limit = f"ulimit -f {(tmp_path / 'whole.jsonl').stat().st_size // 1024 // 2}"
    command = f"{limit}; exec {sys.executable} {RUNNER} in.jsonl -o out.jsonl --quiet"
    full = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert full.returncode == 1
    assert full.stderr.count("\n") == 1
    assert "out.jsonl: File too large; what is done is kept, --resume goes on with it" in full.stderr
    assert run("in.jsonl", "-o", "out.jsonl", "--resume", cwd=tmp_path).returncode == 3
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
