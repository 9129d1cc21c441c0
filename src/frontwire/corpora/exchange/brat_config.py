"""``annotation.conf`` and ``visual.conf``: what brat needs to show and edit a folder in our labels."""

from __future__ import annotations

from typing import Final

from frontwire import ontology

#: The event type in brat; its trigger has the label of the same name.
TRIGGER: Final = "EVENT"
#: Role that ties a further trigger of one event to the first.
SAME: Final = "Same"
KIND: Final = "Kind"
TYPE: Final = "Type"

_COLOURS: Final = {
    "ATTACKER": "#ff9896",
    "TARGET": "#aec7e8",
    "LOCATION": "#98df8a",
    "DATE": "#c5b0d5",
    "WEAPON": "#c7c7c7",
    "KILLED": "#d6894e",
    "WOUNDED": "#ffbb78",
    "CASUALTIES": "#c49c94",
    "EVENT": "#ffe08a",
}


def role_of(label: str) -> str:
    """The role in which a mention of a label stands in an event: ``ATTACKER`` → ``Attacker``."""
    return label.capitalize()


def annotation_conf() -> str:
    """Entities, the event with its roles, and its two attributes."""
    others = [label for label in ontology.LABELS if label != TRIGGER]
    roles = ", ".join(f"{role_of(label)}*:{label}" for label in others)
    return "\n".join(
        [
            "[entities]",
            *others,
            "",
            "[relations]",
            "",
            "[events]",
            f"{TRIGGER}\t{roles}, {SAME}?:{TRIGGER}",
            "",
            "[attributes]",
            f"{KIND}\tArg:{TRIGGER}, Value:{'|'.join(ontology.KINDS)}",
            f"{TYPE}\tArg:{TRIGGER}, Value:{'|'.join(ontology.EVENT_TYPES)}",
            "",
        ]
    )


def visual_conf() -> str:
    """Names in three lengths and colours."""
    names = [f"{label} | {label.capitalize()} | {label[:3].capitalize()}" for label in ontology.LABELS]
    colours = [f"{label}\tbgColor:{_COLOURS[label]}, fgColor:black" for label in ontology.LABELS]
    return "\n".join(["[labels]", *names, "", "[drawing]", "SPAN_DEFAULT\tborderColor:darken", *colours, ""])
