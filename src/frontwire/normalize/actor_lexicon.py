"""Words that tell what kind of actor a noun phrase stands for, beside the head words of the tables."""

from __future__ import annotations

from typing import Final

#: Say nothing of who it is.
NEUTRAL: Final = frozenset(
    {
        "unidentified", "suspected", "suspect", "alleged", "unknown", "armed", "masked", "heavily", "unnamed",
        "young", "other", "local", "some", "several", "remaining", "top", "senior", "male", "female", "old",
        "presumed", "so", "called", "slain", "deceased", "dead", "injured", "wounded", "innocent",
    }
)  # fmt: skip
RANKS: Final = frozenset(
    {
        "colonel", "lieutenant", "captain", "sergeant", "constable", "inspector", "brigadier", "corporal",
        "major", "general", "admiral", "col", "lt", "capt", "sgt", "maj", "gen", "subinspector", "havildar",
        "subedar", "naik", "lance", "cpl", "brig",
    }
)  # fmt: skip
#: Whose acts are acts of the state; who attacks them attacks civilians.
RULERS: Final = frozenset({"president", "dictator", "king", "premier", "minister", "emir", "sultan"})
PAST: Final = frozenset({"former", "retired", "ex"})
CIVIL_GENERALS: Final = frozenset({"secretary", "attorney", "director", "prosecutor", "consul", "solicitor"})

#: Before "captain" they say that he leads no soldiers.
CIVIL_CRAFT: Final = frozenset(
    {
        "its", "ship", "vessel", "tanker", "boat", "ferry", "freighter", "trawler", "sea", "airline", "team", "football",
        "cricket", "fishing",
    }
)  # fmt: skip
#: Civilian whoever's name they bear: "Army Public School", "Government Hospital".
CIVIL_PLACES: Final = frozenset(
    {
        "school", "schools", "hospital", "hospitals", "clinic", "clinics", "mosque", "mosques", "church", "churches",
        "temple", "temples", "market", "markets", "university", "universities", "college", "colleges", "bazaar",
    }
)  # fmt: skip
#: Adjectives that are also given names; behind one of them a family name follows.
GIVEN_NAMES: Final = frozenset({"danish", "german", "roman", "norman"})
#: Words for people so vague that any other mention says more.
VAGUE: Final = frozenset(
    {
        "people", "person", "persons", "victim", "victims", "injured", "wounded", "dead", "deceased", "body",
        "bodies", "man", "men", "woman", "women", "individual", "individuals", "group", "groups", "member",
        "members", "team", "party", "suspect", "suspects", "accused", "duo", "couple", "occupants",
        "casualties", "national", "nationals", "citizen", "citizens", "unit", "units", "kidnapped", "hostage",
        "hostages", "organization", "organizations", "organisation", "organisations", "network", "networks", "elements",
    }
)  # fmt: skip
#: Whose age or kin alone is told: victims, but not why anybody attacked them.
DESCRIBED: Final = frozenset(
    {
        "child", "children", "infant", "infants", "baby", "babies", "son", "sons", "daughter", "daughters", "father",
        "mother", "sister", "sisters", "wife", "husband",
    }
)  # fmt: skip
#: Things that stand for the people in them.
MANNED: Final = frozenset({"base", "bases"})
#: Modifiers that class a vague head: "terror group", "police party", "militia members".
MODIFIER_TYPES: Final = {
    "terror": "rebel",
    "rebel": "rebel",
    "opposition": "rebel",
    "criminal": "criminal",
    "drug": "criminal",
    "law": "state_forces",
    "frontier": "state_forces",
    "vigilante": "political_militia",
    "tribal": "communal_militia",
    "plainclothes": "state_forces",
    "militiamen": "political_militia",
    "insurgency": "rebel",
    "secessionist": "rebel",
    "narco": "criminal",
    "mafia": "criminal",
    "clan": "communal_militia",
}  # fmt: skip
CARRIED: Final = frozenset(
    {"state_forces", "rebel", "political_militia", "communal_militia", "criminal", "rioters", "external_forces"}
)
