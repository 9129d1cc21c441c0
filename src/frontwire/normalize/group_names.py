"""The type of an actor by the words of its name: "Kasai Liberation Front", "Northern Coast Cartel", "anti-government forces".

For groups that no table knows and names whose head noun says little or the wrong thing ("Liberation Army" is no army of a
state). Curated on training documents and on the perpetrators of AWSD rows with odd ids (``benchmarks/actor_types.py``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

#: Name words that outweigh the head noun, by type; the first type with a word in the name is taken.
_STRONG: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    ("criminal", frozenset({"cartel", "cartels", "mafia", "mafias", "gang", "gangs", "confraternity"})),
    (
        "political_militia",
        frozenset(
            {
                "militia", "militias", "self defence", "self defense", "selfdefence", "civil defence", "civil defense",
                "popular defence", "popular defense", "popular mobilization", "popular mobilisation", "vigilante",
                "vigilantes", "vigilance", "death squad", "death squads", "youth wing", "loyalist", "volunteer force",
                "volunteer forces", "awakening",
            }
        ),
    ),
    (
        "rebel",
        frozenset(
            {
                "liberation", "liberacion", "liberating", "revolutionary", "revolution", "revolutionaries", "resistance",
                "jihad", "mujahideen", "mujahidin", "mujahedin", "mujahedeen", "insurgent", "guerrilla", "guerrillas",
                "separatist", "independence", "caliphate", "emirate", "qaeda", "qaida", "lashkar", "jaish", "jaysh",
                "ansar", "harakat", "harkat", "katibat", "katiba", "kataib", "hizb", "fedayeen",
                "tigers", "martyrs brigade", "martyrs brigades",
                "popular front", "patriotic front", "united front", "salvation front", "national front", "maoist",
                "maoists", "freedom fighters", "opposition", "people s war", "patriotic army", "islamic army",
                "red brigades", "secession", "free army",
            }
        ),
    ),
    ("communal_militia", frozenset({"clan", "clans", "subclan", "sub clan", "tribe", "tribes", "tribal", "warriors"})),
)  # fmt: skip
#: Name words that count only where nothing else says what the actor is.
_WEAK: Final[Mapping[str, str]] = {
    "front": "rebel",
    "movement": "rebel",
    "brigades": "rebel",
    "party": "political_militia",
    "league": "political_militia",
    "congress": "political_militia",
    "brotherhood": "political_militia",
}
#: Heads of state forces that groups against the state also carry in their names.
_BORROWED_HEADS: Final = frozenset(
    {
        "army", "armies", "forces", "force", "guard", "guards", "brigade", "brigades", "battalion", "command",
        "commandos", "commando", "corps", "regime", "government", "regiment",
    }
)  # fmt: skip

#: Before a word of a name they turn it round ("anti-Maoist group").
REVERSING: Final = frozenset({"anti", "counter", "ex", "former", "pro"})

#: Stances towards the state, as pairs of words.
_AGAINST_STATE: Final = frozenset({"government", "regime", "state", "junta", "coup"})
_BACKED: Final = frozenset({"backed", "sponsored", "supported", "trained", "funded"})
_BESIDE: Final = _BACKED | {"allied", "aligned"}
_STATE: Final = frozenset({"government", "state", "regime", "junta", "army", "military"})
#: Whose forces a word in front of them says.
_OF_OTHERS: Final = frozenset({"international", "foreign", "multinational", "coalition", "un", "nato"})
_OF_REBELS: Final = frozenset(
    {"opposition", "separatist", "secessionist", "resistance", "guerrilla", "militant", "jihadist"}
)
#: Soldiers who have left their state's side.
_MUTINOUS: Final = frozenset(
    {"rebel", "mutinous", "renegade", "dissident", "breakaway", "insurgent", "rebellious", "mutinying", "defected"}
)


def type_by_name(tokens: Sequence[str], head: str, kind: str | None, *, weakly: bool) -> str | None:
    """The type that the words of a proper name say, ``None`` where they add nothing to ``kind``, the type of the head noun.

    ``tokens`` are the name's words as comparison keys (:func:`~frontwire.normalize.place_names.name_key`). ``weakly``:
    words that are not only groups' ("front", "party") count too.
    """
    if kind not in (None, "unknown") and not (kind == "state_forces" and head in _BORROWED_HEADS):
        return None
    tokens = [token for before, token in zip(("", *tokens), tokens, strict=False) if before not in REVERSING]
    words = {*tokens, *(" ".join(pair) for pair in pairwise(tokens))}
    for found, known in _STRONG:
        if known & words:
            return found
    if kind is not None or not weakly:
        return None
    return next((_WEAK[token] for token in reversed(tokens) if token in _WEAK), None)


def type_by_stance(tokens: Sequence[str], head: str, kind: str | None, *, backed: bool) -> str | None:
    """The type that a stance before the head says ("anti-government forces", "mutinous troops"), else ``None``.

    ``backed``: another power stands behind the actor, which has no nationality of its own ("Libyan-backed troops").
    """
    if kind == "state_forces" and (backed or _MUTINOUS.intersection(tokens[:-1])):
        return "rebel"
    if kind not in (None, "unknown", "rebel") and not (kind == "state_forces" and head in _BORROWED_HEADS):
        return None
    if kind == "state_forces" and _OF_REBELS.intersection(tokens[:-1]):
        return "rebel"
    if kind == "state_forces" and _OF_OTHERS.intersection(tokens[:-1]):
        return "external_forces"
    for left, right in pairwise(tokens):
        if left == "anti" and right in _AGAINST_STATE:
            return "rebel"
        if (left == "pro" and right in _STATE) or (left in _STATE and right in _BESIDE):
            return "political_militia"
    return None


def own_words(tokens: Sequence[str]) -> Sequence[str]:
    """The words behind the power that backs an actor, all words where none does: "Libyan-backed [Chadian troops]"."""
    at = max((number for number, token in enumerate(tokens) if token in _BACKED and number), default=-1)
    return tokens[at + 1 :]
