"""The command line as a whole: every command documented, every error one line."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from frontwire import __version__, cli
from frontwire.errors import UsageError


def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "frontwire", *arguments], capture_output=True, text=True, check=False, cwd=cwd
    )


def test_version() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"frontwire {__version__}\n")


def test_help_imports_no_torch() -> None:
    code = (
        "import sys; from frontwire import cli\n"
        "try: cli.main(['extract', '--help'])\n"
        "except SystemExit: pass\n"
        "print('torch' in sys.modules, 'transformers' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False False"


@pytest.mark.parametrize("command", ["extract", "train", "evaluate", "data", "push"])
def test_every_command_has_help_and_stands_in_the_readme(command: str, repository: Path) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main([command, "--help"])
    assert stop.value.code == 0
    assert f"frontwire {command}" in (repository / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "the following arguments are required: COMMAND; frontwire --help shows how"),
        (["extract"], "the following arguments are required: INPUT; frontwire extract --help shows how"),
        (
            ["data", "split", "--seed", "x"],
            "argument --seed: invalid int value: 'x'; frontwire data split --help shows how",
        ),
    ],
)
def test_a_wrong_call_is_one_line(arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(arguments)
    assert (stop.value.code, capsys.readouterr().err) == (2, f"frontwire: error: {line}\n")


def _command(error: BaseException) -> argparse.Namespace:
    def fail(args: argparse.Namespace) -> int:
        raise error

    return argparse.Namespace(run=fail, debug=False)


@pytest.mark.parametrize(
    ("error", "status", "line"),
    [
        pytest.param(UsageError("two\nlines"), 2, "frontwire: error: two lines\n", id="own error"),
        pytest.param(ValueError("odd"), 1, "frontwire: error: ValueError: odd\n", id="other error"),
        pytest.param(KeyboardInterrupt(), 1, "frontwire: interrupted\n", id="Ctrl-C"),
    ],
)
def test_errors_are_one_line(error: BaseException, status: int, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run_command(_command(error)) == status
    assert capsys.readouterr().err == line


def test_debug_shows_the_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    args = _command(UsageError("wrong"))
    args.debug = True
    assert cli.run_command(args) == 2
    assert "Traceback" in capsys.readouterr().err


def test_training_with_a_wrong_configuration_names_every_problem(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text("sed: 1\noptimizer: {epochs: x}\n")
    done = run("train", "c.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert "sed: unknown key" in done.stderr
    assert "optimizer.epochs" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_smoke_configuration_trains_as_a_script(repository: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "scripts/train.py", "configs/smoke.yaml", "--output", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=repository,
    )
    assert done.returncode == 0, done.stderr
    assert "dev strict F1" in done.stdout
    assert (tmp_path / "model" / "model.safetensors").is_file()
    assert not [path for path in (tmp_path / "model").iterdir() if path.suffix in {".bin", ".pt", ".pkl"}]
