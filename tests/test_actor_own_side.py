"""Whose "our forces" are."""

from __future__ import annotations

import pytest

from frontwire.normalize.actor_context import own_group


def group_of(text: str, words: str) -> str | None:
    """The group whose people are told by ``words`` in ``text``, which is one sentence."""
    start = text.index(words)
    group = own_group(text, (0, len(text)), (start, start + len(words)), "CO")
    return group.name if group is not None else None


ELN = "National Liberation Army"


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        pytest.param("Communiqué of the ELN. Our forces hit a post.", "forces", ELN, id="heading"),
        pytest.param("ELN statement: men from our units hit a post.", "units", ELN, id="heading with colon"),
        pytest.param("Our units hit a post.\n\nPress office of the ELN", "units", ELN, id="signature"),
        pytest.param("OUR FORCES HIT A POST, THE ELN SAID.", "FORCES", ELN, id="closing, capitals"),
        pytest.param("Our fighters hit a post, the ELN said.", "Our fighters", ELN, id="inside the mention"),
        pytest.param("“Our men hit a post,” said a spokesman of the ELN.", "men", ELN, id="closing, inverted"),
        pytest.param("The ELN hit a post. Our forces fired back.", "forces", None, id="no heading"),
        pytest.param('ELN statement out. "Our forces won," the mayor said.', "forces", None, id="quoted"),
        pytest.param("Our units hit a post. They killed men of the ELN.", "units", None, id="no signature"),
        pytest.param("Communiqué of the ELN. The forces hit a post.", "forces", None, id="not ours"),
    ],
)
def test_own_group(text: str, words: str, name: str | None) -> None:
    assert group_of(text, words) == name
