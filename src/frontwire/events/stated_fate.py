"""What the words right around a count say became of the people counted, where that is not what its label says.

A tagger takes "two guards were beaten" for dead and "three killed and two wounded" for five wounded: it has seen the
sentence as a whole, and the verb beside the number decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from frontwire.events.sentence_lookup import Span
from frontwire.normalize.counts import parse_count
from frontwire.ontology import OUTCOME_OF_LABEL
from frontwire.schema import CountRange, Mention

#: Hit by bullets or blades, dead or alive: "four people were shot".
SHOT: Final = "shot"

_DEATH: Final = re.compile(
    r"\b(?:kill\w*|dead\w*|died|dies|die|dying|deaths?|fatal\w*|murder\w*|execut\w+|slain|lives?|succumbed|bod(?:y|"
    r"ies)|"
    r"corpses?|behead\w+|decapitat\w+|assassinat\w+|martyr\w*|perish\w+|massacr\w+|slaughter\w*|lynch\w+|hang\w*|hung|"
    r"drown\w+|"
    r"burned alive|toll|loss|lost|losing|buried|homicides?|grave\w*)\b",
    re.IGNORECASE,
)
#: What is counted is no people: "more than 30 shots", "two counts of murder", "Image 6 of 12".
_NO_PEOPLE: Final = re.compile(
    r"\s*(?:more\s+)?(?:(?:gun)?shots?|rounds?|bullets?|times|counts?|hours?|minutes?|days?|weeks?|months?|years?|"
    r"blocks?|miles?|"
    r"kilomet(?:er|re)s?|shootings?|attacks?|incidents?|homicides?\s+(?:this|last|so far|in)|murders?\s+(?:this|last|"
    r"so far|in)|caption|"
    r"(?:of\s+(?:(?:his|her|their|the|my|our|its)\s+)?)?(?:sheep|cows?|cattle|goats?|camels?|donkeys?|horses?|"
    r"livestock|houses?|homes?|huts?|shops?|"
    r"vehicles?|cars?|tanks?|lorries|trucks?|schools?|villages?|buildings?|hospitals?|(?:\w+\s+)?ministries|places|"
    r"districts|strikes?|raids?|prisoners|captives|hostages|detainees)(?!\s+(?:killed|dead|shot|"
    r"wounded|injured|were (?:killed|shot|wounded|injured)))|"
    r"of the (?:\w+\s+)?(?:deadliest|worst|bloodiest|biggest|largest|most|first|last|few))\b",
    re.IGNORECASE,
)
#: "[A] Malaysia Airlines Boeing 777 was shot down".
_MACHINE: Final = re.compile(
    r"\s*(?:[\w-]+\s+){0,3}?(?:aircraft|airliners?|planes?|helicopters?|drones?|(?:fighter\s+)?jets?|warplanes?|ships?|boats?|"
    r"vessels?|warships?|tankers?|freighters?|boeing|airbus)\b(?!['’]s|[- ](?:crew|pilots?|passengers?|sailors?))",
    re.IGNORECASE,
)
#: "[Eight] children survived".
_SURVIVED: Final = re.compile(
    r"(?:\s+[\w-]+){0,3}?\s+(?:have\s+|had\s+|all\s+)?survived\b(?![^.;]{0,40}\b(?:wound|injur|gunshot|bullet|shot|stab))",
    re.IGNORECASE,
)
#: "[Two] of the wounded died".
DIED_OF_WOUNDS: Final = re.compile(
    r"\s*of the (?:\w+\s+)?(?:wounded|injured|hurt)\b[^.;]{0,40}?\b(?:died|dies|succumbed)\b", re.IGNORECASE
)
#: On both sides of a word in a web address: "…/one-dead-3-wounded-…".
_JOINTS: Final = ("-", "/", "_")
_PICTURE: Final = re.compile(r"\b(?:image|photo|slide|picture)\s+(?:[0-9]+\s+(?:of|/)\s+)?$", re.IGNORECASE)
#: From the people counted to their verb: brackets, a home or employer, an apposition, auxiliaries.
_TO_VERB: Final = (
    r"(?:\s+(?:(?!(?:before|after|when|while|until|as|but|and)\b)[a-z-]+\s+)?(?:people|persons|men|women|children|others|victims|individuals|civilians|soldiers|"
    r"policemen|officers|workers|"
    r"students|teens|teenagers|boys|girls|males|females|passengers|militants|rebels|residents|villagers|suspects))?"
    r"(?:\s*\([^()]{1,60}\))?(?:\s+(?:of|from|for|with|at|in)\s+[\w'’.-]+(?:\s+[\w'’.-]+){0,5}?)?(?:\s*,[^,.;]{1,60},)?"
    r"\s*(?:(?:who|which|was|were|is|are|been|being|have|has|had|got|getting|also|all|both|then|later|remains?|"
    r"remained|\w+ly|still)\s+)*"
)
#: "Ana Ruiz, [71], who …", "a girl of perhaps [twelve]": an age.
_AGE: Final = re.compile(
    r"(?:\b[A-Z][\w’'-]+,\s*|\b(?:boy|girl|man|woman|child|son|daughter|baby)s?\s+(?:of|aged)\s+(?:perhaps\s+|"
    r"about\s+|some\s+)?|\baged?\s+|"
    r"\bages?\s+[0-9, ]{1,30}(?:and\s+)?)$"
)
_ABOUT: Final = re.compile(r"^(?:about|perhaps|some|around|nearly|almost|barely)\s+", re.IGNORECASE)
_BEHIND_AGE: Final = re.compile(r"\s*[,;.)]|\s+(?:and|was|who)\b")
_TAKING_BEFORE: Final = re.compile(
    r"\b(?:free(?:d|ing)|rescu(?:ed|ing)|releas(?:ed|ing)|(?:led|marched|took|taken|carried|taking|"
    r"carrying)\s+(?:away|off)|abduct(?:ed|ing)|"
    r"kidnapp(?:ed|ing)|captur(?:ed|ing)|arrest(?:ed|ing)|detain(?:ed|ing)|displac(?:ed|ing)|evacuat(?:ed|ing))\s+"
    r"(?:at least\s+|about\s+|some\s+|another\s+|the\s+|up to\s+|more than\s+)?$",
    re.IGNORECASE,
)
#: "put the captives at [six]"; "I telephoned at [nine], at ten".
_OF_TAKEN: Final = re.compile(
    r"\b(?:captives|prisoners|hostages|missing|detainees|detained|arrested|abducted)\b[^.;,]{0,30}\b(?:as|at|to|is|"
    r"was)\s+$",
    re.IGNORECASE,
)
_AT: Final = re.compile(r"\bat\s+$", re.IGNORECASE)
#: "put its losses at [two]"; "put the figure at [47]".
_TALLY_AT: Final = re.compile(
    r"\b(?:(?:figures?|number|tally|toll|count|losses)\s+|st(?:ands?|ood)\s+)at\s+(?:\w+\s+)?$", re.IGNORECASE
)
#: "[An] officer said": a speaker is no victim.
_SPEAKS: Final = re.compile(
    _TO_VERB
    + r"(?:said|says|admitted|admits|told|tells|reported|reports|claimed|claims|announced|confirmed|confirms|added|stated)\b",
    re.IGNORECASE,
)
_ONE: Final = frozenset({"a", "an", "another"})
#: What follows an active verb: "a gunman wounded [three Israelis]" tells of others than the one counted. Words behind people
#: end where the next count begins.
_NO_OBJECT: Final = (
    r"(?!\s+(?:at least\s+|about\s+|more than\s+|nearly\s+|up to\s+)?(?:[0-9]+|one|two|three|four|five|six|seven|eight|"
    r"nine|ten|eleven|twelve|dozens|scores|several|many|some|him|his|her|them|their|the|an?|another)\b(?!\s+(?:few\s+)?"
    r"(?:days?|weeks?|months?|hours?|minutes?|times|year\w*)\b)|\s+$)"
)
_HURT: Final = re.compile(
    _TO_VERB
    + rf"(?:(?:injured|wounded|hurt|hospitali[sz]ed|maimed){_NO_OBJECT}|(?:expected |likely )?to (?:survive|recover)|"
    r"recovering)\b",
    re.IGNORECASE,
)
_BEATEN: Final = re.compile(
    _TO_VERB
    + r"(?:(?:tied up|detained|robbed|stopped|attacked|threatened|held|captured|arrested|handcuffed|blindfolded)[\s,/]+"
    r"(?:and\s+)?(?:\w+ly\s+)?)?(?:beaten|assaulted|stoned|stabbed|raped|tortured|slashed|hacked|punched|kicked|"
    rf"mugged|burned){_NO_OBJECT}\b",
    re.IGNORECASE,
)
_SHOT: Final = re.compile(
    _TO_VERB + rf"(?:shot(?!\s+(?:up|down|dead))|gunned(?!\s+down)|blasted|sprayed|struck|hit|grazed){_NO_OBJECT}\b",
    re.IGNORECASE,
)
#: "were shot, one fatally": most of them lived.
_PARTLY_FATAL: Final = re.compile(
    _TO_VERB
    + r"(?:shot|stabbed|wounded)\b[^.;]{0,60}?\b(?:one|two|three|four|five|[0-9]{1,2})\s+(?:of\s+(?:them|whom)\s+|\w+\s+)?fatally\b",
    re.IGNORECASE,
)
_SHOOTING_BEFORE: Final = re.compile(
    r"(?<!fatally )\b(?:shot|shoots?|shooting(?:\s+of)?|striking|struck|hitting|grazing|(?:opened|opening|"
    r"opens)\s+fire\s+(?:on|at|into)|"
    r"(?:fired|firing|fires)\s+(?:on|at|into))\s+(?:at\s+)?(?:at least\s+|the\s+|another\s+)?$",
    re.IGNORECASE,
)
_TAKEN: Final = re.compile(
    _TO_VERB
    + r"(?:in (?:police )?custody|behind bars|questioned|charged|sought|unaccounted|abducted|kidnapped|missing|captured|"
    r"detained|arrested|taken (?:hostage|captive)|held (?:hostage|captive)|"
    r"led (?:off|away)|marched (?:off|away)|carried off|(?:came out|turned up|found) alive|alive|rescued|released|"
    r"freed|unhurt|unharmed|uninjured)\b"
    r"|[^,.;]{0,40}?\b(?:who\s+)?(?:(?:were|was|are|is)(?:n['’]t|\s+not)|escaped being)\s+(?:\w+ly\s+)?(?:injured|"
    r"hurt|hit|harmed|struck|shot|wounded)\b"
    r"|[^,.;]{0,30}?\b(?:fled|ran (?:away|off)|escaped|surrendered|remain(?:ed)? at large)\b"
    r"|\s+(?:who\s+)?(?:were|was|had been)\s+(?:at|inside|attending|gathered|present|watching|waiting|standing|"
    r"sitting|sleeping|"
    r"hanging out|celebrating|travel\w+|riding|walking|working)\b",
    re.IGNORECASE,
)
_FATALLY: Final = re.compile(
    _TO_VERB + r"(?:fatally|mortally)\s+(?:shot|wounded|injured|hurt|stabbed|struck|hit)\b", re.IGNORECASE
)
#: "fatally shot his wife and [two] daughters"
_FATAL_BEFORE: Final = re.compile(r"\bfatal(?:ly)?\s+(?:shot|shooting|stabb\w+)\b[^.;]{0,40}$", re.IGNORECASE)
_LIMB: Final = re.compile(
    r"[^.;,]{0,30}?\bin\s+(?:the|his|her|their|both)\s+(?:left\s+|right\s+|lower\s+|upper\s+)?"
    r"(?:legs?|foot|feet|arms?|hands?|thighs?|buttocks|shoulders?|ankles?|knees?|calf|calves|hips?|fingers?|toes?|"
    r"forearms?|elbows?)\b",
    re.IGNORECASE,
)
_KILLED: Final = re.compile(
    _TO_VERB + r"(?:(?:shot|stabbed|hacked|beaten)\s+(?:and\s+)?)?(?:killed|dead|murdered|died|beheaded|executed)\b"
    r"(?!\s+(?:and|or)\s+(?:\w+\s+){0,2}(?:wounded|injured))",
    re.IGNORECASE,
)
#: "was injured and later died".
_DIED_OF_IT: Final = re.compile(
    _TO_VERB + r"(?:injured|wounded|hurt|shot|hospitali[sz]ed)\b[^.;]{0,70}?\b(?:and|but|has|have|had)\s+"
    r"(?:\w+ly\s+|later\s+|then\s+|since\s+)?(?:died|succumbed)\b",
    re.IGNORECASE,
)
_DEATH_NEXT: Final = re.compile(
    r"[^.;]{0,90}?\b(?:and|but|then|before|later|were|where|has|have|had)\b[^.;]{0,40}?\b(?:killed|died|dead|murdered|"
    r"executed|beheaded|succumbed|"
    r"kill them)\b|\s+to death\b",
    re.IGNORECASE,
)
_VICTIMS: Final = re.compile(r"\s+(?:\w+\s+)?victims?\b", re.IGNORECASE)
_HARM: Final = re.compile(r"\b(?:injur\w+|wound\w*|hurt|survive\w*|recover\w*|condition)\b", re.IGNORECASE)
_KILLING_BEFORE: Final = re.compile(
    r"\b(?:kill\w*|murder\w*|slay\w*|execut\w+|assassinat\w+)\s+(?:at least\s+|the\s+)?$", re.IGNORECASE
)
#: "the bodies of [11] men who were abducted".
_BODIES_BEFORE: Final = re.compile(
    r"\b(?:bodies|remains|corpses|graves|deaths?|killings?|murders?) of\s+(?:at least\s+|the\s+)?$", re.IGNORECASE
)
_HURTING_BEFORE: Final = re.compile(
    r"(?<!or )(?<!and )\b(?:wounding|injuring|hurting)\s+(?:at least\s+|the\s+|another\s+)?$", re.IGNORECASE
)
#: How far behind the people their verb, and in front of a count its verb may stand, in characters.
_REACH: Final = 160
_BEFORE: Final = 40


def stated_outcome(
    text: str, count: Mention, noun: Mention | None, sentence: Span, mentions: Sequence[Mention]
) -> str | None:
    """``killed``, ``wounded`` or :data:`SHOT` of a count; ``None`` where its people came to no harm that is counted.

    ``noun``: the people it counts, where labelled; ``mentions``: all of the event in text order.
    """
    outcome = OUTCOME_OF_LABEL[count.label]
    # What a person labelled, without a score, is not doubted.
    if outcome not in ("killed", "wounded") or count.score is None:
        return outcome
    start = noun.end if noun is not None and noun.start >= count.end else count.end
    others = [m for m in mentions if m.label in OUTCOME_OF_LABEL and m is not count]
    following = min((m.start for m in others if m.start >= start), default=sentence[1])
    previous = max((m.end for m in others if m.end <= count.start), default=sentence[0])
    behind = text[start : min(sentence[1], start + _REACH, following)]
    before = text[max(sentence[0], previous, count.start - _BEFORE) : count.start]
    in_an_address = text[count.start - 1 : count.start] in _JOINTS and text[count.end : count.end + 1] in _JOINTS
    if in_an_address or _NO_PEOPLE.match(text, count.end) or _PICTURE.search(before):
        return None
    if (noun is None and _MACHINE.match(text, count.end)) or _SURVIVED.match(behind):
        return None
    if _is_age(text, count, before) or _TAKING_BEFORE.search(before) or _OF_TAKEN.search(before):
        return None
    if noun is None and _AT.search(before) and not (_TALLY_AT.search(before) or states_fate(before + behind)):
        return None
    if count.text.casefold() in _ONE and _SPEAKS.match(behind):
        return None
    if noun is None and previous > sentence[0] and not states_fate(before + behind):
        # "Nine were hurt, police say, but the hospital alone reports [twelve]": the fate told before.
        last = max((m for m in others if m.end <= count.start), key=lambda m: m.end)
        return OUTCOME_OF_LABEL[last.label]
    if DIED_OF_WOUNDS.match(behind):
        return "killed"
    if outcome == "wounded":
        # Of four women wounded "one has died", not the four.
        return _of_wounded(
            behind, before, single=count.text.casefold() in _ONE or parse_count(count.text) == CountRange(1, 1)
        )
    return _of_killed(behind, before, of_victims=_VICTIMS.match(text, count.end) is not None)


def _of_killed(behind: str, before: str, *, of_victims: bool) -> str | None:
    if _HURTING_BEFORE.search(before):
        return "wounded"
    if _KILLING_BEFORE.search(before) or _BODIES_BEFORE.search(before) or _FATALLY.match(behind):
        return "killed"
    for pattern, outcome in ((_HURT, "wounded"), (_BEATEN, "wounded"), (_TAKEN, None)):
        found = pattern.match(behind)
        if found is not None:
            return "killed" if _DEATH_NEXT.match(behind, found.end()) else outcome
    if _PARTLY_FATAL.match(behind):
        return SHOT
    if _DEATH.search(behind) or _DEATH.search(before):
        return "killed"
    if (shot := _SHOT.match(behind)) is not None and _LIMB.match(behind, shot.end()):
        return "wounded"
    return SHOT if shot or _SHOOTING_BEFORE.search(before) or of_victims else "killed"


def _of_wounded(behind: str, before: str, *, single: bool) -> str | None:
    if _FATALLY.match(behind) or _FATAL_BEFORE.search(before):
        return "killed"
    died = single and _DIED_OF_IT.match(behind) is not None
    if _HURTING_BEFORE.search(before) or (_HURT.match(behind) and not died):
        return "wounded"
    if _KILLED.match(behind) or died:
        return "killed"
    if _TAKEN.match(behind):
        return None
    if _PARTLY_FATAL.match(behind):
        return SHOT
    shot = _SHOT.match(behind) or _SHOOTING_BEFORE.search(before)
    if shot and not _HARM.search(behind) and not _LIMB.match(behind):
        return SHOT
    return "wounded"


def states_fate(words: str) -> bool:
    """Whether the words around a count tell of dead or of hurt, and not only of people."""
    return _DEATH.search(words) is not None or _HARM.search(words) is not None


def _is_age(text: str, count: Mention, before: str) -> bool:
    return (
        _AGE.search(before) is not None
        and _BEHIND_AGE.match(text, count.end) is not None
        and len(_ABOUT.sub("", count.text).split()) == 1
        and count.text.casefold() not in _ONE
    )
