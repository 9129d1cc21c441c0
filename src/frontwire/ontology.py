"""The closed vocabularies of the annotation guidelines: labels, tags, event types and the values of record fields.

Everything else looks these tables up; nothing else spells a label.
"""

from __future__ import annotations

from typing import Final

LABELS: Final = ("ATTACKER", "TARGET", "LOCATION", "DATE", "WEAPON", "KILLED", "WOUNDED", "CASUALTIES", "EVENT")

COUNT_LABELS: Final = ("KILLED", "WOUNDED", "CASUALTIES")

#: Role list of an event (contract form) for each label that has one; counts are found through ``mention.events``.
ROLES: Final = {
    "triggers": "EVENT",
    "attackers": "ATTACKER",
    "targets": "TARGET",
    "weapons": "WEAPON",
    "locations": "LOCATION",
    "dates": "DATE",
}
ROLE_OF_LABEL: Final = {label: role for role, label in ROLES.items()}

OUTSIDE: Final = "O"
#: ``O`` first, then ``B-`` and ``I-`` of each label: a tag's index is its label id in every model.
TAGS: Final = (OUTSIDE, *(f"{prefix}-{label}" for label in LABELS for prefix in ("B", "I")))
TAG_TO_ID: Final = {tag: index for index, tag in enumerate(TAGS)}
ID_TO_TAG: Final = dict(enumerate(TAGS))

KINDS: Final = ("incident", "aggregate")

EVENT_TYPES: Final = (
    "armed_clash",
    "armed_assault",
    "bombing",
    "suicide_bombing",
    "air_strike",
    "shelling",
    "abduction",
    "seizure",
    "arson",
    "other",
)

OUTCOMES: Final = ("killed", "wounded", "casualties")
OUTCOME_OF_LABEL: Final = {"KILLED": "killed", "WOUNDED": "wounded", "CASUALTIES": "casualties"}

SIDES: Final = ("attacker", "target", "unknown")

ACTOR_TYPES: Final = (
    "state_forces",
    "rebel",
    "political_militia",
    "communal_militia",
    "criminal",
    "rioters",
    "civilians",
    "external_forces",
    "unknown",
)

DATE_PRECISIONS: Final = ("day", "week", "month", "season", "year", "decade", "range")
PLACE_PRECISIONS: Final = ("point", "village", "city", "district", "admin1", "country")
BASES: Final = ("mention", "story", "publication")


def split_tag(tag: str) -> tuple[str, str | None]:
    """``"B-KILLED"`` → ``("B", "KILLED")``; ``"O"`` → ``("O", None)``."""
    prefix, _, label = tag.partition("-")
    return prefix, label or None


def may_follow(previous: str, tag: str) -> bool:
    """Whether ``tag`` may stand right after ``previous`` in strict IOB2: ``I-X`` only after ``B-X`` or ``I-X``."""
    prefix, label = split_tag(tag)
    return prefix != "I" or split_tag(previous)[1] == label
