"""What the text around a mention tells of its part in the event, beyond its own words.

Who only answers an attack, who is counted as a part of others, whose fighters "its fighters" are, and whether "Russian" is
a state or a man.
"""

from __future__ import annotations

import re
from typing import Final

from frontwire.normalize.armed_groups import ArmedGroup, find_group
from frontwire.normalize.country_words import display_names, nationality_words
from frontwire.normalize.place_names import name_key

#: Characters looked at on either side of a mention.
_REACH: Final = 90
_KILLED: Final = r"(?:killed|shot|shot dead|shot and killed|gunned down|neutrali[sz]ed|eliminated|overpowered|arrested)"
#: "…, who was later shot dead by [soldiers]": the doer of the clause kills the attacker, and so do those that "and" joins.
_PUT_DOWN_BY: Final = re.compile(
    rf"(?:\bwho|\bbefore being|\bbefore (?:he|she|they)|\b(?:attackers?|assailants?|gunm[ae]n|shooters?|bombers?))\b"
    rf"[^.;]{{0,45}}\b{_KILLED}(?: dead| down)? by (?:\w+ ){{0,4}}$",
    re.IGNORECASE,
)
_THEM: Final = r"(?:him|her|them|the (?:\w+ )?(?:attackers?|assailants?|gunm[ae]n|shooters?|assassins?|suspects?))"
#: "before [soldiers] shot him dead", "[guards] returned fire".
_PUTS_DOWN: Final = re.compile(
    rf"\s*(?:\w+ ){{0,2}}?(?:(?:shot|killed|overpowered|gunned down|neutrali[sz]ed)(?: dead)? {_THEM}\b|"
    r"(?:returned|return|returning) fire|responded|fired back|shot back)",
    re.IGNORECASE,
)
#: Behind these words, in the same list, come parts of the people told before.
_INCLUDING: Final = re.compile(
    r"\b(?:including|includes?|included|(?:among|of) (?:them|whom))\b"
    r"(?:(?!\b(?:in|when|after|at|on|by|were|was|ha[sd]|have|kill\w*|wound\w*|injur\w*)\b)[^;.:]){0,70}$",
    re.IGNORECASE,
)
_AMONG_THE_DEAD: Final = re.compile(
    r"\bamong (?:the|those) (?:dead|killed|victims|wounded|injured)\b[^.;]{0,40}$", re.IGNORECASE
)
_ARE_AMONG: Final = re.compile(
    r"[^.;,]{0,25}\b(?:(?:was|were|are|is) (?:also )?among|among (?:the dead|those|them)|(?:of|among) (?:them|whom))\b|"
    r"[^.;]{0,40}\bthe (?:rest|others|remainder)\b",
    re.IGNORECASE,
)
_OF_THEM: Final = re.compile(r"\b(?:of|among) (?:them|whom)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
#: "The group said [its] fighters …": whoever speaks.
_SPEAKER_OWNS: Final = re.compile(
    r"(?P<speaker>[^.;]{1,80}?)\b(?:said|says|claimed|claims|announced|confirmed|reported|admitted)\b"
    r"[^.;]{0,60}\b(?:its|their|our)\s+(?:own\s+)?$",
    re.IGNORECASE,
)
#: "Our forces": of whoever writes the text or is quoted.
_OUR: Final = re.compile(r"\bour\s+(?:own\s+)?$", re.IGNORECASE)
_OURS: Final = re.compile(r"our\s", re.IGNORECASE)
#: "Our forces attacked …, the ELN said".
_CLOSES: Final = re.compile(
    r"[^;]{0,300}[,”\"]\s*(?:([^,.;”\"]{2,60}?)\s+(?:said|says|announced|claimed|reported)\b|(?:said|says)\s+([^,.;]{2,80}))",
    re.IGNORECASE,
)
_COMMUNIQUE: Final = re.compile(
    r"\b(?:communi(?:qu[eé]|cado)|statement|press release|declaration|bulletin|proclamation|war report)\b",
    re.IGNORECASE,
)
#: Where the heading of a text ends; one longer than this is none.
_HEADING: Final = re.compile(r"[^.:;\n]{4,160}(?=[.:\n])")
#: The last words of a text; a signature is a name and no sentence.
_SIGNATURE: Final = re.compile(r"(?:[.!?\n—–]|\s--?)\s*([^.!?\n—–]{2,100})[.\s]*$")
_SENTENCE: Final = re.compile(
    r"\b(?:was|were|is|are|has|had|have|said|killed|attacked|the enemy|against|by|from|with)\b", re.IGNORECASE
)
#: In front of a nationality it makes a person of it, if none of the nouns of a state's acts follows.
_ONE: Final = re.compile(r"\b(?:an?|one|another|young|\w+-old)\s+$", re.IGNORECASE)
_NO_NOUN: Final = re.compile(
    r"\s*(?:$|[^\w\s]|(?:who|whom|was|is|has|had|and|from|in|on|with|to|wearing|carrying|driving|fighting|living|"
    r"stabbed|opened|attacked|rammed|killed|detonated|wounded|fired|tried|shot|threw|drove|ran|set|blew|named)\b)",
    re.IGNORECASE,
)
#: Nations without a state's forces, peoples inside a state, and nouns for a person.
_NO_STATES: Final = frozenset(
    {
        "palestinian", "gazan", "chechen", "dagestani", "scottish", "welsh", "northern irish", "briton", "turk", "swede",
        "dane", "finn", "pole", "spaniard", "serb", "croat", "tajik", "uzbek", "kazakh", "filipina",
    }
)  # fmt: skip
#: Where the adjective means another state than the one that rules there now.
_FORMER_STATES: Final = {"soviet": "Soviet Union"}


def answers_attack(text: str, start: int, end: int) -> bool:
    """Whether whoever stands at ``text[start:end]`` kills or fights the attacker of the event and is none himself."""
    return _PUT_DOWN_BY.search(text[max(0, start - _REACH) : start]) is not None or (
        _PUTS_DOWN.match(text[end : end + _REACH]) is not None
    )


def is_told_as_part(text: str, start: int, end: int) -> bool:
    """ "including three [children]", "a [soldier] was among the dead", "the rest were civilians"."""
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    return (
        _INCLUDING.search(before) is not None
        or _AMONG_THE_DEAD.search(before) is not None
        or _OF_THEM.search(before) is not None
        or _ARE_AMONG.match(after) is not None
    )


def speakers_group(text: str, sentence_start: int, start: int, country: str | None) -> ArmedGroup | None:
    """The known group that tells in this sentence what its own people at ``start`` did."""
    found = _SPEAKER_OWNS.match(text[max(sentence_start, start - 2 * _REACH) : start])
    return find_group(found["speaker"].strip(), country=country) if found is not None else None


def own_group(text: str, sentence: tuple[int, int], mention: tuple[int, int], country: str | None) -> ArmedGroup | None:
    """The known group whose people "our" fighters are: the one that is quoted, or that opens or signs the text."""
    start, end = mention
    if _OUR.search(text[max(0, start - _REACH) : start]) is None and _OURS.match(text, start) is None:
        return None
    closing = _CLOSES.match(text, end, max(end, sentence[1]))
    if closing is not None:
        return find_group(closing.group(1) or closing.group(2), country=country)
    return None if _is_quoted(text, start) else _writers_group(text, country)


def _writers_group(text: str, country: str | None) -> ArmedGroup | None:
    heading = _HEADING.match(text.lstrip())
    if heading is not None and _COMMUNIQUE.search(heading.group()):
        return find_group(heading.group(), country=country)
    signature = _SIGNATURE.search(text[-2 * _REACH :])
    if signature is None or _SENTENCE.search(signature.group(1)):
        return None
    return find_group(signature.group(1), country=country)


def _is_quoted(text: str, at: int) -> bool:
    before = text[text.rfind("\n", 0, at) + 1 : at]
    return before.count('"') % 2 == 1 or before.rfind("“") > before.rfind("”")


def state_of_adjective(words: str) -> str | None:
    """The readable name of the country of a bare adjective ("Israeli" → "Israel"); ``None`` for all other words."""
    key = name_key(words)
    if key in _FORMER_STATES:
        return _FORMER_STATES[key]
    code = nationality_words().get(key)
    plural = key.endswith("s") and key[:-1] in nationality_words()
    if code is None or plural or key in _NO_STATES or key.endswith(("man", "men", "woman", "women")):
        return None
    return display_names()[code]


def is_one_national(text: str, start: int, end: int) -> bool:
    """ "A [Moroccan] drove into the crowd": a man and no state."""
    if name_key(text[start:end]) not in nationality_words():
        return False
    before, after = text[max(0, start - 20) : start], text[end : end + _REACH]
    return _ONE.search(before) is not None and _NO_NOUN.match(after) is not None
