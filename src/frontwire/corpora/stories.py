"""Documents that belong to one story, so that no split may part them.

Two documents are linked when they are near-duplicates, come from one page or topic of their corpus, stand under one
story in a list kept by hand, or tell of the same incident: same place name and same day, where a day without a year
fits every year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from frontwire.corpora.duplicates import near_duplicates
from frontwire.schema import Document, Event

_UNKNOWN_YEAR: Final = "XXXX"


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """Two document ids, the smaller first, and why they belong together."""

    left: str
    right: str
    reason: str


def find_links(documents: Iterable[Document], *, stories: Iterable[tuple[str, str]] = ()) -> list[Link]:
    """Every pair of documents that belong together, sorted.

    ``stories``: pairs of an id and a page, topic or story that is known to hold it.
    """
    documents = list(documents)
    pairs = near_duplicates({document.id: document.text for document in documents})
    links = {Link(p.left, p.right, f"near-duplicate (containment {p.containment:.2f})") for p in pairs}
    by_story: defaultdict[str, list[str]] = defaultdict(list)
    for document_id, story in stories:
        by_story[story].append(document_id)
    for story, ids in by_story.items():
        links.update(Link(left, right, f"same story ({story})") for left, right in combinations(sorted(set(ids)), 2))
    return sorted(links | set(_same_incident(documents)))


def _same_incident(documents: Iterable[Document]) -> Iterable[Link]:
    told: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for document in documents:
        for event in document.events:
            if (happening := _happening(event)) is not None:
                year, day, place = happening
                told[day, place].add((document.id, year))
    for (day, place), reports in told.items():
        for (left, one), (right, other) in combinations(sorted(reports), 2):
            if left != right and (one == other or _UNKNOWN_YEAR in (one, other)):
                yield Link(left, right, f"same incident ({min(one, other)}-{day}, {place})")


def _happening(event: Event) -> tuple[str, str, str] | None:
    """Year, month and day, and place of an incident of one day at a named place."""
    date, place = event.date, event.place
    if event.kind != "incident" or date is None or date.start != date.end or place is None or place.name is None:
        return None
    year, _, day = date.start.partition("-")
    return (year, day, place.name.casefold()) if len(day) == len("MM-DD") else None


def group_linked(ids: Iterable[str], links: Iterable[Link]) -> list[list[str]]:
    """Connected components of ``ids`` under ``links``, each sorted; links to other ids are ignored."""
    leader = {document_id: document_id for document_id in ids}

    def find(document_id: str) -> str:
        while leader[document_id] != document_id:
            leader[document_id] = document_id = leader[leader[document_id]]
        return document_id

    for link in links:
        if link.left in leader and link.right in leader:
            first, second = sorted((find(link.left), find(link.right)))
            leader[second] = first
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for document_id in sorted(leader):
        groups[find(document_id)].append(document_id)
    return list(groups.values())
