"""The card of the exported data set: front matter that the Hub and ``load_dataset`` read, and a text for people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from frontwire import ontology
from frontwire.errors import DependencyError
from frontwire.version import __version__

#: Sections of the data folder's README that the card takes over.
_SECTIONS: Final = ("Who annotated, and how", "Biases and what must not be inferred")
_SIZES: Final = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"))

_TEXT: Final = """\
# frontwire data

News on violent conflict, annotated with mentions (nine labels, flat spans) and the events they belong to. Offsets count
Unicode code points, end exclusive. Written by frontwire {version}.

```python
from datasets import load_dataset

own = load_dataset("THIS_FOLDER", "own")                  # articles with text
annotations = load_dataset("THIS_FOLDER", "annotations")  # offsets into texts of public corpora, no text
```

| configuration | split | documents |
|---|---|---|
{rows}

**own**: articles of our own writing. What they report as news is invented: incidents, people, figures, outlets; countries,
cities and kinds of actors are real. `tokens` and `ner_tags` are for token classification, `mentions` and `events` for
everything else; `extra` is JSON.

**annotations**: what was found in real news of public corpora. No text is in it: `sha256` (of the UTF-8 text), `length`
(characters) and `source` say which text the offsets belong to; fetch it from the corpus's own home (`frontwire data
download`) and join by `id` and `sha256`. Texts belong to their publishers and have licences of their own. Names of
places and actors and the victims and claimants of tolls are left out, because they quote the text.

Labels: {labels}. Event types: {types}. In counts a null `high` is an open bound; a null count is unknown, not zero. A year
of `XXXX` in a date is unknown.
"""


def dataset_card(counts: Mapping[tuple[str, str], int], statement: str = "") -> str:
    """The card (README.md) for documents counted by (configuration, split).

    ``statement`` is the README of the data folder; its sections on annotation and biases are taken over.
    """
    try:
        import yaml
    except ImportError:
        raise DependencyError("pyyaml", "train", "writing a data set's card") from None

    front = yaml.safe_dump(_front_matter(counts), sort_keys=False, allow_unicode=True)
    rows = "\n".join(f"| {name} | {split} | {count} |" for (name, split), count in counts.items())
    text = _TEXT.format(
        version=__version__, rows=rows, labels=", ".join(ontology.LABELS), types=", ".join(ontology.EVENT_TYPES)
    )
    return "\n".join([f"---\n{front}---\n", text, *_sections(statement)])


def _front_matter(counts: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    names = list(dict.fromkeys(name for name, _ in counts))
    total = sum(counts.values())
    return {
        "pretty_name": "frontwire: conflict events in news",
        "license": "cc-by-4.0",
        "language": ["en"],
        "task_categories": ["token-classification"],
        "task_ids": ["named-entity-recognition"],
        "tags": ["event-extraction", "conflict", "news"],
        "size_categories": [next((size for limit, size in _SIZES if total < limit), "n>100K")],
        "configs": [
            {
                "config_name": name,
                **({"default": True} if name == names[0] else {}),
                "data_files": [
                    {"split": split, "path": f"{name}/{split}.parquet"} for given, split in counts if given == name
                ],
            }
            for name in names
        ],
    }


def _sections(statement: str) -> list[str]:
    parts = re.split(r"^## ", statement, flags=re.MULTILINE)[1:]
    return [f"## {part.rstrip()}\n" for part in parts if part.split("\n", 1)[0].strip() in _SECTIONS]
