"""The order of layers in docs/design.md: imports point down only, and light parts import nothing heavy."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

#: Imports between packages of one layer that docs/design.md allows.
_ALLOWED_BESIDE = {("events", "normalize")}
_HEAVY = ("torch", "transformers", "datasets", "evaluate", "accelerate")


def layers_of(repository: Path) -> dict[str, int]:
    """Package or module → layer, read from the table in the design document."""
    design = (repository / "docs" / "design.md").read_text(encoding="utf-8")
    layers = {}
    for layer, cell in re.findall(r"^\| (\d) \| (.+?) \|", design, re.MULTILINE):
        for name in re.findall(r"`([^`]+)`", cell):
            layers[name.removesuffix("/").removesuffix(".py")] = int(layer)
    return layers


def modules(repository: Path) -> Iterator[tuple[str, Path]]:
    """Top-level part of the package → each of its source files."""
    package = repository / "src" / "frontwire"
    for path in sorted(package.rglob("*.py")):
        part = path.relative_to(package).parts[0].removesuffix(".py")
        if part not in ("__init__", "__main__"):  # the outside view of the package; it may name every layer
            yield part, path


def imported_parts(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Parts of frontwire that a module imports anywhere in it, with the line; those for type checkers included."""
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = f"{'.' * node.level}{node.module or ''}"
            names = [f"{base}.{alias.name}" for alias in node.names]
        for name in names:
            if name.startswith("."):
                yield "relative import", node.lineno
            elif name.split(".")[0] == "frontwire" and "." in name:
                yield name.split(".")[1], node.lineno


def test_imports_point_down(repository: Path) -> None:
    layers = layers_of(repository)
    faults = []
    for part, path in modules(repository):
        for other, line in imported_parts(ast.parse(path.read_text(encoding="utf-8"))):
            below = other in layers and (layers[other] < layers[part] or (layers[part], other) == (1, other))
            if other != part and not below and (part, other) not in _ALLOWED_BESIDE:
                faults.append(f"{path.relative_to(repository)}:{line}: {part} imports {other}")
    assert faults == []


def test_every_part_stands_in_one_layer_of_the_design(repository: Path) -> None:
    layers = layers_of(repository)
    assert {part for part, _ in modules(repository)} <= set(layers)
    assert len(layers) > 10  # the table was found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("import frontwire.cli", ["cli"], id="import"),
        pytest.param("import frontwire.cli.train as t, os", ["cli"], id="import as"),
        pytest.param("from frontwire import schema, ontology", ["schema", "ontology"], id="from the package"),
        pytest.param("from frontwire.events.linking import link", ["events"], id="from a module"),
        pytest.param("def f():\n    from frontwire.model import x", ["model"], id="inside a function"),
        pytest.param("from . import spans", ["relative import"], id="relative"),
        pytest.param("import frontwired\nimport torch", [], id="others"),
    ],
)
def test_imports_are_found(source: str, expected: list[str]) -> None:
    assert [part for part, _ in imported_parts(ast.parse(source))] == expected


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("import frontwire", id="frontwire"),
        pytest.param("import frontwire.corpora.inline, frontwire.corpora.jsonl", id="corpora"),
        pytest.param("import frontwire.evaluation", id="evaluation"),
        pytest.param("import frontwire.cli; frontwire.cli.build_parser()", id="command line"),
    ],
)
def test_light_parts_import_nothing_heavy(statement: str) -> None:
    code = f"{statement}\nimport sys\nprint(*sorted(set(sys.modules) & {set(_HEAVY)!r}))"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr, done.returncode) == ("", "", 0)
