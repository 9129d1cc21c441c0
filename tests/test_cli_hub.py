"""The command line towards the Hub: push, and --revision of the commands that take a model."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from frontwire import cli
from frontwire.corpora.jsonl import write_jsonl
from frontwire.schema import Document
from hub_connection import connected, status
from hub_server import HubServer
from publishable import save_publishable_model

REPO = "newsdesk/tiny"

# Of the Hub library's own call of its HTTP client, when it sends a file.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_publishable_model(tmp_path_factory.mktemp("saved") / "model")


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[HubServer]:
    with connected(monkeypatch, tmp_path / "cache") as server:
        yield server


def test_a_push_prints_where_the_model_is(hub: HubServer, saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["push", str(saved), REPO, "--revision", "v1", "--message", "First", "--private"]) == 0
    commit = hub.repositories[REPO].branches["v1"][-1]
    count = len(list(saved.iterdir()))
    assert capsys.readouterr() == (
        f"{REPO}: {count} files, commit {commit.oid}\n{hub.url}/{REPO}/commit/{commit.oid}\n",
        "",
    )
    assert (commit.message, hub.repositories[REPO].private) == ("First", True)


def test_a_second_push_says_that_nothing_changed(
    hub: HubServer, saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hub.make(REPO, weights__bin=b"")
    cli.main(["push", str(saved), REPO])
    assert capsys.readouterr().err == (
        f"frontwire: {REPO} also holds weights.bin; frontwire neither wrote nor reads these\n"
    )
    assert cli.main(["push", str(saved), REPO]) == 0
    assert capsys.readouterr().out.startswith(f"{REPO}: nothing changed, commit ")


def test_a_dry_run_shows_files_sizes_and_metadata_and_makes_no_call(
    hub: HubServer, saved: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HF_TOKEN")
    assert cli.main(["push", str(saved), REPO, "--dry-run", "--private"]) == 0
    out, err = capsys.readouterr()
    assert (hub.requests, err) == ([], "")
    for path in saved.iterdir():
        assert f"{path.stat().st_size:>15,}  {path.name}\n" in out
    assert f"repository  {REPO} (private), branch main\nmessage     tiny 1\n" in out
    shown = yaml.safe_load(out.partition("metadata\n")[2].partition("nothing was sent")[0])
    assert (shown["license"], shown["pipeline_tag"]) == ("apache-2.0", "token-classification")


@pytest.mark.parametrize("option", ["--dry-run", "--private"])
def test_an_unfit_folder_is_one_line_and_no_call(
    hub: HubServer, saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    folder = Path(shutil.copytree(saved, tmp_path / "model"))
    (folder / "training.json").unlink()
    (folder / "a.pkl").write_bytes(b"")
    assert cli.main(["push", str(folder), REPO, option]) == 2
    assert capsys.readouterr() == (
        "",
        f"frontwire: error: {folder} cannot be published: a.pkl may hold pickled objects, which run code when they are read; "
        "remove it; training.json, with the metrics, is missing\n",
    )
    assert hub.requests == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["none", REPO], "no folder 'none'", id="folder"),
        pytest.param(["none", "tiny"], "'tiny' is no repository", id="repository"),
        pytest.param(["none", REPO, "--revision", "refs/pr/1"], "no branch to write to", id="branch"),
    ],
)
def test_a_wrong_push_is_status_2(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["push", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert message in err


def test_a_refusal_of_the_hub_is_status_1(hub: HubServer, saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hub.faults = [("repos/create", status(401))]
    assert cli.main(["push", str(saved), REPO]) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "does not accept the token (401)" in err


def test_push_has_help_without_anything_heavy(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(["push", "--help"])
    assert stop.value.code == 0
    out = capsys.readouterr().out
    for option in ("DIR", "REPO", "--private", "--revision BRANCH", "--message M", "--dry-run"):
        assert option in out


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What from_pretrained was called with; loading ends there."""
    from frontwire import predictor

    seen: dict[str, Any] = {}

    def from_pretrained(model: Any = None, **options: Any) -> None:
        seen.update(model=model, revision=options.get("revision"))
        raise KeyboardInterrupt

    monkeypatch.setattr(predictor.Extractor, "from_pretrained", from_pretrained)
    return seen


def _arguments(command: str, folder: Path) -> list[str]:
    if command == "extract":
        (folder / "a.txt").write_text("Gunmen killed a guard.")
        return ["extract", str(folder / "a.txt")]
    write_jsonl([Document(id="a", text="Gunmen killed a guard.")], folder / "gold.jsonl")
    return ["evaluate", "--gold", str(folder / "gold.jsonl")]


@pytest.mark.parametrize("command", ["extract", "evaluate"])
def test_model_and_revision_reach_the_extractor(command: str, tmp_path: Path, loaded: dict[str, Any]) -> None:
    assert cli.main([*_arguments(command, tmp_path), "--model", REPO, "--revision", "v1"]) == 1
    assert loaded == {"model": REPO, "revision": "v1"}


@pytest.mark.parametrize("command", ["extract", "evaluate"])
def test_a_revision_needs_a_model(
    command: str, tmp_path: Path, loaded: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*_arguments(command, tmp_path), "--revision", "v1"]) == 2
    assert "--revision is of a Hub model; name it with --model org/name" in capsys.readouterr().err
    assert loaded == {}


@pytest.mark.parametrize(
    ("terminal", "quiet", "hidden"), [(True, False, False), (True, True, True), (False, False, True)]
)
def test_progress_bars_are_for_terminals(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, quiet: bool, hidden: bool
) -> None:
    from frontwire.cli.hub_progress import hide_progress_bars

    calls: list[bool] = []
    monkeypatch.setattr("huggingface_hub.utils.disable_progress_bars", lambda: calls.append(True))
    monkeypatch.setattr("sys.stderr", argparse.Namespace(isatty=lambda: terminal))
    hide_progress_bars(quiet=quiet)
    assert calls == [True] * hidden
