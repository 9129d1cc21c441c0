"""Victims told by name or as one person, without a number word: "Mullah Wali was shot dead", "the murder of the
judge".

Each such person counts one. A name and a description of the same person count once; plural nouns say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from frontwire.events.death_phrases import died_as_pronoun, suffers
from frontwire.events.sentence_lookup import Span, sentence_index, sentence_of
from frontwire.schema import Mention

_COLLECTIVE: Final = re.compile(
    r"(?:people|persons|men|women|children|police|army|forces|force|troops|personnel|staff|patrol|convoy|party|team|group|civilians?|crowd|"
    r"family|couple|public|population|community|taliban|isis|isil|militia|military|government|regime|base|post|vehicle|car|bus|truck|"
    r"house|crew|column|line|hall|room|wall|window|door|shed|shop|store|market|bridge|train|jeep|pick-?up|van|boat|ship|plane|helicopter|aircraft|tower|bank|"
    r"hotel|plant|motorcycle|building|office|mosque|church|hospital|school|station|camp|village|area|cattle|livestock|posts?|[^s]s)$",
    re.IGNORECASE,
)
#: In capitals the title of one person tells his name from a plural.
_TITLE: Final = re.compile(
    r"\b(?:LEADER|MINISTER|PRESIDENT|MAYOR|JUDGE|DIRECTOR|PRIEST|FATHER|SENATOR|GENERAL|COLONEL|MAJOR|CAPTAIN|"
    r"LIEUTENANT|SERGEANT|DEPUTY|GOVERNOR|BISHOP|COMRADE|DR|MR|MRS)\b.*\s\S+$"
)
#: Two persons side by side: "Wali (20) and Karim".
_CONJOINED: Final = re.compile(
    r"\s*(?:\([^()]{1,30}\))?\s*,?\s*and\s+(?:of\s+)?(?:the\s+|an?\s+|his\s+|her\s+|their\s+)?|\s*\([^()]{1,30}\)\s*,\s*|,\s+(?:his|her|their)\s+",
    re.IGNORECASE,
)
#: Two persons told as two: "his son and a 6-year-old girl", "the mayor, and her driver".
_TWO: Final = re.compile(
    r"\s*(?:\([^()]{1,30}\)|,\s*\d{1,3})?\s*,?\s*and\s+(?:also\s+)?"
    r"((?:(?:the|an?|his|her|their|another|\d{1,3}[- ]{1,3}(?:years?|months?)[- ]{1,3}old)\s+)*)",
    re.IGNORECASE,
)
_KIN: Final = re.compile(
    r"\b(?:wife|husband|son|daughter|brother|sister|mother|father|uncle|aunt|nephew|niece|cousin|child|baby|boy|girl|"
    r"grand\w+|man|woman|\w+-in-law)$",
    re.IGNORECASE,
)
#: Behind two descriptions of one person: "a [teacher] and the [founder] of a school was shot".
_SINGULAR: Final = re.compile(r"[^.;,]{0,60}?\b(?:was|is|has)\b", re.IGNORECASE)
#: A title and a name stand at most this many characters apart ("the candidate, Luis Galan").
_TITLE_GAP: Final = 2
_ALIAS: Final = re.compile(
    r"\s*(?:\([^()]{1,30}\))?\s*,?\s*\(?(?:also |better |otherwise )?"
    r"(?:known as|alias|aka|a\.k\.a\.|nicknamed|called|(?:named|identified) (?:\w+ ){0,3}as)\s+",
    re.IGNORECASE,
)
_ARTICLE_BEFORE: Final = re.compile(r"\b(?:an?|the)\s+(?:[\w -]{1,20}old\s+)?$", re.IGNORECASE)
_OWNED: Final = re.compile(r"\b(?:his|her|their)\s+(?:\w+\s+)?$", re.IGNORECASE)
#: How far in front of a person determiners may stand, in characters.
_BEFORE: Final = 30
_COUPLE: Final = re.compile(r"\bcouple$", re.IGNORECASE)
_AND_OWNED: Final = re.compile(r"[^.;]{0,70}?,?\s+and\s+(?:his|her|their)\s+(?:\w+\s+)?", re.IGNORECASE)
#: How far behind the second of two persons their verb may stand, in characters.
_SINGULAR_REACH: Final = 70
#: How far behind a person a pronoun may tell his death, in characters.
_PRONOUN_REACH: Final = 300
_PROPER: Final = re.compile(r"\b[A-Z][\w’'-]+$")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


def named_victims(text: str, sentences: Sequence[Span], mentions: Sequence[Mention], outcome: str) -> list[Mention]:
    """Persons among the TARGET and ATTACKER ``mentions`` of one event whom the text tells as ``killed``,
    ``wounded`` or ``shot`` each by himself, each by the mention that names him best.
    """
    people = [m for m in mentions if m.label in ("TARGET", "ATTACKER") and (is_one_person(m.text) or size(m.text) > 1)]
    hit: list[Mention] = []
    for mention in people:
        follows = bool(hit) and _CONJOINED.fullmatch(text, hit[-1].end, mention.start) is not None
        if follows or suffers(text, sentence_of(sentences, mention), mention, outcome):
            hit.append(mention)
    hit = _with_owners(text, people, hit)
    if not hit and outcome == "killed":
        hit = _told_by_pronoun(text, sentences, people)
    names = [m for m in hit if is_name(m.text) and not _described(text, m)]
    paired = _told_as_two(text, hit)
    distinct: list[Mention] = []
    for mention in hit:
        told_apart = mention.id in paired or (
            bool(distinct) and _OWNED.search(text, max(0, mention.start - _BEFORE), mention.start) is not None
        )
        if names and mention not in names and not told_apart:
            continue
        if not names and distinct and not told_apart:
            continue
        if not any(same_person(text, mention, other) for other in distinct):
            distinct.append(mention)
    if text.isupper():
        # Capitals hide which words are names, so only persons told side by side count apart.
        distinct = max(_by_sentence(sentences, distinct), key=len, default=[])
    return distinct


def _told_as_two(text: str, hit: Sequence[Mention]) -> set[str]:
    """Ids of descriptions that stand side by side for two persons."""
    paired: set[str] = set()
    for first, second in pairwise(hit):
        joined = _TWO.fullmatch(text, first.end, second.start)
        if joined is None or _SINGULAR.match(text, second.end, second.end + _SINGULAR_REACH):
            continue
        if joined.group(1) or (_KIN.search(first.text) and _KIN.search(second.text)):
            paired |= {first.id, second.id}
    return paired


def _with_owners(text: str, people: Sequence[Mention], hit: Sequence[Mention]) -> list[Mention]:
    """The hit and those whose people they are: "[Ana Ruiz], 61, and her [son] were shot dead"."""
    owners = [
        first
        for first, second in pairwise(people)
        if second in hit and first not in hit and _AND_OWNED.fullmatch(text, first.end, second.start)
    ]
    return sorted([*hit, *owners], key=lambda m: m.start)


def _told_by_pronoun(text: str, sentences: Sequence[Span], people: Sequence[Mention]) -> list[Mention]:
    """The person that "he died" speaks of, in his sentence or the next: the last one attacked before it."""
    for mention in reversed([m for m in people if m.label == "TARGET"]):
        number = sentence_index(sentences, mention)
        end = sentences[min(number + 1, len(sentences) - 1)][1] if sentences else mention.end
        at = died_as_pronoun(text, mention.end, min(end, mention.end + _PRONOUN_REACH))
        between = [m for m in people if m.label == "TARGET" and at is not None and mention.end <= m.start < at]
        if at is not None and not between:
            return [mention]
    return []


def size(words: str) -> int:
    """How many people the words for a named victim stand for: two for a couple."""
    return 2 if _COUPLE.search(words) else 1


def same_person(text: str, left: Mention, right: Mention) -> bool:
    """Whether two mentions name one person: a word in common, a title right in front of a name, "known as"."""
    first, second = sorted((left, right), key=lambda m: m.start)
    between = text[first.end : second.start]
    return (
        bool(_words(left.text) & _words(right.text))
        or len(between) <= _TITLE_GAP
        or _ALIAS.fullmatch(between) is not None
    )


def _described(text: str, mention: Mention) -> bool:
    """A capitalised word with an article is a description: "a 36-year-old [Latino]"."""
    return _ARTICLE_BEFORE.search(text, max(0, mention.start - _BEFORE), mention.start) is not None


def _by_sentence(sentences: Sequence[Span], mentions: Sequence[Mention]) -> list[list[Mention]]:
    groups: dict[int, list[Mention]] = {}
    for mention in mentions:
        groups.setdefault(sentence_of(sentences, mention)[0], []).append(mention)
    return list(groups.values())


def is_one_person(words: str) -> bool:
    """Whether a noun phrase can stand for a single person: no plural, no body of people, no thing that the list
    knows.
    """
    head = re.split(r"\s(?:of|from|in|for)\s", words.strip())[0].strip(" .,")
    if not head or not _WORD.search(head):
        return False
    last = head.split()[-1]
    if words.isupper() and _TITLE.search(head):
        return True
    if _PROPER.search(last) and not words.isupper() and len(head.split()) > 1:
        return not re.search(
            r"(?:Forces?|Army|Police|Party|Brigades?|Council|Corps|Front|State|Taliban|Movement|Committee|Church|"
            r"Bakery|Restaurant|Caf[eé]|Hotel|Hospital|School|University|Market|Bank|Mosque|Temple|Airport|Station|"
            r"Embassy|Court|Base|Camp|Headquarters)$",
            last,
        )
    return not _COLLECTIVE.search(last)


def is_name(words: str) -> bool:
    """Whether the last word is capitalised; in capitals every word may be a name."""
    return bool(_PROPER.search(words)) or words.isupper()


def _words(words: str) -> frozenset[str]:
    return frozenset(w.lower() for w in _WORD.findall(words))
