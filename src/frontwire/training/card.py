"""The model card that every saved folder carries; figures come from its ``training.json``, none are typed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from frontwire.ontology import LABELS

#: Names in the counts of ``training.json`` for documents of the project's own and for those of no known corpus.
OWN: Final = "own"
OTHER: Final = "other"
#: Where a base was found when its name is one that the Hub knows.
_FROM_THE_HUB: Final = ("hub", "hub cache", "package")


def model_card(record: dict[str, Any]) -> str:
    """Markdown with the metadata that the Hugging Face Hub reads."""
    config, data, dev = record["config"], record["data"], record["dev"]
    base = record["base"]["model"]
    base_line = f"base_model: {base}\n" if record["base"]["found_in"] in _FROM_THE_HUB else ""
    rows = "\n".join(
        f"| {label} | {dev.get(f'{label}_precision', 0):.3f} | {dev.get(f'{label}_recall', 0):.3f} | {dev.get(f'{label}_f1', 0):.3f} "
        f"| {int(dev.get(f'{label}_support', 0))} |"
        for label in LABELS
    )
    train, held, machine = data["train"], data["dev"], record["machine"]
    # Whoever trains on documents of their own chooses the licence of what comes out.
    license_line = "" if OTHER in train["corpora"] else "license: apache-2.0\n"
    return f"""---
{license_line}language: en
library_name: transformers
pipeline_tag: token-classification
{base_line}tags:
- conflict
- event-extraction
- news
metrics:
- precision
- recall
- f1
widget:
- text: "Gunmen killed a policeman and wounded two guards at a checkpoint near Kabul on Tuesday."
model-index:
- name: {config["name"]}
  results:
  - task:
      type: token-classification
    dataset:
      name: frontwire dev documents
      type: frontwire
    metrics:
    - type: f1
      name: strict span F1
      value: {dev["f1"]}
---
# {config["name"]} {config["version"]}

Tags attackers, targets, locations, dates, weapons, event words and the numbers of killed, wounded and undivided casualties in
English conflict news. It is the tagger of frontwire, which links its tags into event records; alone it works in
`transformers.pipeline("token-classification")`.

## Data

Fine-tuned from `{base}` on {train["documents"]} documents ({train["words"]:,} words): {_sources(train["corpora"])}.
{_annotators(train["corpora"])}The epoch was chosen on {held["documents"]} dev documents.

## Scores

Strict spans (same label, start and end) on the {held["documents"]} dev documents, which also chose the epoch and so flatter; for
others, score documents that chose nothing (`frontwire evaluate`). One seed ({record["seed"]}).

| label | precision | recall | F1 | gold spans |
|---|---|---|---|---|
{rows}
| all | {dev["precision"]:.3f} | {dev["recall"]:.3f} | {dev["f1"]:.3f} | {int(dev["support"])} |

## Limits

- English only; agency reports, short police notices and radio transcripts of 1980–2021 are what it has read most.
- Roles are tagged where a sentence tells of an attack; sentences about trials, threats or exercises that use the same words
  are its most frequent false alarms.
- Who is attacker and who is target is mixed up most often in clashes where both sides act.
- It does not know whether a report is true. Rows coded from it need a person's eye before they count as facts.
- Texts longer than one window ({config["windows"]["max_length"]} tokens) need windows; frontwire cuts them, a plain pipeline does not.

## Made with

{machine["cpus"]} processors ({machine["architecture"]}), device {machine["device"]}, {machine["precision"]},
{record["seconds"]:.0f} s. Configuration, data hashes and versions stand in `training.json`.
"""


def _sources(corpora: Mapping[str, int]) -> str:
    """How many documents came from where: ``{"own": 60, "satp": 90, "other": 5}`` in words."""
    known = {name: count for name, count in corpora.items() if name not in (OWN, OTHER)}
    parts = []
    if own := corpora.get(OWN):
        parts.append(f"{own} invented articles written for frontwire")
    if known:
        parts.append(f"{sum(known.values())} of real news ({', '.join(f'{n} {c}' for n, c in known.items())})")
    if other := corpora.get(OTHER):
        parts.append(f"{other} of other files, named in `training.json`")
    return ", ".join(parts)


def _annotators(corpora: Mapping[str, int]) -> str:
    """What is known of the annotations of the project's data; of anybody else's, nothing is."""
    lines = ""
    if corpora.keys() - {OTHER}:
        lines += """Language models annotated the project's documents after written guidelines, in two passes; agreement between two such
annotations flatters, since both come from one kind of annotator.
"""
    if corpora.keys() - {OWN, OTHER}:
        lines += "The research corpora have licences of their own, which whoever redistributes or sells this model should read.\n"
    return lines
