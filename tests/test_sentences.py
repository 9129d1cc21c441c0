from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.text.sentences import paragraph_spans, sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One came. Two went.", ["One came.", "Two went."], id="two"),
        pytest.param(
            "Lt. Col. Reyes of the U.S. Army spoke. He left.",
            ["Lt. Col. Reyes of the U.S. Army spoke.", "He left."],
            id="abbreviations",
        ),
        pytest.param("THE GUARD FIRED. MR. ROJAS FELL.", ["THE GUARD FIRED.", "MR. ROJAS FELL."], id="capitals"),
        pytest.param("the guard fired. lt. rojas fell.", ["the guard fired.", "lt. rojas fell."], id="small letters"),
        pytest.param(
            "“i saw it.” he left.\na new line", ["“i saw it.”", "he left.", "a new line"], id="quote, small letters"
        ),
        pytest.param(
            "AT 7 P.M. GUARDS FIRED AT 5.30. ONE FELL.", ["AT 7 P.M. GUARDS FIRED AT 5.30.", "ONE FELL."], id="times"
        ),
        pytest.param(
            "A com-\nmander of THE GU-\nARD fell.", ["A com-\nmander of THE GU-\nARD fell."], id="broken words"
        ),
        pytest.param(
            "It fell -\nnobody saw it. 3-\n4 came", ["It fell -\nnobody saw it.", "3-", "4 came"], id="no broken words"
        ),
        pytest.param(
            "A caption without a stop\nThe story began.", ["A caption without a stop", "The story began."], id="caption"
        ),
        pytest.param(
            "A line that was\nwrapped here. Next.", ["A line that was\nwrapped here.", "Next."], id="wrapped line"
        ),
        pytest.param("First.\r\n\r\nSecond.", ["First.", "Second."], id="CRLF"),
        pytest.param("He paid 5.975 pounds. She left.", ["He paid 5.975 pounds.", "She left."], id="number"),
        pytest.param("Smoke 😀 rose. It fell.", ["Smoke 😀 rose.", "It fell."], id="emoji"),
        pytest.param("", [], id="empty"),
        pytest.param(" \n\t \n", [], id="white space"),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_hard_wrapped_text_is_one_paragraph() -> None:
    text = (
        "The convoy left the depot before dawn and reached the river\n"
        "Crossing at Tel Abyad shortly after seven, when men hidden in\n"
        "Orchards on both banks began to shoot at the lorries and the\n"
        "Two escort cars behind them, drivers who survived the attack\n"
        "Said.\n\nA second paragraph."
    )
    assert len(paragraph_spans(text)) == 2


NEWS = (
    "Three guards of the U.S. embassy were shot by men on a motorcycle. The attackers fled towards Ranpur, police said. "
    '"We heard six shots," said Mr. Aziz, 41, who sells fruit. He hid. Was it a robbery? Nobody knows!\n'
    "The ministry said on Jan. 5 that Lt. Col. Omar Haddad had died of his wounds.\n\nA second caption\nIt rained."
)


@pytest.mark.parametrize("convert", [str.upper, str.lower], ids=["capitals", "small letters"])
def test_sentences_do_not_hang_on_case(convert: Callable[[str], str]) -> None:
    assert sentence_spans(convert(NEWS)) == sentence_spans(NEWS)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_spans_are_ordered_trimmed_and_lose_nothing_but_white_space(text: str) -> None:
    spans = sentence_spans(text)
    for (_, end), (start, _) in itertools.pairwise(spans):
        assert end <= start
    for start, end in spans:
        assert text[start:end] == text[start:end].strip() != ""
    covered = {i for start, end in spans for i in range(start, end)}
    assert all(text[i].isspace() for i in range(len(text)) if i not in covered)


def test_a_text_without_any_break_takes_linear_time() -> None:
    text = "word" * 50_000
    assert sentence_spans(text) == [(0, len(text))]
