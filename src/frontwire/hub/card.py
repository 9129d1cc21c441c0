"""Reading a model card's metadata, and what the Hub needs of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

_FRONT_MATTER: Final = re.compile(
    r"\A(?:\ufeff)?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)(.*)\Z", re.DOTALL | re.MULTILINE
)
_TASK: Final = "token-classification"


def read_card(text: str) -> tuple[dict[str, Any], str]:
    """Metadata and body of a card. Raises ValueError with a phrase on what is wrong where there are none that can be read."""
    import yaml

    match = _FRONT_MATTER.match(text)
    if match is None:
        raise ValueError("has no metadata; expected YAML between two lines of --- at its top")
    try:
        metadata = yaml.safe_load(match.group(1))
    except yaml.YAMLError as error:
        raise ValueError(f"has metadata that are no YAML ({' '.join(str(error).split())})") from None
    if not isinstance(metadata, dict):
        raise ValueError(f"has metadata of type {type(metadata).__name__}; expected a mapping")
    return metadata, match.group(2)


def metadata_problems(metadata: Mapping[str, Any]) -> Iterator[str]:
    """What metadata lack or have wrong for a published tagger, as phrases that go on from the card's name."""
    if not _is_name(metadata.get("license")):
        yield "lacks license; write under which licence the model is given, as in license: apache-2.0"
    elif metadata["license"] == "other" and not _is_name(metadata.get("license_name")):
        yield "has license other without license_name"
    if not _are_names(metadata.get("language")):
        yield "lacks language, as in language: en"
    if metadata.get("pipeline_tag") != _TASK:
        yield f"has pipeline_tag {metadata.get('pipeline_tag')!r}; expected {_TASK}"
    if not _are_names(metadata.get("metrics")):
        yield "lacks metrics, as in metrics: [precision, recall, f1]"
    if "datasets" in metadata and not _are_names(metadata["datasets"]):
        yield "has datasets that are no list of names"
    if not _has_values(metadata.get("model-index")):
        yield "lacks a model-index with at least one measured value"
    if not _has_examples(metadata.get("widget")):
        yield "lacks widget, a list of examples with text"


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_names(value: object) -> bool:
    return _is_name(value) or (isinstance(value, list) and bool(value) and all(map(_is_name, value)))


def _has_values(index: object) -> bool:
    """Whether a model-index has a result with a number, and none without a data set: the Hub shows no others."""
    results = [result for model in _mappings(index) for result in _mappings(model.get("results"))]
    values = [metric.get("value") for result in results for metric in _mappings(result.get("metrics"))]
    complete = all(isinstance(r.get("dataset"), dict) and isinstance(r.get("task"), dict) for r in results)
    return complete and any(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def _has_examples(widget: object) -> bool:
    return isinstance(widget, list) and bool(widget) and all(_is_name(e.get("text")) for e in _mappings(widget))


def _mappings(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
