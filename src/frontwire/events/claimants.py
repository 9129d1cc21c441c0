"""Who gives a figure: "… , police said", "according to the ministry", "a spokesman told reporters"."""

from __future__ import annotations

import re
from typing import Final

_VERB: Final = (
    r"(?:said|says|told|reported|reports|announced|announces|confirmed|confirms|claimed|claims|stated|states|added|estimated|estimates|"
    r"acknowledged|tweeted|wrote|declared|disclosed|revealed)"
)
_NAME: Final = r"[A-Z][\w.'’-]*"
_NOUN_PHRASE: Final = (
    r"(?:(?:the|a|an|The|A|An|local|state|senior|its|their)\s+)?(?:[\w.'’-]+\s+(?:of\s+(?:the\s+)?)?){0,6}[\w.'’-]+"
)
_ACCORDING: Final = re.compile(
    r"\baccording to\s+(?:the\s+|an?\s+)?((?:[\w.'’&-]+\s+){0,7}?[\w.'’&-]+)(?=\s*(?:[,.;:]|$|\bon\b|\bin\b|"
    r"\bwho\b|\bthat\b))",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(rf"[,”\"]\s*({_NOUN_PHRASE})\s+(?:also\s+)?{_VERB}\b")
_INVERTED: Final = re.compile(rf"[,”\"]\s*{_VERB}\s+(?:the\s+|an?\s+)?((?:{_NAME}\s+|of\s+|the\s+)*{_NAME})")
_BEFORE: Final = re.compile(
    rf"^\W*((?:[\w.'’()&-]+\s+){{0,8}}?[\w.'’()&-]+)\s+(?:also\s+|has\s+|have\s+)?{_VERB}\b(?!\s+to\s+have\b)"
)
_NOT_A_SPEAKER: Final = re.compile(
    r"^(?:he|she|it|they|who|which|that|we|i|there|this|reports?|and|but|also)$", re.IGNORECASE
)
_ARTICLES: Final = re.compile(
    r"^(?:(?:and|but|as|while|however|meanwhile|also|later|on \w+|the|a|an)\s+)+", re.IGNORECASE
)
#: Longer "subjects" are clauses that the pattern ran through, not speakers.
_MAX_WORDS: Final = 9


def claimant(sentence: str, at: int) -> str | None:
    """The speaker to whom the sentence gives what stands at offset ``at`` of it, without article; ``None`` where
    nobody is named.
    """
    for pattern in (_ACCORDING, _AFTER, _INVERTED, _BEFORE):
        best = None
        for match in pattern.finditer(sentence):
            words = _clean(match.group(1))
            if words is not None and (best is None or abs(match.start() - at) < best[0]):
                best = (abs(match.start() - at), words)
        if best is not None:
            return best[1]
    return None


def _clean(words: str) -> str | None:
    words = re.split(r"\s*[.;:]\s+(?=[A-Z])", words)[-1]
    words = _ARTICLES.sub("", words.strip()).strip(" ,.;:()'’\"")
    if (
        not words
        or _NOT_A_SPEAKER.match(words)
        or len(words.split()) > _MAX_WORDS
        or re.search(r"\b(?:was|were|killed|wounded|injured)\b", words)
    ):
        return None
    return words
