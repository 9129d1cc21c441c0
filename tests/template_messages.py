"""Invented messages for tests of the template mapping: words by a plain pattern, states drawn by the words themselves."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from benchmarks.public.templates.keys import FIELD_SLOTS, LAYERS, Fill, Key
from benchmarks.public.templates.messages import Message, Words
from frontwire.evaluation.role_entities import MUC4_ROLES
from frontwire.schema import Document, Event, Mention

WIDTH = 8


def message(
    text: str,
    *,
    id: str = "tst9-muc9-0001",
    keys: Sequence[Key] = (),
    mentions: Sequence[tuple[str, str]] = (),
    events: Sequence[Event] = (),
    date: str | None = "1988-05-02",
) -> Message:
    """``mentions`` are (label, words); each stands at the first place of its words and belongs to all events."""
    document = Document(id=id, text=text, date=date, events=list(events))
    for number, (label, words) in enumerate(mentions, start=1):
        start = text.index(words)
        ids = [event.id for event in events]
        document.mentions.append(Mention(f"m{number}", label, start, start + len(words), words, 0.9, ids))
    spans = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    hidden = np.stack([_state(text[start:end]) for start, end in spans])
    return Message(document, Words(np.array(spans, dtype=np.int32), hidden), keys)


def key(type_: str = "BOMBING", *, optional: bool = False, **given: list[str]) -> Key:
    """``"a|b"`` are alternatives, ``"?a"`` is optional; layers by their names, all else are fields."""
    fills = {
        name: [Fill(frozenset(value.lstrip("?").split("|")), value.startswith("?")) for value in values]
        for name, values in {"type": [type_], **given}.items()
    }
    roles = {role: fills.get(role, []) for role in MUC4_ROLES}
    fields = {name: fills.get("Place" if name == "place" and "Place" in fills else name, []) for name in FIELD_SLOTS}
    unknown = set(fills) - set(LAYERS) - set(FIELD_SLOTS)
    if unknown:
        raise ValueError(f"neither layers nor fields: {unknown}")
    return Key("tst9-muc9-0001", 1, optional, roles, fields, fills.get("Description", []))


def _state(word: str) -> np.ndarray[tuple[int], np.dtype[np.float16]]:
    seed = int.from_bytes(hashlib.sha1(word.lower().encode()).digest()[:4], "big")
    return np.random.default_rng(seed).normal(size=WIDTH).astype(np.float16)
