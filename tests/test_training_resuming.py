from __future__ import annotations

from pathlib import Path

import pytest

from frontwire.errors import ResumeError, UsageError
from frontwire.training.resuming import RUN_FILE, begin_run, end_run, find_checkpoint

IDENTITY = {"settings": {"seed": 13, "optimizer": {"epochs": 3.0}}, "train_sha256": "ab"}


def checkpoint(folder: Path, step: int, *, state: str | None) -> None:
    (folder / f"checkpoint-{step}").mkdir()
    if state is not None:
        (folder / f"checkpoint-{step}" / "trainer_state.json").write_text(state)


@pytest.fixture
def unfinished(tmp_path: Path) -> Path:
    begin_run(tmp_path / "checkpoints", IDENTITY)
    for step in (5, 10):
        checkpoint(tmp_path / "checkpoints", step, state="{}")
    return tmp_path / "checkpoints"


def test_the_same_run_goes_on_from_its_last_checkpoint(unfinished: Path) -> None:
    assert find_checkpoint(unfinished, IDENTITY, resume=True) == str(unfinished / "checkpoint-10")


@pytest.mark.parametrize("state", [None, "", '{"epoch": 1'], ids=["no state", "empty state", "half a state"])
def test_a_checkpoint_that_was_not_written_to_its_end_is_passed_over(unfinished: Path, state: str | None) -> None:
    checkpoint(unfinished, 15, state=state)
    assert find_checkpoint(unfinished, IDENTITY, resume=True) == str(unfinished / "checkpoint-10")


def test_a_new_run_does_not_mix_with_an_unfinished_one(unfinished: Path) -> None:
    with pytest.raises(UsageError, match=r"has not finished; go on with it \(--resume\)"):
        find_checkpoint(unfinished, IDENTITY, resume=False)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({**IDENTITY, "train_sha256": "cd"}, "train_sha256 was 'ab', is 'cd'"),
        (
            {**IDENTITY, "settings": {"seed": 13, "optimizer": {"epochs": 9.0}}},
            r"settings\.optimizer\.epochs was 3\.0, is 9\.0",
        ),
        ({"settings": IDENTITY["settings"]}, "train_sha256 was 'ab', is None"),
    ],
    ids=["data", "a setting", "a key less"],
)
def test_another_run_is_refused(unfinished: Path, changed: dict[str, object], message: str) -> None:
    with pytest.raises(ResumeError, match=message):
        find_checkpoint(unfinished, changed, resume=True)


@pytest.mark.parametrize("content", [None, "{"], ids=["missing", "damaged"])
def test_checkpoints_of_an_unknown_run_are_refused(unfinished: Path, content: str | None) -> None:
    (unfinished / RUN_FILE).unlink()
    if content is not None:
        (unfinished / RUN_FILE).write_text(content)
    with pytest.raises(ResumeError, match=r"run\.json is missing or damaged"):
        find_checkpoint(unfinished, IDENTITY, resume=True)


@pytest.mark.parametrize("begun", [True, False])
def test_a_run_without_checkpoints_begins_anew_and_says_so(
    tmp_path: Path, begun: bool, caplog: pytest.LogCaptureFixture
) -> None:
    if begun:
        begin_run(tmp_path / "checkpoints", IDENTITY)
    assert find_checkpoint(tmp_path / "checkpoints", IDENTITY, resume=True) is None
    assert "training begins anew" in caplog.text


def test_a_finished_run_leaves_no_checkpoints(unfinished: Path) -> None:
    end_run(unfinished)
    assert not unfinished.exists()
    assert find_checkpoint(unfinished, IDENTITY, resume=False) is None
