"""Phrases that tell of one person as killed or hurt: "[he] was shot dead", "the murder of [the judge]"."""

from __future__ import annotations

import re
from typing import Final

from frontwire.events.sentence_lookup import Span
from frontwire.schema import Mention

_ADVERB: Final = (
    r"(?:\w+ly\s+|also\s+|later\s+|then\s+|himself\s+|herself\s+|subsequently\s+|first\s+|being\s+|been\s+)*"
)
_BY_VIOLENCE: Final = (
    r"(?:gunned down|shot dead|blown up|burned alive|shot and killed|killed|murdered|assassinated|slain|beheaded|"
    r"executed|lynched|martyred|slaughtered|decapitated)"
)
_DEAD: Final = (
    rf"(?:{_BY_VIOLENCE}|"
    r"(?:shot|hacked|stabbed|beaten|tortured|burned|burnt|axed|bludgeoned|strangled|clubbed|choked|"
    r"lynched)(?:\s+\w+)?\s+(?:dead|to death)|"
    r"fatally\s+\w+|found dead|found murdered|found beheaded|poisoned|speared|pronounced dead|declared dead)"
)
_DIED: Final = (
    r"(?:died|dies|perished|suffocated|succumbed|lost (?:his|her) life|was dead|bled to death|suffered fatal|"
    r"fell in (?:combat|battle|action)|(?:embraced|attained|chose) martyrdom)"
)
_DEATH_NOUN: Final = r"(?:murder|assassination|killing|death|execution|beheading|slaying|lynching|martyrdom)"
_KILLING: Final = (
    r"(?:killed|killing|kills|kill|murdered|murdering|assassinated|assassinating|shot dead|gunned down|"
    r"gunning down|beheaded|beheading|executed|executing|lynched|slaughtered|hacked to death|stabbed to death|"
    r"beat to death|strangled|fatally shot|fatally shooting|fatal shooting of|shooting death of|fatally stabbed)"
)
_BODY_FOUND: Final = r"(?:found|recovered|discovered|retrieved|dumped|left|appeared|washed|lay)"
_HURT: Final = r"(?:injured|wounded|hurt)"
_SUSTAINED: Final = (
    r"(?:(?:sustained|suffered|received)\s+(?!fatal)(?:\w+\s+){0,3}?(?:injur(?:y|ies)|wounds?|burns)|(?:was|"
    r"were)\s+(?:\w+ly\s+)?shot in the\b)"
)
_INJURING: Final = r"(?:injured|injuring|injures|wounded|wounding|hurting)"
_PASSIVE: Final = r"(?:was|were|had been|has been|is|being|been|got)"

#: Between a person and the verb: an age in brackets, "of the town council", an apposition, "who".
_APPOSITION: Final = (
    r"(?:\s*\([^()]{1,40}\))?(?:\s+(?:of|for|from|with|at)\s+[\w' -]{1,70}?)?"
    r"(?:\s*,[^,.;]{1,100},(?:[^,.;]{1,40},)?)?\s*,?\s*(?:who\s+|and\s+)?(?:(?:and|with)\s+(?:his|her|the|an?)\s+[\w' -]{1,40}?\s+)?"
)
#: The same without a clause of its own: "[Omar Noor], 38, shot dead at".
_REMARK: Final = r"(?:\s*\([^()]{1,40}\))?(?:\s+of\s+[\w' -]{1,40}?)?(?:\s*,[^,.;]{1,50})?\s*,?\s*"
_DETERMINER: Final = (
    r"(?:\s+(?:of|the|a|an|one|his|her|their|its|former|late))*(?:\s+\d+[- ]{1,3}years?[- ]{1,3}old)?(?:\s*,)?\s*$"
)

_AFTER: Final = {
    "killed": (
        rf"{_APPOSITION}{_PASSIVE}\s+{_ADVERB}{_DEAD}\b",
        rf"{_REMARK}(?:fatally shot|{_BY_VIOLENCE})\s+(?:by|in|at|on|when|while|during|after|from|near|outside)\b",
        rf"{_APPOSITION}(?:had\s+|has\s+)?{_ADVERB}{_DIED}\b",
        rf"\s?[’']s?\s+(?:\w+\s+)?{_DEATH_NOUN}\b(?!\s+attempt)",
        rf"\s?[’']s?\s+(?:\w+\s+){{0,3}}?(?:body|corpse)\b[^.;]{{0,60}}\b{_BODY_FOUND}\b",
    ),
    "wounded": (
        rf"{_APPOSITION}{_PASSIVE}\s+{_ADVERB}{_HURT}\b",
        rf"{_APPOSITION}(?:had\s+|has\s+)?{_ADVERB}{_SUSTAINED}",
    ),
}
_BEFORE: Final = {
    "killed": (
        rf"\b(?:{_KILLING}|{_DEATH_NOUN}\s+of|(?:body|corpse) of){_DETERMINER}",
        # "the murders of Karim Wali, his brother Omar and [Ana Ruiz]"
        r"\b(?:murders|assassinations|killings|deaths|executions)\s+of\s+(?:(?!\bwho\b|\bwas\b|\bby\b|\bin\b)[^.;])*$",
    ),
    "wounded": (rf"\b{_INJURING}{_DETERMINER}",),
}
_COMPILED: Final = {
    outcome: (
        [re.compile(pattern, re.IGNORECASE) for pattern in _AFTER[outcome]],
        [re.compile(pattern, re.IGNORECASE) for pattern in _BEFORE[outcome]],
    )
    for outcome in ("killed", "wounded")
}
_NOT_DONE: Final = re.compile(
    r"\b(?:attempt\w*|tr(?:y|ied|ying)|plan\w*|plot\w*|want\w*|threat\w*|vow\w*|surviv\w*|escap\w*|fail\w*|would|could|"
    r"might|possible|not|never|unhurt|if)\b",
    re.IGNORECASE,
)
_BODY: Final = re.compile(r"\b(?:body|corpse|remains)$", re.IGNORECASE)
_FOUND: Final = re.compile(rf"[^.;]{{0,60}}?\b{_BODY_FOUND}\b", re.IGNORECASE)
_FOUND_BEFORE: Final = re.compile(rf"\b{_BODY_FOUND}\s+(?:the|a|his|her|their)\s+$", re.IGNORECASE)
_HE_DIED: Final = re.compile(
    rf"\b(?:he|she)\b(?:(?!\bnot\b)[^.;,]){{0,25}}?\b(?:died|succumbed|{_PASSIVE}\s+{_ADVERB}{_DEAD})\b", re.IGNORECASE
)
#: How far a phrase reaches to the left and to the right of a person, and a negation in front of it, in characters.
_LEFT: Final = 160
_RIGHT: Final = 170
_NEGATION: Final = 25


def suffers(text: str, sentence: Span, mention: Mention, outcome: str) -> bool:
    """Whether the words around a person, inside his sentence, tell that he was ``killed`` or ``wounded``."""
    after, before = _COMPILED[outcome]
    left = text[max(sentence[0], mention.start - _LEFT) : mention.start]
    right = text[mention.end : min(sentence[1], mention.end + _RIGHT)]
    if outcome == "killed" and _BODY.search(mention.text):
        return _FOUND.match(right) is not None or _FOUND_BEFORE.search(left) is not None
    if any(pattern.match(right) for pattern in after):
        return not _NOT_DONE.search(left[-_NEGATION:])
    for pattern in before:
        found = pattern.search(left)
        if found:
            return not _NOT_DONE.search(left[max(0, found.start() - _NEGATION) : found.start()])
    return False


def died_as_pronoun(text: str, start: int, end: int) -> int | None:
    """Where the words between two offsets tell "he died", "she was pronounced dead"; ``None`` where they do not."""
    found = _HE_DIED.search(text, start, end)
    return found.start() if found is not None else None
