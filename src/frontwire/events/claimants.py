"""Who gives a figure: "… , police said", "according to the ministry", "the hospital put the dead at nine"."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Sequence
from typing import Final

from frontwire.events.clauses import Clause, clauses_of
from frontwire.events.sentence_lookup import Span
from frontwire.events.speakers import PRONOUN, clean, is_paper, source, subject

_SAYING: Final = (
    r"(?:said|says|say|told|tells|tell|reported|reports|report|announced|announces|confirmed|confirms|claimed|claims|"
    r"claim|stated|(?<!united )states|stating|added|adds|estimated|estimates|estimate|acknowledged|acknowledges|tweeted|wrote|"
    r"writes|declared|declares|disclosed|revealed|maintains|maintained|maintain|insists|insisted|asserts|asserted|"
    r"admits|admitted|concedes|conceded|alleges|alleged|boasted|boasts|noted|believes|assures|"
    r"admit|concede|confirm|announce|acknowledge|allege|boast|insist|assert|declare|believe|deny|"
    r"denies|denied|pretends|described|carries|speaks|spoke|speak)"
)
_ADVERBS: Final = r"(?:(?:also|has|have|had|now|later|since|still|first|then|earlier|only|itself|himself|herself)\s+)*"
_SPEAKS: Final = re.compile(rf"\b{_ADVERBS}{_SAYING}\b(?!\s+to\s+have\b)", re.IGNORECASE)
#: Verbs that make a speaker of their subject only where a figure is their object, with what may stand between the two.
_GIVES: Final = tuple(
    re.compile(rf"\b{_ADVERBS}{verb}\b(?=(?P<between>{between})\Z)", re.IGNORECASE)
    for verb, between in (
        (r"(?:puts?|brought|takes?|took)", r"[^;:.]{0,70}\b(?:at|to|as)\s+[^;:.]{0,40}"),
        (r"(?:gave|gives?|listed|lists?|made|makes?|mourned|holds?|held|owned|verified|documented|named)",
         r"(?:(?!\b(?:killed|wounded|fire|out|under)\b)[^,;:.]){0,70}"),
        (r"(?:counted|counts|count|recorded|records|registered|knows?|knew|cited|cites)", r"[^,;:.]{0,45}"),
        (r"(?:has|have|had|names)", r"\s+(?:(?:on its list|the (?:names|bodies) of)\s+)?"),
        (r"(?:found|buried|recovered|collected|saw|seen|laid out|lifted out|received|took in)",
         r"\s+(?:the\s+)?(?:(?:bodies|remains|corpses)\s+of\s+)?(?:\w+\s+)?"),
    )
)  # fmt: skip
_NOUN_PHRASE: Final = r"(?:[\w.'’()&-]+\s+){0,8}?[\w.'’()&-]+"
_END: Final = (
    r"(?=\s*(?:[,.;:)\]”\"]|$|\b(?:on|in|at|by|to|late|early|yesterday|today|here|reporters|afp|reuters|that|who|which|"
    r"while|and|but|from|as)\b))"
)
#: What somebody else has made, in front of his name: "according to [figures compiled by] Airwars".
_MADE_BY: Final = (
    r"(?:(?:[\w’'-]+\s+){0,3}?(?:reports?|figures|data|statements?|tally|count|estimates?|records|numbers|lists?|statistics)\s+"
    r"(?:(?:compiled|released|issued|published|provided|collected|kept|gathered|given|prepared)\s+)?(?:by|from)\s+)?"
)
_ACCORDING: Final = re.compile(
    r"\b(?:according to|in the words of|by that of|as per|"
    r"by the (?:reckoning|account|count|estimate|register|records|books|tally|figures) of)\s+"
    rf"{_MADE_BY}({_NOUN_PHRASE}){_END}",
    re.IGNORECASE,
)
_RECKONING: Final = re.compile(
    rf"\bby\s+({_NOUN_PHRASE})(?:['’]s?|s['’])\s+(?:own\s+)?(?:reckoning|account|count|estimate)\b", re.IGNORECASE
)
#: "The allegation by the agency that [14] were killed", "the radio, according to which [four] died".
_TELLING: Final = re.compile(
    rf"\b(?:allegations?|claims?|reports?|statements?|assertions?|assurances?)\s+(?:by|of|from)\s+({_NOUN_PHRASE})\s+that\b|"
    rf"(?:^|[.,;]\s+)({_NOUN_PHRASE}),\s+according to wh(?:ich|om)\b",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    rf"[,”\"’—-]\s*(?!according to\b|as per\b)({_NOUN_PHRASE}(?:,[^,.;]{{1,40}},)?)\s+{_ADVERBS}{_SAYING}{_END}",
    re.IGNORECASE,
)
_INVERTED: Final = re.compile(rf"[,”\"’]\s*({_SAYING})\s+({_NOUN_PHRASE}){_END}", re.IGNORECASE)
_RELAYS: Final = re.compile(r"(?:reports?|adds|reported)$", re.IGNORECASE)
_COLON: Final = re.compile(r"\W*([^,:.;]{2,60}):\s")
_OFFICE: Final = re.compile(
    r"\b(?:police|army|military|navy|ministry|officials?|spokes\w+|government|command\w*|mayor|governor|hospital|"
    r"doctors?|witness(?:es)?|residents?|radio|agency|sources?|association|commissioner|sheriff|rebels?)\b",
    re.IGNORECASE,
)
#: A second speaker without a verb: "the army says seven died, its adversaries [two]".
_GAPPED: Final = re.compile(r"[,;]\s+(?:and\s+|while\s+)?((?:[\w.'’-]+\s+){1,6})$")
#: From here on a sentence tells of a place, which its first speaker need not know: "…, where [two] were hurt".
_ELSEWHERE: Final = re.compile(r",\s+(?:where|in which)\b[^,;]*$", re.IGNORECASE)
_GAP_CLOSED: Final = re.compile(r"\s*(?:dead|killed|wounded|bodies)?\s*(?:[,.;)]|$)", re.IGNORECASE)
_LIVES: Final = re.compile(r"\s*(?:\w+\s+)?li(?:fe|ves)\b", re.IGNORECASE)
#: How many clauses back a pronoun may find its speaker.
_PRONOUN_REACH: Final = 4
#: Clauses longer than this are texts without full stops; only what is near a figure can speak for it.
_REACH: Final = 500
#: How far into a clause behind a semicolon a figure still belongs to the speaker before it, in characters.
_INHERITED: Final = 12


def claimant(sentence: str, at: int) -> str | None:
    """The speaker to whom the sentence gives the figure at offset ``at`` of it, without article; ``None`` where nobody
    is named.
    """
    return claimant_in(sentence, clauses_of(sentence, [(0, len(sentence))]), at, at)


def claimants(text: str, clauses: Sequence[Clause], figures: Sequence[Span]) -> list[str | None]:
    """The speakers of figures, given as spans of ``text``; a pronoun stands for the speaker named last.

    ``clauses``: those of the text, as :func:`~frontwire.events.clauses.clauses_of` gives them.
    """
    named: list[str | None] = []
    for start, end in figures:
        named.append(_as_before(claimant_in(text, clauses, start, end), named))
    return named


def _as_before(name: str | None, earlier: Sequence[str | None]) -> str | None:
    """The fuller name of a speaker named before: "the spokesman" after "an army spokesman"."""
    words = set((name or "").casefold().split())
    return next((e for e in earlier if e is not None and words and words <= set(e.casefold().split())), name)


def claimant_in(text: str, clauses: Sequence[Clause], start: int, end: int) -> str | None:
    """The speaker of the figure at ``start``..``end``; ``clauses`` as :func:`clauses_of` gives them."""
    number = bisect.bisect_right(clauses, start, key=lambda clause: clause.start) - 1
    if number < 0 or start > clauses[number].end:
        return None
    clause = clauses[number]
    left = text[max(clause.start, start - _REACH) : start]
    right = text[end : min(clause.end, end + _REACH)]
    closing = _right(right) if _ELSEWHERE.search(left) else None
    found = closing or _left(left, right) or _right(right) or _opening(left)
    if found is None and clause.goes_on and len(left) <= _INHERITED:
        found = _said_last(text, clauses[number - 1])
    if found != PRONOUN:
        return found
    for earlier in reversed(clauses[max(0, number - _PRONOUN_REACH) : number]):
        named = _said_last(text, earlier)
        if named not in (None, PRONOUN):
            return named
    return None


def _left(left: str, right: str) -> str | None:
    """A speaker in front of the figure, the nearest first."""
    spoken = [match for match in _SPEAKS.finditer(left) if not _is_of_lives(match, left, right)]
    verbs = sorted({m.start() for m in spoken} | {m.start() for p in _GIVES for m in p.finditer(left)}, reverse=True)
    gapped = _GAPPED.search(left, spoken[0].end()) if spoken else None
    if gapped is not None and gapped.start() > verbs[0] and _GAP_CLOSED.match(right):
        named = clean(gapped.group(1))
        if named not in (None, PRONOUN):
            return named
    pronoun: str | None = None
    for verb in verbs:
        named = subject(left[:verb])
        if named == PRONOUN:  # "residents say that they buried [26]": whoever speaks in front of it in the clause
            pronoun = named
        elif named is not None:
            return None if _is_relayed(left[verb:], named) else named
    return pronoun


def _is_of_lives(verb: re.Match[str], left: str, right: str) -> bool:
    """ "The blast claimed 19 lives" says nothing."""
    return (
        verb.group().lower().startswith("claim") and not left[verb.end() :].strip() and _LIVES.match(right) is not None
    )


def _is_relayed(verb: str, speaker: str) -> bool:
    return _RELAYS.match(verb.split()[0]) is not None and is_paper(speaker)


def _right(right: str) -> str | None:
    """A speaker behind the figure, the nearest first."""
    found: list[tuple[int, str, str, Callable[[str], str | None]]]
    found = [(m.start(), m.group(1), "", subject) for p in (_RECKONING, _AFTER) for m in p.finditer(right)]
    found += [(m.start(), m.group(1), "", source) for m in _ACCORDING.finditer(right)]
    found += [(m.start(), m.group(2), m.group(1), clean) for m in _INVERTED.finditer(right)]
    for _, words, verb, named_by in sorted(found, key=lambda item: item[:3]):
        named = named_by(words)
        if named is not None and not (
            verb and _RELAYS.match(verb) and words[:1].isupper() and not _OFFICE.search(words)
        ):
            return named
    return None


def _opening(left: str) -> str | None:
    """A speaker that opens the clause: "According to the army, …", "Police: …"."""
    if (told := _TELLING.search(left)) is not None:
        return clean(told.group(1) or told.group(2))
    found = _ACCORDING.search(left)
    if found is not None:
        return source(found.group(1))
    colon = _COLON.match(left)
    return clean(colon.group(1)) if colon is not None and _OFFICE.search(colon.group(1)) else None


def _said_last(text: str, clause: Clause) -> str | None:
    """The last speaker that a clause names."""
    words = text[clause.start : clause.end][-_REACH:]
    for match in reversed([*_SPEAKS.finditer(words)]):
        named = subject(words[: match.start()])
        if named is not None:
            return named
    return _right(words) or _opening(words)
