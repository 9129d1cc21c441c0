"""The wheel holds all that an installation needs, and works without the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=Path(__file__).parents[1],
        check=True,
        capture_output=True,
    )
    [path] = folder.glob("*.whl")
    return path


def test_the_wheel_carries_model_tables_and_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "frontwire/bundled_model/model.safetensors",
        "frontwire/bundled_model/config.json",
        "frontwire/bundled_model/tokenizer.json",
        "frontwire/bundled_model/README.md",
        "frontwire/normalize/tables/common_words.txt",
        "frontwire/py.typed",
    } <= names
    assert not [name for name in names if name.startswith(("tests/", "data/", "seeds/"))]


def test_an_unpacked_wheel_extracts_offline_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(installed)
    work = tmp_path / "elsewhere"
    work.mkdir()
    (work / "a.txt").write_text("Gunmen killed a policeman in Kabul on Tuesday.\n")
    done = subprocess.run(
        [sys.executable, "-m", "frontwire", "extract", "a.txt", "--date", "2020-05-20", "--threads", "1"],
        cwd=work,
        env={**os.environ, "PYTHONPATH": str(installed), "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["events"][0]["place"]["country"] == "AF"
    code = "import frontwire; print(frontwire.__file__)"
    where = subprocess.run(
        [sys.executable, "-c", code],
        cwd=work,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(installed) in where.stdout
