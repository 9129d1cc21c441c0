"""Small corpora of invented sentences in the formats that the public benchmarks read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

NER = [
    [("Rebels", "B-Organisation"), ("shelled", "O"), ("Port", "B-Location"), ("Alder", "I-Location"), (".", "O")],
    [("Colonel", "B-Person"), ("Reed", "I-Person"), ("left", "O"), ("Alder", "B-Location"), (".", "O")],
    [("The", "B-Organisation"), ("Council", "I-Organisation"), ("met", "O"), ("in", "O"), ("Alder", "B-Location")],
]
CAMEO = [
    [("Northland", "B-S"), ("criticised", "O"), ("Southland", "B-T"), (".", "O")],
    [("Southland", "B-S"), ("offered", "O"), ("talks", "B-R"), ("to", "O"), ("Northland", "B-T")],
]

MESSAGE = "members of the red column blew up the iron bridge. the red column used dynamite. dynamite hit the bridge."
ENTITIES = {
    "PerpInd": [["members of the red column"]],
    "PerpOrg": [["red column"]],
    "Target": [["iron bridge", "bridge"]],
    "Victim": [],
    "Weapon": [["dynamite"]],
}


def write_ner(folder: Path, sentences: list[list[tuple[str, str]]], parts: dict[str, int]) -> None:
    """Files of ``parts``, each with its number of sentences, taken in turns."""
    folder.mkdir(parents=True)
    for part, count in parts.items():
        rows = ["".join(f"{word} {tag}\n" for word, tag in sentences[i % len(sentences)]) for i in range(count)]
        (folder / f"{part}.txt").write_text("\n".join(rows), encoding="utf-8")


def message(number: int, text: str = MESSAGE, entities: dict[str, Any] | None = None) -> dict[str, Any]:
    entities = ENTITIES if entities is None else entities
    extracts = {
        role: [[[name, text.index(name)] for name in names] for names in found] for role, found in entities.items()
    }
    return {"docid": f"TST1-MUC3-{number:04}", "doctext": text, "extracts": extracts}


def write_muc4(folder: Path, messages: dict[str, list[dict[str, Any]]]) -> None:
    folder.mkdir(parents=True)
    for part, rows in messages.items():
        (folder / f"ree_{part}.json").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


TEXT = "A bomb killed a clerk in Alder , and another bomb wounded guards near Alder station ."
WORDS = TEXT.split(" ")


def write_wikievents(folder: Path, *, train: int = 8) -> None:
    """``train`` recast documents and one original, each with a death and an injury."""
    folder.mkdir(parents=True)
    rows = [
        {
            "docid": f"d{number}",
            "tokens": WORDS,
            "event_mentions": [
                _recast("Life.Die", 2, "killed", {"Victim": "clerk", "Place": "Alder"}),
                _recast("Life.Injure", 11, "wounded", {"Victim": "guards", "Instrument": "bomb"}),
            ],
        }
        for number in range(train)
    ]
    (folder / "train_recast.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    entities = {"e1": ("PER", 4, 5), "e2": ("GPE", 6, 7), "e3": ("PER", 12, 13), "e4": ("WEA", 10, 11)}
    original = {
        "doc_id": "original-1",
        "text": TEXT,
        "tokens": WORDS,
        "entity_mentions": [
            {"id": key, "entity_type": kind, "start": start, "end": end, "text": " ".join(WORDS[start:end])}
            for key, (kind, start, end) in entities.items()
        ],
        "event_mentions": [
            _original("v1", "Life.Die.Unspecified", 2, "killed", [("Victim", "e1", "clerk"), ("Place", "e2", "Alder")]),
            _original(
                "v2",
                "Life.Injure.Unspecified",
                11,
                "wounded",
                [("Victim", "e3", "guards"), ("Instrument", "e4", "bomb")],
            ),
        ],
    }
    (folder / "dev.jsonl").write_text(json.dumps(original) + "\n", encoding="utf-8")


def _recast(kind: str, index: int, trigger: str, arguments: dict[str, str]) -> dict[str, Any]:
    return {
        "event_type": kind,
        "trigger": {"start_idx": index, "end_idx": index + 1, "text": trigger},
        "arguments": [{"role": role, "text": text} for role, text in arguments.items()],
    }


def _original(key: str, kind: str, index: int, trigger: str, arguments: list[tuple[str, str, str]]) -> dict[str, Any]:
    return {
        "id": key,
        "event_type": kind,
        "trigger": {"start": index, "end": index + 1, "text": trigger},
        "arguments": [{"role": role, "entity_id": entity, "text": text} for role, entity, text in arguments],
    }
