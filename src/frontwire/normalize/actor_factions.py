"""Words that name a group only to tell another one by it: "splinter group of the X", "X dissidents", "former X members"."""

from __future__ import annotations

import re
from typing import Final

_PARTED: Final = r"(?:dissident|splinter|breakaway|break-away|renegade|mutinous|defected|rogue)s?"
_PART: Final = r"(?:factions?|groups?|wings?|fronts?|bloc|units?|elements?|members?|fighters?|rebels?|guerrillas?)"
_BREAKAWAY: Final = re.compile(
    # "a dissident faction of FARC", "splinter of the Taliban", "an offshoot of al-Qaeda"
    rf"\b{_PARTED}\s+(?:[\w-]+\s+){{0,2}}?(?:{_PART}\s+)?(?:of|from)\b|"
    r"\b(?:dissidents|defectors|deserters|offshoots?|splinters?)\s+(?:of|from)\b|"
    # "a faction of the TTP"
    r"^(?:an?\s+)?factions? of\b|"
    # "FARC dissidents", "a Taliban splinter group"
    rf"\w\s+(?:dissidents|defectors|deserters|offshoots?|splinters?|{_PARTED}\s+{_PART})$|"
    # "former FARC members", "ex-Seleka", "the defunct FARC"
    r"\b(?:former|ex|defunct|demobili[sz]ed|disbanded)\b",
    re.IGNORECASE,
)


def is_breakaway(words: str) -> bool:
    """Whether the group that a noun phrase names is not, or no more, the one that it means."""
    return _BREAKAWAY.search(words) is not None
