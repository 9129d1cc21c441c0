"""Countries that a sentence names as doers and judges: what they do abroad and say of it is no sign of where it happened."""

from __future__ import annotations

import re
from typing import Final

_NAME: Final = r"(?:the\s)?[^\W\d_a-z][\w.-]{1,20}(?:\s[^\W\d_a-z][\w.-]{1,20}){0,2}"
_JOINED: Final = rf"(?:(?:,\s{_NAME}){{0,2}},?\sand\s{_NAME})?"
_ADVERBS: Final = r"(?:\s(?:has|have|had|also|later|then|jointly|again|repeatedly|since)){0,3}"
#: "The United States [and Britain] launched air strikes …", "Russia fired a missile …"; not "Israel hit by rockets".
_ATTACKS: Final = re.compile(
    rf"{_JOINED}{_ADVERBS}\s(?:launched|carried\sout|conducted|mounted|fired|bombed|bombarded|shelled|struck|attacked|pounded|"
    r"hit|raided|invaded|targeted|dropped|unleashed|intensified|stepped\sup)\b(?!\sby\b)"
)
#: "Egypt condemned the strikes".
_JUDGES: Final = re.compile(
    rf"{_JOINED}{_ADVERBS}\s(?:condemned|denounced|deplored|criticised|criticized|welcomed|urged|called\s(?:on|for)|"
    r"expressed|offered|voiced)\b"
)


#: "A bomb in [Pakistan] hit a bus": no subject.
_NO_SUBJECT: Final = re.compile(
    r"\b(?:in|of|from|near|across|to|into|by|with|for|at|against|inside|within|on|over|around|outside|under)\s"
    r"(?:the\s)?(?:(?:north|south|east|west|central|neighbou?ring)[a-z]{0,7}\s)?\Z",
    re.IGNORECASE,
)
#: How far in front of a name such words may stand, in characters.
_BEFORE: Final = 40


def attacks(text: str, start: int, end: int) -> bool:
    """Whether the country named at ``start``..``end`` is the subject of an attack."""
    return _ATTACKS.match(text, end) is not None and _is_subject(text, start)


def judges(text: str, start: int, end: int) -> bool:
    """Whether the country named at ``start``..``end`` only speaks of what others did."""
    return _JUDGES.match(text, end) is not None and _is_subject(text, start)


def _is_subject(text: str, start: int) -> bool:
    return _NO_SUBJECT.search(text, max(0, start - _BEFORE), start) is None
