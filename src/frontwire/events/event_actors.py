"""The actor on either side of each event, named alike through the document."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from frontwire.events.document_index import DocumentIndex
from frontwire.normalize.actors import join_actors, resolve_actor
from frontwire.normalize.display_names import display_name
from frontwire.schema import Actor, Event
from frontwire.text.casing import is_of_one_case

#: Side of an event → label of its mentions.
_SIDES: Final = {"attacker": "ATTACKER", "target": "TARGET"}


def fill_actors(index: DocumentIndex) -> None:
    """Write ``actors`` of every event, whose ``place`` stands already; what stood there is replaced.

    One actor is made of all mentions of a side (:func:`~frontwire.normalize.actors.resolve_actor`); spellings of one name
    in several events become the same (:func:`~frontwire.normalize.actors.join_actors`). In a text of one case names get
    the letters of :func:`~frontwire.normalize.display_names.display_name`.
    """
    text = index.document.text
    uncased = is_of_one_case(text)
    found: list[tuple[Event, str, Actor]] = []
    for event in index.document.events:
        event.actors = {}
        country = event.place.country if event.place is not None else None
        for side, label in _SIDES.items():
            words = [mention.text for mention in index.mentions_of(event, label)]
            actor = resolve_actor(words, label=label, text=text, country=country)
            if actor is not None:
                if uncased and actor.name is not None:
                    actor = replace(actor, name=display_name(actor.name))
                found.append((event, side, actor))
    for (event, side, _), actor in zip(found, join_actors([actor for *_, actor in found]), strict=True):
        event.actors[side] = actor
