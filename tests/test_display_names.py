from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.events.linking import link
from frontwire.events.records import RecordFiller
from frontwire.normalize.display_names import display_name
from frontwire.normalize.places import PlaceResolver
from small_gazetteer import small_gazetteer
from tiny import document


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("AFGHAN SOLDIERS", "Afghan soldiers"),
        ("JUAN PEREZ", "Juan Perez"),
        ("COLONEL RUIZ", "Colonel Ruiz"),
        ("MAYOR", "mayor"),
        ("DR. NOOR", "Dr. Noor"),
        ("FMLN GUERRILLAS", "FMLN guerrillas"),
        ("MEMBERS OF THE 18TH INFANTRY BATTALION", "members of the 18th infantry battalion"),
        ("CENTRAL BORDER COMMAND (CBIC)", "Central border command (CBIC)"),
        ("US TROOPS", "US troops"),
        ("us troops", "US troops"),
        ("lina o'brien", "Lina O'Brien"),
        ("al-shabaab", "Al-Shabaab"),
        ("TALIBAN", "Taliban"),
        ("Unter den Linden", "Unter den Linden"),
        ("12", "12"),
        ("", ""),
    ],
)
def test_display_name(name: str, expected: str) -> None:
    assert display_name(name) == expected


@given(st.text(max_size=40))
def test_only_the_case_changes(name: str) -> None:
    if name.isascii() and "al" not in name.lower():
        assert display_name(name).lower() == name.lower()


@pytest.mark.parametrize("convert", [str.upper, str.lower], ids=["capitals", "small letters"])
def test_records_of_texts_of_one_case_name_actors_readably(convert, repository) -> None:  # type: ignore[no-untyped-def]
    story = document(
        convert("Rebels of Omar Sahl shot four Malian soldiers. The Malian soldiers fled to the hills near the river."),
        [
            ("ATTACKER", convert("Rebels of Omar Sahl")),
            ("EVENT", convert("shot")),
            ("TARGET", convert("Malian soldiers")),
        ],
    )
    link(story)
    RecordFiller(PlaceResolver(small_gazetteer())).fill(story)
    names = {side: actor.name for side, actor in story.events[0].actors.items()}
    assert names == {"attacker": "rebels of Omar Sahl", "target": "Malian soldiers"}
