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
    r"fatally\s+\w+|found dead|found murdered|found beheaded|poisoned|speared|(?:pronounced|declared) (?:dead|"
    r"deceased))"
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
_KILLED_SELF: Final = (
    r"(?:(?:killed|killing|(?:shot|shooting) and (?:killed|killing)|fatally (?:shot|shooting))\s+(?:himself|herself)\b|"
    r"(?:shot|shooting)\s+(?:himself|herself)\s+(?:dead|to death)|(?:took|taking|take)\s+(?:his|her)\s+own\s+life|"
    r"committed suicide|"
    r"(?:turned|turning)\s+(?:the|his|her|a)\s+(?:\w+\s+)?(?:gun|weapon|rifle|pistol|handgun|"
    r"shotgun)\s+on\s+(?:himself|herself))"
)
_BODY_FOUND: Final = r"(?:found|recovered|discovered|retrieved|dumped|left|appeared|washed|lay)"
_HURT: Final = r"(?:injured|wounded|hurt)"
_SHOT: Final = (
    r"(?:shot|stabbed|grazed|"
    r"(?:hit|struck)(?=\s+(?:by\s+(?:\w+\s+){0,3}?(?:bullets?|gunfire|shots?|shrapnel)|in\s+(?:the|his|her)\s+\w+)))\b"
    r"(?!\s+(?:(?:\w+\s+){0,4}?(?:and|then)\s+(?:\w+ly\s+)?(?:killed|died)|dead|to death|down|up))"
)
_SUSTAINED: Final = (
    r"(?:(?:sustained|suffered|received)\s+(?!fatal)(?:\w+\s+){0,3}?(?:injur(?:y|ies)|wounds?|burns)|(?:was|"
    r"were)\s+(?:\w+ly\s+)?shot in the\b)"
)
_INJURING: Final = r"(?:injured|injuring|injures|wounded|wounding|hurting)"
_PASSIVE: Final = r"(?:was|were|had been|has been|is|being|been|got)"

#: Between a person and the verb: an age in brackets, "of the town council", an apposition, "who".
_APPOSITION: Final = (
    r"(?:\s*\([^()]{1,40}\))?(?:\s+(?:of|for|from|with|at)\s+[\w' -]{1,70}?)?"
    r"(?:\s*,[^,.;]{1,100},(?:[^,.;]{1,40},)?)?\s*,?\s*(?:who\s+|and\s+)?"
    r"(?:(?:and|with)\s+(?:his|her|the|an?|\d{1,3}[- ]years?[- ]old)\s+[\w' -]{1,40}?\s+)?"
)
#: The same without a clause of its own: "[Omar Noor], 38, shot dead at".
_REMARK: Final = r"(?:\s*\([^()]{1,40}\))?(?:\s+of\s+[\w' -]{1,40}?)?(?:\s*,[^,.;]{1,50})?\s*,?\s*"
_DETERMINER: Final = (
    r"(?:\s+(?:of|the|a|an|one|his|her|their|its|former|late))*(?:\s+\d+[- ]{1,3}years?[- ]{1,3}old)?(?:\s*,)?\s*$"
)
#: "[the gunman] then killed himself"
_SUICIDE: Final = rf"(?:{_APPOSITION}|[^.;]{{0,120}}?\b(?:then|before|and)\s+(?:later\s+)?){_ADVERB}{_KILLED_SELF}"

_AFTER: Final = {
    "killed": (
        rf"{_APPOSITION}{_PASSIVE}\s+{_ADVERB}{_DEAD}\b",
        rf"{_APPOSITION}{_PASSIVE}\s+{_ADVERB}(?:shot|stabbed|hacked|beaten|hit|struck|ambushed|abducted|kidnapped|"
        rf"taken|captured|seized|attacked)\b"
        rf"[^.;]{{0,90}}?\b(?:and|but)\s+(?:\w+ly\s+|later\s+|then\s+|was\s+|found\s+)*(?:died|succumbed|"
        rf"{_BY_VIOLENCE}|dead)\b",
        rf"{_REMARK}(?:fatally shot|{_BY_VIOLENCE})\s+(?:by|in|at|on|when|while|during|after|from|near|outside)\b",
        rf"{_APPOSITION}(?:had\s+|has\s+)?{_ADVERB}{_DIED}\b",
        _SUICIDE,
        rf"\s?[’']s?\s+(?:\w+\s+)?{_DEATH_NOUN}\b(?!\s+attempt)",
        rf"\s?[’']s?\s+(?:\w+\s+){{0,3}}?(?:body|corpse)\b[^.;]{{0,60}}\b{_BODY_FOUND}\b",
    ),
    "wounded": (
        rf"{_APPOSITION}{_PASSIVE}\s+{_ADVERB}{_HURT}\b",
        rf"{_APPOSITION}(?:had\s+|has\s+)?{_ADVERB}{_SUSTAINED}",
        rf"{_REMARK}{_ADVERB}{_HURT}\s+(?:in|by|at|on|when|while|during|after|from)\b",
    ),
    "suicide": (_SUICIDE,),
    "shot": (
        rf"{_APPOSITION}{_PASSIVE}\s+{_ADVERB}{_SHOT}",
        rf"{_REMARK}{_SHOT}\s+(?:(?:\w+|\d+)\s+times|once|twice|in|by|at|on|while|when|during|outside|near|multiple|"
        rf"several|early|late|"
        r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
        rf"{_APPOSITION}{_ADVERB}(?:shot|shoots|shooting|stabbed|stabbing)\s+(?:himself|herself|themsel\w+|"
        rf"him- or herself)\b",
        rf"{_APPOSITION}(?:{_PASSIVE}\s+)?(?:suffer\w*|sustain\w*|treated)\s+(?:from\s+|"
        rf"for\s+)?(?!fatal)(?:\w+\s+){{0,3}}?(?:gunshot|stab|bullet)",
        rf"{_APPOSITION}(?:is|was|remain\w*|underwent)\s+(?:listed\s+|reported\s+|"
        rf"still\s+)?(?:in\s+(?:\w+[\s,-]+){{0,2}}condition|surgery|"
        r"hospitali[sz]ed|recovering|expected to (?:survive|recover|be okay))\b",
    ),
}
_BEFORE: Final = {
    "killed": (
        rf"\b(?:{_KILLING}|{_DEATH_NOUN}\s+of|(?:body|corpse) of){_DETERMINER}",
        # "the murders of Karim Wali, his brother Omar and [Ana Ruiz]"
        r"\b(?:murders|assassinations|killings|deaths|executions)\s+of\s+(?:(?!\bwho\b|\bwas\b|\bby\b|\bin\b)[^.;])*$",
    ),
    "wounded": (rf"\b{_INJURING}{_DETERMINER}",),
    "suicide": (),
    "shot": (
        rf"(?<!fatally )\b(?:shot|shooting|stabbed|stabbing|striking|struck|hitting|grazing|"
        rf"grazed)(?:\s+of)?{_DETERMINER}",
    ),
}
_COMPILED: Final = {
    outcome: (
        [re.compile(pattern, re.IGNORECASE) for pattern in _AFTER[outcome]],
        [re.compile(pattern, re.IGNORECASE) for pattern in _BEFORE[outcome]],
    )
    for outcome in _AFTER
}
_MAY_HAVE_DIED: Final = re.compile(r"\b(?:died|succumbed|killed|dead|death|fatal\w*|murder\w*)\b", re.IGNORECASE)
_NOT_DONE: Final = re.compile(
    r"\b(?:attempt\w*|tr(?:y|ied|ying)|plan\w*|plot\w*|want\w*|threat\w*|vow\w*|surviv\w*|escap\w*|fail\w*|would|could|"
    r"might|possible|not|never|unhurt|if)\b",
    re.IGNORECASE,
)
_BODY: Final = re.compile(r"\b(?:body|corpse|remains)$", re.IGNORECASE)
_FOUND: Final = re.compile(rf"[^.;]{{0,60}}?\b{_BODY_FOUND}\b", re.IGNORECASE)
_FOUND_BEFORE: Final = re.compile(rf"\b{_BODY_FOUND}\s+(?:the|a|his|her|their)\s+$", re.IGNORECASE)
_DIED_THERE: Final = (
    rf"(?:(?!\b(?:not|nearly|almost|whose|who)\b)[^.;,]){{0,25}}?\b(?:died|succumbed|{_PASSIVE}\s+{_ADVERB}{_DEAD})\b"
)
_HE_DIED: Final = re.compile(rf"\b(?:he|she)\b{_DIED_THERE}", re.IGNORECASE)
#: The same of one whom the words before have singled out.
_VICTIM_DIED: Final = re.compile(
    r"\b(?:he|she|where|the\s+(?:[\w-]+\s+){0,2}?(?:victim|man|woman|boy|girl|teen(?:ager)?|child|toddler|infant|baby|"
    r"youth|driver|"
    rf"officer|deputy|soldier|student|worker|staffer|volunteer))\b{_DIED_THERE}",
    re.IGNORECASE,
)
#: How far a phrase reaches to the left and to the right of a person, and a negation in front of it, in characters.
_LEFT: Final = 160
_RIGHT: Final = 170
_NEGATION: Final = 25


def suffers(text: str, sentence: Span, mention: Mention, outcome: str) -> bool:
    """Whether the words around a person, inside his sentence, tell that he was ``killed``, ``wounded``, ``shot`` or died by
    ``suicide``.
    """
    after, before = _COMPILED[outcome]
    left = text[max(sentence[0], mention.start - _LEFT) : mention.start]
    right = text[mention.end : min(sentence[1], mention.end + _RIGHT)]
    if outcome == "killed" and _BODY.search(mention.text):
        return _FOUND.match(right) is not None or _FOUND_BEFORE.search(left) is not None
    if outcome == "shot" and _MAY_HAVE_DIED.search(right):
        return False
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


def single_victim_died(text: str, start: int, end: int) -> bool:
    """Whether the words between two offsets tell the death of the one person spoken of before them: "where the boy died"."""
    return _VICTIM_DIED.search(text, start, end) is not None
