"""Persons told as dead beside a count that does not hold them: "Sheikh Rashid was killed. Two of his guards died too"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from frontwire.events.document_index import DocumentIndex
from frontwire.events.figures import Figure
from frontwire.events.named_victims import is_name, is_one_person, named_victims, same_person
from frontwire.normalize.victim_words import is_general, names_fighters
from frontwire.schema import Mention, Toll

#: Between a person and his verb: brackets, an age, an apposition.
_REMARK: Final = r"(?:\s*\([^()]{1,30}\))?(?:\s*,[^,.;]{1,30})?(?:\s*,[^,.;]{1,60})?,?\s+"
_ALSO_DIED: Final = re.compile(
    rf"{_REMARK}(?:(?:was|had been|has been)\s+also\s+(?:\w+ly\s+)?(?:killed|shot dead|murdered|martyred|slain)|"
    r"(?:(?:has|had)\s+)?also\s+(?:\w+ly\s+)?(?:died|perished|succumbed|lost (?:his|her) life))\b",
    re.IGNORECASE,
)
_MARTYRED: Final = re.compile(
    rf"{_REMARK}(?:(?:was|has|had|also)\s+){{0,2}}(?:martyred|(?:embraced|attained)\s+martyrdom)\b", re.IGNORECASE
)
#: In front of a count that comes on top of somebody named: "along with [two] guards", "also killed [two] soldiers".
_ON_TOP_BEFORE: Final = re.compile(
    r"\b(?:(?:along|together)\s+with|as\s+well\s+as|also\s+(?:killed|killing|claimed|claiming|left))\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_OF_HIS: Final = re.compile(r"\s*of\s+(?:his|her)\s+", re.IGNORECASE)
_HIS_BEFORE: Final = re.compile(r"\b(?:his|her)\s+$", re.IGNORECASE)
_WITH_HIM: Final = re.compile(r"[^.;]{0,30}?\b(?:with|alongside|beside)\s+(?:him|her)\b", re.IGNORECASE)
#: How far in front of a count such words may stand, in characters.
_REACH: Final = 60


def dead_beside_counts(
    index: DocumentIndex, mentions: Sequence[Mention], tolls: Sequence[Toll], figures: Sequence[Figure]
) -> list[Toll]:
    """Lines for persons whom no killed line of ``tolls`` counts; ``figures`` are those that the lines were made of."""
    dead = [toll for toll in tolls if toll.outcome == "killed"]
    if not dead:
        return []
    counted = [f.noun for f in figures if f.noun is not None]
    known = {toll.mention for toll in tolls} | {noun.id for noun in counted}
    found = [*_also_dead(index, mentions, dead), *_named_before(index, mentions, dead, figures)]
    persons = {
        m.id: m for m in found if m.id not in known and not any(same_person(index.text, m, noun) for noun in counted)
    }
    return [Toll("killed", 1, 1, _side(m), m.text, m.id) for m in sorted(persons.values(), key=lambda m: m.start)]


def _also_dead(index: DocumentIndex, mentions: Sequence[Mention], dead: Sequence[Toll]) -> list[Mention]:
    """ "A farmer was killed. His brother also died", "four terrorists were killed, while Lance Naik Sohail embraced martyrdom"."""
    found = []
    for mention in mentions:
        if mention.label not in ("TARGET", "ATTACKER") or not is_one_person(mention.text):
            continue
        also = _ALSO_DIED.match(index.text, mention.end) is not None
        if not also and _MARTYRED.match(index.text, mention.end) is None:
            continue
        side = _side(mention)
        if all(
            (also and toll.high == 1 and not is_general(toll.victims)) or not _may_hold(toll, side) for toll in dead
        ):
            found.append(mention)
    return found


def _named_before(
    index: DocumentIndex, mentions: Sequence[Mention], dead: Sequence[Toll], figures: Sequence[Figure]
) -> list[Mention]:
    """Victims named before a count that is told as on top of them, where all counts of dead are such."""
    by_mention = {f.mention.id: f for f in figures}
    counts = [by_mention.get(toll.mention or "") for toll in dead]
    if not all(f is not None and _is_on_top(index.text, f) for f in counts):
        return []
    first = min(f.mention.start for f in counts if f is not None)
    victims = named_victims(index.text, index.sentences, mentions, "killed")
    return [m for m in victims if m.end <= first and is_name(m.text) and is_one_person(m.text)]


def _is_on_top(text: str, figure: Figure) -> bool:
    start, end = figure.mention.start, figure.mention.end
    before = text[max(figure.sentence[0], start - _REACH) : start]
    last = figure.noun.end if figure.noun is not None and figure.noun.start >= end else end
    return (
        _ON_TOP_BEFORE.search(before) is not None
        or _HIS_BEFORE.search(before) is not None
        or _OF_HIS.match(text, end) is not None
        or _WITH_HIM.match(text, last, figure.sentence[1]) is not None
    )


def _may_hold(toll: Toll, side: str) -> bool:
    """Whether a toll may count a person of ``side`` who is no fighter's like: a soldier is none of the terrorists killed."""
    if is_general(toll.victims):
        return True
    return toll.side in (side, "unknown") and not names_fighters(toll.victims)


def _side(mention: Mention) -> str:
    return "attacker" if mention.label == "ATTACKER" else "target"
