"""Earlier and later figures for the same people told side by side: "133, up from [93]", "climbed to 27 from [13]", "nine at
dawn; by evening the toll was [12]".
"""

from __future__ import annotations

import re
from typing import Final

_BOUND: Final = r"(?:at least\s+|more than\s+|about\s+|around\s+|some\s+)?"
_TALLY: Final = r"(?:death\s+)?(?:toll|tally|count|figure|number|estimate)"
_BEFORE: Final = re.compile(
    rf"(?:\b(?:up|down)\s+from\s+|\bfrom\s+)(?:an?\s+(?:\w+\s+){{0,2}}?{_TALLY}\s+of\s+)?{_BOUND}$|"
    rf"\b(?:earlier|initial|previous|preliminary|provisional)\s+{_TALLY}\s+(?:of|was|had\s+been|stood\s+at)\s+{_BOUND}$|"
    rf"\b{_TALLY}\s+(?:\w+\s+){{0,6}}?(?:was|is|stood\s+at|stands\s+at|(?:had\s+|has\s+)?(?:reached|(?:risen|climbed|grown|rose|"
    rf"jumped|increased|mounted)\s+(?:from\s+\S+\s+)?to))\s+{_BOUND}$",
    re.IGNORECASE,
)
#: "from [13]" counts people only behind a figure that went up or down.
_WENT: Final = re.compile(
    r"\b(?:rose|risen|climb\w+|jump\w+|up|down|grew|grown|rais\w+|rises?|increas\w+|revis\w+|fell|lower\w+|cut)\b",
    re.IGNORECASE,
)
_FROM: Final = re.compile(rf"\bfrom\s+{_BOUND}$", re.IGNORECASE)


def is_revision(before: str) -> bool:
    """Whether the words in front of a count, within its sentence, say that it is another figure for people counted before."""
    if _BEFORE.search(before) is None:
        return False
    return _FROM.search(before) is None or _WENT.search(before) is not None
