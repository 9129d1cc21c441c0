"""The words that name a speaker, out of what stands in front of a verb of saying: "On Monday, a police officer in
Bhamo" → "police officer in Bhamo".
"""

from __future__ import annotations

import re
from typing import Final

#: What a pronoun as a subject stands for: the speaker named before.
PRONOUN: Final = "(pronoun)"

_PRONOUN: Final = re.compile(r"(?:he|she|it|they)$", re.IGNORECASE)
_NOBODY: Final = re.compile(
    r"(?:(?:we|i|you)\b.*|the|an?|who|which|that|there|this|these|those|what|one|also|and|but|is|are|was|were|said|be|been|being|not|"
    r"(?:with )?some|"
    r"to|who (?:also)?|official figures?|video|(?:[a-z]+ )?(?:attacks?|blasts?|bomb\w*|raids?|explosions?))$",
    re.IGNORECASE,
)
_FIRST_PERSON: Final = re.compile(r"\b(?:i|we|you)$", re.IGNORECASE)
_SIDE_REMARK: Final = re.compile(
    r"(?:who|which|whose|whom|on|in|at|of|from|for|with|by|asked|quoted|contacted|reached|speaking|monitored|citing|"
    r"quoting|"
    r"(?:\w+ed|run|led|held|kept|built|set up|known|paid|sent|made|seen|told) (?:by|in|at|on|as)|"
    r"separately|meanwhile|however|though|also|\d+)\b",
    re.IGNORECASE,
)
_JOINT: Final = re.compile(
    r"\b(?:but|while|as|when|that|because|whereas|although|though|since|if|where|after|before|then)\s", re.IGNORECASE
)
_AND: Final = re.compile(r"\band\s+", re.IGNORECASE)
_CLAUSE: Final = re.compile(
    r"\b(?:was|were|is|are|had|be|been|killed|wounded|injured|died|dead|burned|attacked|fired|struck|left|began|opened|claimed|said|says|told|tells|tell|targeted)\b",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(
    r"(?:(?:and|but|so|yet|meanwhile|however|also|later|then|earlier|separately|today|yesterday|though|"
    r"for (?:its|his|her|their) part|\[[^\]]{0,20}\]|[\d:.,]+(?:\s?[ap]\.?m\.?)?|(?:on|last|this)\s+\w+day(?:\s+\w+)?)\b,?\s+)+",
    re.IGNORECASE,
)
_PLACE_OPENING: Final = re.compile(
    r"(?:in|at|from|on)\s+(?:[\w'’-]+\s+){1,3}?(?=(?:the|a|an|its|their|local)\s)", re.IGNORECASE
)
#: "Police spokesman Sani Yusufari confirmed the attack but": what the speaker did before is none of his name.
_DID_BEFORE: Final = re.compile(
    r"\s+(?:(?:has|had|have|also|later)\s+)*(?:confirmed|denied|condemned|visited|blamed|described|declined|refused|urged|"
    r"acknowledged|expressed|offered|gave|put|issued|identified|accused|called)\b[^;:]{0,120}?\b(?:but|and)(?:\s+(?:has|had|"
    r"later|also))*$",
    re.IGNORECASE,
)
#: "raising an earlier toll of", "up from an", "previously": no speaker.
_NO_SPEAKER: Final = re.compile(
    r"(?:according to|(?:rais|bring|tak|push|caus|leav|kill|wound|injur|add|mak|includ)ing|up|down|from|previously|earlier|initially)\b",
    re.IGNORECASE,
)
_ARTICLE: Final = re.compile(r"(?:(?:the|a|an|its|their|his|her|which|one)\s+)+", re.IGNORECASE)
_TAIL: Final = re.compile(
    r"(?:\s+(?:on \w+day|previously|now|also|later|today|yesterday|since|earlier|has|have|had|once|still|first|again|separately|then|"
    r"itself|themselves|there|here|never|yet|only|just))+$",
    re.IGNORECASE,
)
_BRACKETS: Final = re.compile(r"\[[^\[\]]*\]")
_RELATIVE: Final = re.compile(r"\s+(?:who|which|that|whose|where|whom)\s", re.IGNORECASE)
_CAPITALISED: Final = re.compile(r"[A-Z][\w.'’-]*(?:\s+(?:[A-Z][\w.'’-]*|of|al|de|del|bin))*$")
_EDGES: Final = " ,.;:()[]'’‘\"“”-–—"
#: Longer subjects are clauses that the pattern ran through, not speakers.
_MAX_WORDS: Final = 9
#: No speaker's words are longer; bounds every pattern here.
_MAX_CHARACTERS: Final = 240
#: What a speaker gives out: "a UN report", "the army's statement".
_GIVEN_OUT: Final = re.compile(r"(?P<by>.+?)(?:['’]s?)?\s+(?:reports?|statement|tally)$", re.IGNORECASE)
#: Before such a noun they name nobody ("an initial report"), and those in front of them do.
_OF_NOBODY: Final = re.compile(
    r"(?:(?:an?|the|this|that|its|their|his|her|one|two|several|some|other|many|\w+ing|\w+ial|\w+ary|\w+est|recent|new|first|"
    r"early|later?|previous|earlier|separate|joint|local|news|media|press|written|brief|short|public|official)\b\s*)+$",
    re.IGNORECASE,
)
_OURS: Final = re.compile(r"(?:our|my|your)\b", re.IGNORECASE)
#: Names of newspapers, which digests put behind every sentence: they relay and claim nothing.
_PAPER: Final = re.compile(
    r"\b(?:times|post|express|news|daily|tribune|herald|gazette|telegraph|press|dawn|sentinel|chronicle|mirror|"
    r"observer|standard|mail|star|nation|hindu|review|journal|today|online|com)\b",
    re.IGNORECASE,
)


def subject(before: str) -> str | None:
    """The speaker named by the words in front of a verb of saying; ``PRONOUN`` for he, she, it, they; else ``None``."""
    words = before[-_MAX_CHARACTERS:].rstrip()
    parts = [part for part in re.split(r",\s|,$|\s[–—-]{1,2}\s|[—:]\s", words) if part.strip(_EDGES)]
    if not parts:
        return None
    chosen = parts.pop()
    if words.endswith(","):
        # "Lama Tu Ja, who speaks for the Kachin side, says": what stands between commas is a remark on the speaker.
        while parts and (_SIDE_REMARK.match(chosen.strip(_EDGES)) or _is_name_of(parts[-1], chosen)):
            chosen = parts.pop()
    return clean(chosen)


def _is_name_of(name: str, description: str) -> bool:
    """ "Ana Ruiz, the mayor": the name stands for both."""
    return not description.isupper() and bool(
        _ARTICLE.match(description.strip(_EDGES)) and _CAPITALISED.match(name.strip(_EDGES))
    )


def clean(words: str) -> str | None:
    """A speaker's words without what opens and closes the clause; ``None`` where they name nobody."""
    words = _BRACKETS.sub(" ", words).rsplit("]", 1)[-1].strip(_EDGES)
    words = _DID_BEFORE.sub("", words)
    words = _JOINT.split(words)[-1]
    words = _RELATIVE.split(words)[0]
    words = _OPENING.sub("", words, count=1) if _OPENING.match(words) else words
    if place := _PLACE_OPENING.match(words):
        words = words[place.end() :]
    pieces = _AND.split(words)
    if len(pieces) > 1 and _CLAUSE.search(" ".join(pieces[:-1])):
        words = pieces[-1]
    words = _TAIL.sub("", words).strip(_EDGES)
    if _PRONOUN.match(words):
        return PRONOUN
    if article := _ARTICLE.match(words):
        words = words[article.end() :]
    if not words or "[" in words or len(words.split()) > _MAX_WORDS or not re.search(r"[^\W\d_]", words):
        return None
    if _NO_SPEAKER.match(words):
        return None
    return None if _NOBODY.match(words) or _FIRST_PERSON.search(words) or _CLAUSE.search(words) else words


def source(words: str) -> str | None:
    """Who stands behind "according to …": of "a UN report" the UN, of "our report" nobody else than the text itself."""
    words = words.strip(_EDGES)
    if _OURS.match(words):
        return None
    found = _GIVEN_OUT.match(words)
    return clean(words if found is None or _OF_NOBODY.match(found["by"]) else found["by"])


def is_paper(words: str) -> bool:
    """Whether the words name a newspaper: "The Indian Express"."""
    return words[:1].isupper() and _PAPER.search(words) is not None
