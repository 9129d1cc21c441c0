"""The README's example is run and its output compared; its commands exist."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def readme() -> str:
    return (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_example_prints_what_the_readme_says(readme: str) -> None:
    example = re.search(r"```python\n(.*?)```\s+```\n(.*?)```", readme, re.DOTALL)
    assert example is not None
    code, expected = example.groups()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), {})
    assert printed.getvalue() == expected


def test_make_targets_of_the_readme_exist(readme: str, repository: Path) -> None:
    makefile = (repository / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"^make (\w+)", readme, re.MULTILINE)) | {"demo", "test"}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_files_that_the_readme_names_exist(readme: str, repository: Path) -> None:
    for name in re.findall(r"`((?:docs|data|models|seeds|src|configs|benchmarks|scripts)/[\w./-]*)`", readme):
        assert (repository / name).exists(), name


def test_no_placeholder_is_left(readme: str) -> None:
    assert "@@" not in readme
