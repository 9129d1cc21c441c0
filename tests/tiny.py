"""A tiny tokenizer and model made in the process, and documents to go with them; nothing is downloaded."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer

from frontwire.config import BaseConfig
from frontwire.schema import Document, Event, Mention
from frontwire.training.bases import Base, load_base

TEXTS = [
    "Gunmen killed three policemen in Lashkar Gah on Tuesday.",
    "A roadside bomb wounded 12 soldiers near the town of Balad early on Friday, officials said.",
    "The minister spoke about the harvest and the price of 5.975,74 pounds of flour.",
    "Rebels shelled the market of Sirte with mortars; at least seven people were killed.",
]


def tiny_base(*, seed: int = 3) -> Base:
    """Random weights over a vocabulary made from :data:`TEXTS`."""
    return load_base(BaseConfig(model="random", vocabulary=300), seed=seed, texts=TEXTS)


def tiny_tokenizer() -> Tokenizer:
    """The tokenizer of :func:`tiny_base`."""
    return tiny_base().tokenizer.backend_tokenizer


def save_tiny_model(folder: Path, *, seed: int = 3, max_length: int = 32, overlap: int = 8) -> Path:
    """A complete model folder with random weights."""
    import json

    base = tiny_base(seed=seed)
    base.model.config.frontwire = {"name": "tiny", "version": "1", "max_length": max_length, "overlap": overlap}
    base.tokenizer.model_max_length = 512
    base.model.save_pretrained(folder)
    base.tokenizer.save_pretrained(folder)
    config = json.loads((folder / "config.json").read_text())
    config["dtype"] = "float32"
    (folder / "config.json").write_text(json.dumps(config))
    return folder


def document(text: str, spans: list[tuple[str, str]], *, id: str = "doc", date: str | None = None) -> Document:
    """A document whose mentions are given as (label, words), each found behind the one before; all in event e1."""
    mentions, position = [], 0
    for number, (label, words) in enumerate(spans, start=1):
        start = text.index(words, position)
        position = start + len(words)
        mentions.append(Mention(id=f"m{number}", label=label, start=start, end=position, text=words, events=["e1"]))
    events = [Event(id="e1", type="armed_assault")] if mentions else []
    result = Document(id=id, text=text, date=date, mentions=mentions, events=events)
    result.assign_roles()
    return result
