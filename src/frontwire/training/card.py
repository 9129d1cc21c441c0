"""The model card that every saved folder carries; figures come from its ``training.json``, none are typed in.

Its metadata are those of https://huggingface.co/docs/hub/model-cards#model-card-metadata.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from frontwire.ontology import LABELS
from frontwire.training.card_parts import LIMITS_HEADING, mention_scores

#: Names in the counts of ``training.json`` for documents of the project's own and for those of no known corpus.
OWN: Final = "own"
OTHER: Final = "other"
_TASK: Final = "token-classification"
_METRICS: Final = ("precision", "recall", "f1")
#: Where a base was found when its name is one that the Hub knows.
_FROM_THE_HUB: Final = ("hub", "hub cache", "package")
#: Invented examples that the model's page on the Hub offers to try: title, text.
_EXAMPLES: Final = (
    ("Attack", "Gunmen killed a policeman and wounded two guards at a checkpoint near Kabul on Tuesday."),
    ("Bombing", "A car bomb went off outside the courthouse in Tarvan on 3 March, killing at least eleven people."),
    ("Claims", "The army said its jets had hit a rebel camp; residents spoke of nine farmers dead and dozens hurt."),
    ("Nothing happened", "The trial of two men accused of last year's attack was put off until Friday."),
)


def model_card(record: dict[str, Any]) -> str:
    """Markdown with the metadata that the Hugging Face Hub reads."""
    config, data, dev = record["config"], record["data"], record["dev"]
    base = record["base"]["model"]
    rows = "\n".join(
        f"| {label} | {dev.get(f'{label}_precision', 0):.3f} | {dev.get(f'{label}_recall', 0):.3f} | {dev.get(f'{label}_f1', 0):.3f} "
        f"| {int(dev.get(f'{label}_support', 0))} |"
        for label in LABELS
    )
    train, held, machine = data["train"], data["dev"], record["machine"]
    return f"""---
{_as_yaml(card_metadata(record))}---
# {config["name"]} {config["version"]}

Tags attackers, targets, locations, dates, weapons, event words and the numbers of killed, wounded and undivided casualties in
English conflict news. It is the tagger of frontwire, which links its tags into event records; alone it works in
`transformers.pipeline("token-classification")`.

## Data

Fine-tuned from `{base}` on {train["documents"]} documents ({train["words"]:,} words): {_sources(train["corpora"])}.
{_annotators(train["corpora"])}{_learning(record)}The epoch was chosen on {held["documents"]} dev documents.

## Scores

Strict spans (same label, start and end) on the {held["documents"]} dev documents, which also chose the epoch and so flatter; for
others, score documents that chose nothing (`frontwire evaluate`). One seed ({record["seed"]}).

| label | precision | recall | F1 | gold spans |
|---|---|---|---|---|
{rows}
| all | {dev["precision"]:.3f} | {dev["recall"]:.3f} | {dev["f1"]:.3f} | {int(dev["support"])} |

{mention_scores(record["calibration"]) if record.get("calibration") else ""}{LIMITS_HEADING}

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


def card_metadata(record: dict[str, Any]) -> dict[str, Any]:
    """The metadata of the card: what the Hub filters by, shows in its model index and offers to try.

    ``license`` is left out where documents of no known corpus were learned from: whoever trains on documents of their own
    chooses it. ``datasets`` are the corpora by the names that the data have in frontwire; the Hub has none of them under
    these names and shows plain tags.
    """
    dev, trained_on, base = record["dev"], record["data"]["train"]["corpora"], record["base"]
    corpora = sorted(trained_on.keys() - {OWN, OTHER})
    metadata = {
        "license": None if OTHER in trained_on else "apache-2.0",
        "language": ["en"],
        "library_name": "transformers",
        "pipeline_tag": _TASK,
        "base_model": base["model"] if base["found_in"] in _FROM_THE_HUB else None,
        "datasets": corpora or None,
        "tags": ["frontwire", "conflict", "event-extraction", "news"],
        "metrics": list(_METRICS),
        "widget": [{"example_title": title, "text": text} for title, text in _EXAMPLES],
        "model-index": [
            {
                "name": record["config"]["name"],
                "results": [
                    {
                        "task": {"type": _TASK, "name": "Token Classification"},
                        "dataset": {"name": "frontwire dev documents", "type": "frontwire", "split": "dev"},
                        "metrics": [
                            {"type": name, "name": f"strict span {name.replace('f1', 'F1')}", "value": dev[name]}
                            for name in _METRICS
                        ],
                    }
                ],
            }
        ],
    }
    return {name: value for name, value in metadata.items() if value is not None}


def _as_yaml(metadata: dict[str, Any]) -> str:
    import yaml

    text: str = yaml.safe_dump(metadata, sort_keys=False, allow_unicode=True, width=1000)
    return text


def _learning(record: Mapping[str, Any]) -> str:
    """What the run learned from beside the documents as they are: perturbed copies of them, and teachers."""
    lines = ""
    shares = {name: share for name, share in record["config"].get("augmentation", {}).items() if share}
    if shares:
        kinds = ", ".join(f"{name.replace('_', ' ')} {share:.0%}" for name, share in shares.items())
        lines += f"Perturbed copies of some of them were learned too ({kinds}).\n"
    if distilled := record.get("distillation"):
        settings, more = record["config"]["distillation"], distilled["unlabelled"]
        taggers = f"{len(distilled['teachers_sha256'])} taggers of the same size (weight {settings['weight']:g})"
        lines += f"""It learned the mean tag probabilities of {taggers} beside the annotations, and on
{more["words"]:,} words ({more["texts"]} texts) of the corpora's train parts, which nobody annotated, those alone.
"""
    return lines


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
