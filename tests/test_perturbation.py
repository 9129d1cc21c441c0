"""Perturbed texts: the mentions go along, nothing else is lost, and the same seed gives the same text."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_strategies import documents
from frontwire.corpora.perturbation.kinds import PERTURBATIONS, perturb
from frontwire.corpora.perturbation.lettering import in_capitals, in_lower_case, without_punctuation
from frontwire.corpora.perturbation.page_lines import with_page_lines
from frontwire.corpora.perturbation.rewriting import Edit, rewrite
from frontwire.corpora.perturbation.scanning import scanned
from frontwire.schema import Document
from tiny import document

STORY = document(
    "KABUL (CNPS) - “Gunmen” killed at least 1,200 people in Lashkar-Gah, Afghanistan. The U.S. army's Col. Noor said so.\n\n"
    "A car bomb went off at 3:30 p.m. near the district governor's residence; seven soldiers were wounded.\n\n"
    "Nobody claimed responsibility for the bombing.",
    [
        ("ATTACKER", "Gunmen"), ("KILLED", "at least 1,200"), ("TARGET", "people"), ("LOCATION", "Lashkar-Gah"),
        ("LOCATION", "Afghanistan"), ("WEAPON", "car bomb"), ("DATE", "3:30 p.m."), ("TARGET", "soldiers"), ("EVENT", "bombing"),
    ],
    id="story",
    date="2019-05-12",
)  # fmt: skip


def words(document: Document) -> list[str]:
    return [mention.text for mention in document.mentions]


@pytest.mark.parametrize("name", PERTURBATIONS)
@given(original=documents(), seed=st.integers(0, 3))
def test_documents_stay_whole(name: str, original: Document, seed: int) -> None:
    before = original.to_dict()
    perturbed = perturb(original, name, seed=seed)
    perturbed.check()
    assert original.to_dict() == before  # nothing is shared with the original
    after = perturbed.to_dict()
    assert [(m["id"], m["label"], m["events"]) for m in after["mentions"]] == [
        (m["id"], m["label"], m["events"]) for m in before["mentions"]
    ]
    assert after["events"] == before["events"]
    assert all(mention.text.strip() for mention in perturbed.mentions)
    assert perturb(original, name, seed=seed).to_dict() == after


@given(original=documents(), data=st.data())
def test_edits_are_made_word_for_word(original: Document, data: st.DataObject) -> None:
    """The new text is the old one with the edits, but for those that would blank a mention out."""
    length = len(original.text)
    cuts = sorted(data.draw(st.lists(st.integers(0, length), max_size=6)))
    replaced = data.draw(st.lists(st.sampled_from(["", "x", "yy z"]), min_size=len(cuts), max_size=len(cuts)))
    edits = [Edit(a, b, new) for (a, b), new in zip(list(pairwise(cuts))[::2], replaced, strict=False)]
    perturbed = rewrite(original, edits)
    perturbed.check()
    expected, at = "", 0
    for edit in edits:
        expected += original.text[at : edit.start] + edit.words
        at = edit.end
    expected += original.text[at:]
    blanked = any(edit.start < m.end and m.start < edit.end for edit in edits for m in original.mentions)
    assert blanked or perturbed.text == expected
    untouched = [m for m in original.mentions if not any(e.start <= m.end and m.start <= e.end for e in edits)]
    moved = {m.id: m for m in perturbed.mentions}
    assert all(moved[m.id].text == m.text for m in untouched)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        pytest.param(Edit(0, 0, "Two "), ("gunmen", "Two gunmen fired."), id="in front"),
        pytest.param(Edit(6, 6, "!"), ("gunmen", "gunmen! fired."), id="behind"),
        pytest.param(Edit(3, 3, "-\n"), ("gun-\nmen", "gun-\nmen fired."), id="inside"),
        pytest.param(Edit(4, 9, "N F"), ("gunm", "gunmN Fred."), id="over the end: the words go outside"),
        pytest.param(Edit(6, 7, ""), ("gunmen", "gunmenfired."), id="the space behind"),
        pytest.param(Edit(0, 6, ""), ("gunmen", "gunmen fired."), id="a mention does not vanish"),
        pytest.param(Edit(0, 6, " \t"), ("gunmen", "gunmen fired."), id="nor turn into white space"),
        pytest.param(Edit(4, 6, "\t"), ("gunm", "gunm\t fired."), id="white space at the edge is left outside"),
    ],
)
def test_one_edit(edit: Edit, expected: tuple[str, str]) -> None:
    perturbed = rewrite(document("gunmen fired.", [("ATTACKER", "gunmen")]), [edit])
    assert (perturbed.mentions[0].text, perturbed.text) == expected


def test_edits_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="expected edits in text order"):
        rewrite(STORY, [Edit(5, 6, "x"), Edit(2, 3, "y")])


def test_capitals_and_lower_case() -> None:
    capitals, lower = in_capitals(STORY), in_lower_case(STORY)
    assert (capitals.text, lower.text) == (STORY.text.upper(), STORY.text.lower())
    assert words(capitals) == [mention.text.upper() for mention in STORY.mentions]


def test_letters_that_grow_in_capitals_move_what_follows() -> None:
    grown = in_capitals(
        document("Strauß in Gießen, ŉ Bomb", [("TARGET", "Strauß"), ("LOCATION", "Gießen"), ("WEAPON", "Bomb")])
    )
    assert words(grown) == ["STRAUSS", "GIESSEN", "BOMB"]


def test_the_title_follows_the_case() -> None:
    titled = Document(id="a", text="Shots.", title="Shots in Town")
    assert (in_capitals(titled).title, in_lower_case(titled).title) == ("SHOTS IN TOWN", "shots in town")
    assert without_punctuation(titled).title == "Shots in Town"


def test_punctuation_goes_and_words_stay_apart() -> None:
    bare = without_punctuation(STORY)
    assert bare.text == (
        "KABUL CNPS Gunmen killed at least 1,200 people in Lashkar-Gah Afghanistan The US army's Col Noor said so\n\n"
        "A car bomb went off at 3:30 pm near the district governor's residence seven soldiers were wounded\n\n"
        "Nobody claimed responsibility for the bombing"
    )
    assert words(bare) == [m.text.replace("p.m.", "pm") for m in STORY.mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("the army,the rebels", "the army the rebels", id="no space behind a comma"),
        pytest.param("said so.The guard", "said so The guard", id="no space behind a stop"),
        pytest.param("the U.S.-led force", "the US led force", id="abbreviation and hyphen"),
        pytest.param("at 7.62 and 5.975,74 - 3:30", "at 7.62 and 5.975,74 3:30", id="numbers"),
        pytest.param("Abu Sayyaf--the group--fled", "Abu Sayyaf the group fled", id="double dash"),
        pytest.param("rebel(s) and/or 50% of $3", "rebel s and/or 50% of $3", id="brackets and signs"),
        pytest.param("(One.)\n“Two”", "One\nTwo", id="line edges"),
        pytest.param("?!", "", id="marks alone"),
        pytest.param("'al-Shabaab' isn't", "al-Shabaab isn't", id="quotes and apostrophes"),
    ],
)
def test_without_punctuation(text: str, expected: str) -> None:
    assert without_punctuation(Document(id="a", text=text)).text == expected


@pytest.mark.parametrize("function", [in_capitals, in_lower_case, without_punctuation])
@given(original=documents())
def test_a_second_time_changes_nothing(function, original: Document) -> None:  # type: ignore[no-untyped-def]
    once = function(original)
    assert function(once).text == once.text


@given(original=documents())
def test_letters_and_figures_outlive_the_punctuation(original: Document) -> None:
    assert re.findall(r"[^\W_]", without_punctuation(original).text) == re.findall(r"[^\W_]", original.text)


def test_a_scan_hits_about_the_share_of_words_asked_for() -> None:
    long = Document(
        id="long", text="The commander of the northern garrison told reporters that shelling went on. " * 300
    )
    changed = [scanned(long, seed=seed, rate=0.1) for seed in (1, 2)]
    assert changed[0].text != changed[1].text
    for scan in changed:
        intact = sum(a == b for a, b in zip(long.text.split(" "), scan.text.split(" "), strict=False))
        assert intact < len(long.text.split())
        faults = len(re.findall(r"-\n", scan.text))
        assert 0 < faults < 0.03 * len(long.text.split())
    assert scanned(long, rate=0).text == long.text


def test_every_word_of_a_scan_may_suffer() -> None:
    scan = scanned(STORY, seed=4, rate=1.0)
    scan.check()
    assert scan.text != STORY.text
    assert "\n\n" in scan.text


@pytest.mark.parametrize("seed", range(6))
def test_page_lines_stand_on_lines_of_their_own(seed: int) -> None:
    page = with_page_lines(STORY, seed=seed)
    kept = [line for line in page.text.splitlines() if line in STORY.text.splitlines()]
    assert [line for line in kept if line] == [line for line in STORY.text.splitlines() if line]
    assert not page.text.startswith("KABUL")
    assert not page.text.endswith("bombing.")
    assert words(page) == words(STORY)
    assert "{" not in page.text


def test_bylines_tell_no_other_day_than_the_publication_date() -> None:
    dated = [with_page_lines(STORY, seed=seed).text for seed in range(40)]
    assert any("12 May 2019" in text for text in dated)
    undated = Document(id="story", text=STORY.text)
    assert not any("2019" in with_page_lines(undated, seed=seed).text for seed in range(40))


def test_a_text_without_words_gets_no_lines() -> None:
    assert with_page_lines(Document(id="a", text=" \n")).text == " \n"
