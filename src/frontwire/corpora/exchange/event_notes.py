"""The notes on a region of Label Studio, in which people write the events that the region belongs to."""

from __future__ import annotations

import re
from typing import Any, Final

from frontwire.corpora.exchange.drafts import Draft
from frontwire.corpora.exchange.labels import LabelMap

#: What may stand between ids: the editor saves its whole note as one string.
_SEPARATORS: Final = re.compile(r"[,;\s]+")
_EVENT_ID: Final = re.compile(r"e[0-9]{1,9}")


class EventNotes:
    """The events of one task by what notes call them. An id that looks like one and is new makes a new event."""

    def __init__(self, draft: Draft, labels: LabelMap) -> None:
        self._draft, self._labels = draft, labels
        self._events = draft.events()
        self._exact = {event["id"] for event in self._events if "id" in event}
        # The first of two ids that differ in case alone; the other is found by its exact form.
        self._known: dict[str, str] = {}
        for event_id in (event["id"] for event in self._events if "id" in event):
            self._known.setdefault(event_id.casefold(), event_id)

    def ids(self, note: Any, *, region: str) -> list[str]:
        """Ids in a note, one string or a list of them; new events come to the draft's. Words that are no id are noted.

        Raises :class:`RecordError` for a note that is no text.
        """
        notes = [] if note is None else note if isinstance(note, list) else [note]
        found: list[str] = []
        for text in notes:
            if not isinstance(text, str):
                raise self._draft.error(f"the note on region {region} is {text!r:.60}; expected ids of events as text")
            found += self._in_text(text, region)
        return list(dict.fromkeys(found))

    def _in_text(self, text: str, region: str) -> list[str]:
        if text in self._exact:  # ids of other tools may have separators in them
            return [text]
        found, others = [], []
        for word in filter(None, _SEPARATORS.split(text)):
            event_id = word if word in self._exact else self._known.get(word.casefold())
            if event_id is None and _EVENT_ID.fullmatch(word.casefold()):
                event_id = self._new(word.casefold(), region)
            if event_id is None:
                others.append(word)
            else:
                found.append(event_id)
        if others:
            where = f"{self._draft.record}, region {region}: {' '.join(others)!r:.40}"
            self._labels.note("notes on regions that name no event, left out", where)
        return found

    def _new(self, event_id: str, region: str) -> str:
        event = {"id": event_id, "kind": "incident", "type": "other"}
        self._events = [*self._events, event]
        self._draft.fields["events"] = self._events
        self._exact.add(event_id)
        self._known[event_id] = event_id
        self._labels.note(
            "events that only notes on regions name, new as incident of type other",
            f"{self._draft.record}, region {region}: {event_id}",
        )
        return event_id
