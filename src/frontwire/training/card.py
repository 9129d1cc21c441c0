"""The model card that every saved folder carries; figures come from its ``training.json``, none are typed in.

Its metadata are those of https://huggingface.co/docs/hub/model-cards#model-card-metadata.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from frontwire.ontology import LABELS

#: Names in the counts of ``training.json`` for documents of the project's own and for those of no known corpus.
OWN: Final = "own"
OTHER: Final = "other"
_TASK: Final = "token-classification"
_METRICS: Final = ("precision", "recall", "f1")
#: Headings that a later calibration looks for in a card.
_SCORES_HEADING: Final = "## Mention scores"
_LIMITS_HEADING: Final = "## Limits"
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
{_annotators(train["corpora"])}The epoch was chosen on {held["documents"]} dev documents.

## Scores

Strict spans (same label, start and end) on the {held["documents"]} dev documents, which also chose the epoch and so flatter; for
others, score documents that chose nothing (`frontwire evaluate`). One seed ({record["seed"]}).

| label | precision | recall | F1 | gold spans |
|---|---|---|---|---|
{rows}
| all | {dev["precision"]:.3f} | {dev["recall"]:.3f} | {dev["f1"]:.3f} | {int(dev["support"])} |

{mention_scores(record["calibration"]) if record.get("calibration") else ""}{_LIMITS_HEADING}

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


def with_mention_scores(card: str, calibration: Mapping[str, Any]) -> str | None:
    """A card, which a person may have edited since, with its part on mention scores made anew or put before its limits.

    None where the card has neither part.
    """
    part = mention_scores(calibration)
    if f"\n{_SCORES_HEADING}\n" in card:
        return re.sub(rf"^{_SCORES_HEADING}\n.*?(?=^## |\Z)", lambda _: part, card, flags=re.DOTALL | re.MULTILINE)
    before, heading, behind = card.partition(f"\n{_LIMITS_HEADING}\n")
    return f"{before}\n{part}{heading[1:]}{behind}" if heading else None


def mention_scores(calibration: Mapping[str, Any]) -> str:
    """The card's part on what a mention's score means and what a threshold on it costs, as Markdown."""
    rows = "\n".join(
        f"| {point['min_score']:g} | {_share(point['precision'])} | {_share(point['recall'])} | {point['f1']:.3f} "
        f"| {point['kept']} |"
        for point in calibration["operating_points"]
    )
    raw, fitted = (
        f"{errors['calibration_error_equal_mass']:.3f} ({errors['calibration_error_equal_width']:.3f})"
        for errors in (calibration["raw"], calibration["cross_validated"])
    )
    documents, predicted, folds = (calibration[name] for name in ("documents", "mentions", "folds"))
    return f"""{_SCORES_HEADING}

In frontwire a mention's score is the probability that it is strictly right. The map to it (`calibration.json`) was fitted on
{documents} dev documents with {predicted} predicted mentions; figures here are cross-validated over the documents in {folds} parts.
Expected calibration error over ten bins of as many mentions each (of one width): {fitted}; of the raw scores, mean
probabilities of the label, {raw}.

`--min-score X` drops mentions scored below X; without it those below {calibration["min_score"]:g} are dropped, which gives the
best F1 on these documents:

| min-score | strict precision | strict recall | F1 | mentions left |
|---|---|---|---|---|
{rows}

"""


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


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
