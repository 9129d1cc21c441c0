from __future__ import annotations

import inspect

import pytest

from frontwire import errors
from frontwire.errors import ConfigError, DependencyError, FrontwireError, PredictionError, RecordError

TREE = [cls for _, cls in inspect.getmembers(errors, inspect.isclass) if cls.__module__ == errors.__name__]


@pytest.mark.parametrize("cls", TREE, ids=lambda cls: cls.__name__)
def test_every_error_is_in_the_tree_and_documented(cls: type[Exception]) -> None:
    assert issubclass(cls, FrontwireError)
    assert cls.__doc__
    assert errors.__doc__ is not None
    assert cls.__name__ in errors.__doc__  # the drawing at the top of the module


def test_the_drawing_names_no_error_that_does_not_exist() -> None:
    assert errors.__doc__ is not None
    drawn = [line.strip("│├└─ ").split()[0] for line in errors.__doc__.splitlines() if "──" in line]
    assert sorted([*drawn, "FrontwireError"]) == sorted(cls.__name__ for cls in TREE)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        pytest.param("FrontwireError", 1, id="anything"),
        pytest.param("UsageError", 2, id="usage"),
        pytest.param("ConfigError", 2, id="config"),
        pytest.param("DependencyError", 2, id="missing package"),
        pytest.param("RecordError", 1, id="record"),
        pytest.param("ModelLoadError", 2, id="model"),
        pytest.param("LabelMismatchError", 2, id="labels"),
        pytest.param("DeviceError", 2, id="device"),
        pytest.param("PredictionError", 1, id="prediction"),
        pytest.param("HubError", 1, id="Hub"),
        pytest.param("PublishError", 2, id="unfit to be published"),
        pytest.param("OutputError", 1, id="output"),
        pytest.param("ResumeError", 2, id="resume"),
    ],
)
def test_exit_status(name: str, status: int) -> None:
    assert getattr(errors, name).exit_code == status


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        pytest.param("train.jsonl", 17, "line 17 of train.jsonl: no text", id="file and line"),
        pytest.param("train.jsonl", None, "train.jsonl: no text", id="file"),
        pytest.param(None, 17, "line 17: no text", id="line"),
        pytest.param(None, None, "no text", id="neither"),
    ],
)
def test_record_error_says_where(source: str | None, line: int | None, message: str) -> None:
    error = RecordError("no text", source=source, line=line)
    assert str(error) == message
    assert (error.reason, error.source, error.line) == ("no text", source, line)


def test_config_error_has_all_problems_at_once() -> None:
    problems = ["epochs is -1", "unknown key 'lr'"]
    error = ConfigError("default.yaml", problems)
    assert str(error) == "default.yaml: epochs is -1; unknown key 'lr'"
    problems.clear()
    assert error.problems == ["epochs is -1", "unknown key 'lr'"]  # its own list


def test_dependency_error_says_what_to_install() -> None:
    error = DependencyError("scipy", "train", "scoring events")
    assert str(error) == (
        "scoring events needs the package scipy, which is not installed; run: pip install 'frontwire[train]'"
    )


def test_prediction_error_names_the_document() -> None:
    error = PredictionError("kunduz-1", "the text is empty")
    assert str(error) == "document 'kunduz-1': the text is empty"
    assert error.document_id == "kunduz-1"
