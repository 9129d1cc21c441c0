"""Totals of toll lines: the one place that says how figures add up.

A toll line is one figure for one group of people by one voice (``claimed_by``; nobody named: the text itself). Within
one outcome and side:

* lines of one voice with the same ``victims`` words (letter case aside) are figures for the same people, earlier and
  later ones: they span a range; its other groups are other people: they add up to what this voice says;
* voices dispute: the total spans what each of them says;
* two exceptions are added on top: groups told as "others" by a voice that counts nobody else, and groups that the text
  itself tells where neither it nor a voice speaks of people in general or of fighters and no group is named by both.

Sides add up. ``casualties`` lines, dead and wounded undivided, enter neither total.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from frontwire.normalize.counts import add_counts, span_counts
from frontwire.normalize.victim_words import (
    are_others,
    head_word,
    is_general,
    names_fighters,
    names_forces,
)
from frontwire.schema import CountRange, Toll

_COUNTED: Final = ("killed", "wounded")
#: The voice of lines without a claimant.
_TEXT_ITSELF: Final = ""

#: Figures of one voice by victims' words.
_Groups = Mapping[str, Sequence[CountRange]]


@dataclass(frozen=True, slots=True)
class TollTotals:
    """Totals in people; ``None`` where no line says anything (unknown, not 0).

    ``disputed``: figures for the same people differ.
    """

    killed: CountRange | None = None
    wounded: CountRange | None = None
    killed_attackers: CountRange | None = None
    killed_targets: CountRange | None = None
    wounded_attackers: CountRange | None = None
    wounded_targets: CountRange | None = None
    disputed: bool = False


def totals(tolls: Iterable[Toll]) -> TollTotals:
    """Span what voices dispute, add groups and sides. The order of the lines makes no difference."""
    lines: dict[tuple[str, str], list[Toll]] = {}
    for toll in tolls:
        if toll.outcome in _COUNTED:
            lines.setdefault((toll.outcome, toll.side), []).append(toll)
    sides = {key: _side_total(chosen) for key, chosen in lines.items()}

    def total(outcome: str, side: str | None = None) -> CountRange | None:
        return add_counts(sides[key][0] for key in sorted(sides) if key[0] == outcome and side in (None, key[1]))

    return TollTotals(
        killed=total("killed"),
        wounded=total("wounded"),
        killed_attackers=total("killed", "attacker"),
        killed_targets=total("killed", "target"),
        wounded_attackers=total("wounded", "attacker"),
        wounded_targets=total("wounded", "target"),
        disputed=any(disputed for _, disputed in sides.values()),
    )


def _side_total(lines: Sequence[Toll]) -> tuple[CountRange, bool]:
    """What the lines of one outcome and side come to, and whether they disagree."""
    voices: dict[str, dict[str, list[CountRange]]] = {}
    for toll in lines:
        groups = voices.setdefault(_key(toll.claimed_by), {})
        groups.setdefault(_key(toll.victims), []).append(CountRange(toll.low, toll.high))
    on_top = {voice for voice, groups in voices.items() if all(are_others(words) for words in groups)}
    if len(on_top) == len(voices):
        on_top = set()
    rivals = {voice: groups for voice, groups in voices.items() if voice not in on_top}
    if _TEXT_ITSELF in rivals and len(rivals) > 1 and _tell_of_different_people(rivals):
        on_top.add(_TEXT_ITSELF)
        del rivals[_TEXT_ITSELF]
    said = [_sum(groups) for groups in rivals.values()]
    total = add_counts([_spanned(said), *(_sum(voices[voice]) for voice in on_top)])
    revised = any(len(set(map(_ends, figures))) > 1 for groups in voices.values() for figures in groups.values())
    return total or CountRange(0, 0), revised or len(set(map(_ends, said))) > 1


def _tell_of_different_people(voices: Mapping[str, _Groups]) -> bool:
    own = set(voices[_TEXT_ITSELF])
    others = {words for voice, groups in voices.items() if voice != _TEXT_ITSELF for words in groups}
    if any(is_general(words) or names_fighters(words) for words in own | others):
        return False
    if any(map(names_forces, own)) and any(map(names_forces, others)):
        return False
    return {head_word(words) for words in own}.isdisjoint(head_word(words) for words in others)


def _sum(groups: _Groups) -> CountRange:
    return add_counts(_spanned(figures) for figures in groups.values()) or CountRange(0, 0)


def _spanned(figures: Iterable[CountRange]) -> CountRange:
    return span_counts(figures) or CountRange(0, 0)


def _ends(counts: CountRange) -> tuple[int, int | None]:
    return counts.low, counts.high


def _key(words: str | None) -> str:
    return " ".join((words or "").casefold().split())
