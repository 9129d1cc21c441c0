"""Victims told by name or as one person, without a number word: "Mullah Wali was shot dead", "the murder of the
judge".

Each such person counts one. A name and a description of the same person count once; plural nouns say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from frontwire.events.sentence_lookup import Span, sentence_of
from frontwire.schema import Mention

_ADVERB: Final = (
    r"(?:\w+ly\s+|also\s+|later\s+|then\s+|himself\s+|herself\s+|subsequently\s+|first\s+|being\s+|been\s+)*"
)
_DEAD: Final = (
    r"(?:killed|murdered|assassinated|slain|beheaded|executed|lynched|martyred|gunned down|slaughtered|decapitated|"
    r"(?:shot|hacked|stabbed|beaten|tortured|burned|burnt|axed|bludgeoned|strangled|clubbed|choked|"
    r"lynched)(?:\s+\w+)?\s+(?:dead|to death)|"
    r"fatally\s+\w+|found dead|shot and killed|poisoned)"
)
_DIED: Final = r"(?:died|dies|succumbed|lost (?:his|her) life|was dead|bled to death|suffered fatal)"
_DEATH_NOUN: Final = r"(?:murder|assassination|killing|death|execution|beheading|slaying|lynching|martyrdom)"
_KILLING: Final = (
    r"(?:killed|killing|kills|kill|murdered|murdering|assassinated|assassinating|shot dead|gunned down|"
    r"gunning down|beheaded|beheading|"
    r"executed|executing|lynched|slaughtered|hacked to death|stabbed to death|beat to death|strangled|fatally shot|"
    r"fatally stabbed)"
)
_HURT: Final = r"(?:injured|wounded|hurt)"
_SUSTAINED: Final = (
    r"(?:(?:sustained|suffered|received)\s+(?!fatal)(?:\w+\s+){0,3}?(?:injur(?:y|ies)|wounds?|burns)|(?:was|"
    r"were)\s+(?:\w+ly\s+)?shot in the\b)"
)

_INJURING: Final = r"(?:injured|injuring|injures|wounded|wounding|hurting)"

#: Between a person and the verb: an age in brackets, "of the town council", an apposition, "who".
_APPOSITION: Final = (
    r"(?:\s*\([^()]{1,40}\))?(?:\s+(?:of|for|from|with|at)\s+[\w' -]{1,40}?)?"
    r"(?:\s*,[^,.;]{1,70},(?:[^,.;]{1,40},)?)?\s*,?\s*(?:who\s+|and\s+)?"
)
_DETERMINER: Final = (
    r"(?:\s+(?:of|the|a|an|one|his|her|their|its|former|late))*(?:\s+\d+[- ]year[s]?[- ]old)?(?:\s*,)?\s*$"
)

_PATTERNS: Final = {
    "killed": (
        (
            re.compile(
                rf"^{_APPOSITION}(?:was|were|had been|has been|is|being|been|got)\s+{_ADVERB}{_DEAD}\b", re.IGNORECASE
            ),
            re.compile(rf"^{_APPOSITION}(?:had\s+|has\s+)?{_ADVERB}{_DIED}\b", re.IGNORECASE),
            re.compile(rf"^\s?[’']s?\s+(?:\w+\s+)?{_DEATH_NOUN}\b(?!\s+attempt)", re.IGNORECASE),
        ),
        (re.compile(rf"\b(?:{_KILLING}|{_DEATH_NOUN}\s+of){_DETERMINER}", re.IGNORECASE),),
    ),
    "wounded": (
        (
            re.compile(
                rf"^{_APPOSITION}(?:was|were|had been|has been|is|being|been|got)\s+{_ADVERB}{_HURT}\b", re.IGNORECASE
            ),
            re.compile(rf"^{_APPOSITION}(?:had\s+|has\s+)?{_ADVERB}{_SUSTAINED}", re.IGNORECASE),
        ),
        (re.compile(rf"\b{_INJURING}{_DETERMINER}", re.IGNORECASE),),
    ),
}
_NOT_DONE: Final = re.compile(
    r"\b(?:attempt\w*|tr(?:y|ied|ying)|plan\w*|plot\w*|want\w*|threat\w*|vow\w*|surviv\w*|escap\w*|fail\w*|would|could|might|not|never|unhurt|if)\b",
    re.IGNORECASE,
)
_COLLECTIVE: Final = re.compile(
    r"(?:people|persons|men|women|children|police|army|forces|force|troops|personnel|staff|patrol|convoy|party|team|group|civilians?|crowd|"
    r"family|couple|public|population|community|taliban|isis|isil|militia|military|government|regime|base|post|vehicle|car|bus|truck|"
    r"house|building|office|mosque|church|hospital|school|station|camp|village|area|cattle|livestock|posts?|[^s]s)$",
    re.IGNORECASE,
)
#: Two persons side by side: "Wali (20) and Karim".
_CONJOINED: Final = re.compile(
    r"\s*(?:\([^()]{1,30}\))?\s*,?\s*and\s+(?:the\s+|an?\s+)?|\s*\([^()]{1,30}\)\s*,\s*", re.IGNORECASE
)
#: A title and a name stand at most this many characters apart ("the candidate, Luis Galan").
_TITLE_GAP: Final = 2
_PROPER: Final = re.compile(r"\b[A-Z][\w’'-]+$")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class NamedVictim:
    """One person, by the mention that names him best."""

    mention: Mention
    words: str


def named_victims(text: str, sentences: Sequence[Span], mentions: Sequence[Mention], outcome: str) -> list[NamedVictim]:
    """Persons among the TARGET and ATTACKER ``mentions`` of one event whom the text tells as ``killed`` or
    ``wounded`` each by himself.
    """
    people = [m for m in mentions if m.label in ("TARGET", "ATTACKER") and is_one_person(m.text)]
    hit: list[Mention] = []
    for mention in people:
        follows = bool(hit) and _CONJOINED.fullmatch(text, hit[-1].end, mention.start) is not None
        if follows or _suffers(text, sentence_of(sentences, mention), mention, outcome):
            hit.append(mention)
    names = [m for m in hit if _is_name(m.text)]
    distinct: list[Mention] = []
    for mention in names or hit[:1]:
        words = _words(mention.text)
        if not any(words & _words(other.text) or 0 <= mention.start - other.end <= _TITLE_GAP for other in distinct):
            distinct.append(mention)
    if text.isupper():
        # Capitals hide which words are names, so only persons told side by side count apart.
        distinct = max(_by_sentence(sentences, distinct), key=len, default=[])
    return [NamedVictim(m, m.text) for m in distinct]


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
    if _PROPER.search(last) and not words.isupper() and len(head.split()) > 1:
        return not re.search(
            r"(?:Forces?|Army|Police|Party|Brigades?|Council|Corps|Front|State|Taliban|Movement|Committee|Church|"
            r"Bakery|Restaurant|Caf[eé]|Hotel|Hospital|School|University|Market|Bank|Mosque|Temple|Airport|Station|"
            r"Embassy|Court|Base|Camp|Headquarters)$",
            last,
        )
    return not _COLLECTIVE.search(last)


def _is_name(words: str) -> bool:
    return bool(_PROPER.search(words)) or words.isupper()


def _words(words: str) -> frozenset[str]:
    return frozenset(w.lower() for w in _WORD.findall(words))


def _suffers(text: str, sentence: Span, mention: Mention, outcome: str) -> bool:
    after, before = _PATTERNS[outcome]
    left = text[max(sentence[0], mention.start - 60) : mention.start]
    right = text[mention.end : min(sentence[1], mention.end + 170)]
    if any(pattern.search(right) for pattern in after):
        return not _NOT_DONE.search(left[-25:])
    for pattern in before:
        found = pattern.search(left)
        if found:
            return not _NOT_DONE.search(left[max(0, found.start() - 25) : found.start()])
    return False
