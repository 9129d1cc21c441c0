"""Datelines: where a text was filed from."""

from __future__ import annotations

import time

import pytest

from frontwire.normalize.place_datelines import dateline_end, in_dateline


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        pytest.param("SUKKUR: Robbers shot a driver.", "SUKKUR:", id="colon"),
        pytest.param("Imphal, June 5: Two men were shot.", "Imphal, June 5:", id="date and colon"),
        pytest.param("GARISSA, Kenya (AP) — A bus was hit.", "GARISSA, Kenya (AP) —", id="agency and dash"),
        pytest.param("LIMA, 3 FEB 89 (EFE) -- [TEXT] MEN FIRED.", "LIMA, 3 FEB 89 (EFE) --", id="capitals only"),
        pytest.param("SANTA FE DE ANTIOQUIA - Two farmers died.", "SANTA FE DE ANTIOQUIA -", id="long name"),
        pytest.param("Gunmen stormed a post: two died.", "", id="small letters"),
        pytest.param("Al-Shabaab fired at them.", "", id="hyphen in a name"),
        pytest.param("At 10:30 they fired.", "", id="time of day"),
        pytest.param("REBELS TOOK TIBU -- THE ARMY FLED.", "", id="capitals without date or agency"),
    ],
)
def test_the_end_of_a_dateline(text: str, dateline: str) -> None:
    assert text[: dateline_end(text)] == dateline


@pytest.mark.parametrize(
    ("text", "name", "inside"),
    [
        pytest.param("SUKKUR: Robbers shot a driver in Kashmore.", "SUKKUR", True, id="opening"),
        pytest.param("SUKKUR: Robbers shot a driver in Kashmore.", "Kashmore", False, id="behind it"),
        pytest.param("Driver shot\n\nSUKKUR: Robbers fired.", "SUKKUR", True, id="second paragraph"),
        pytest.param("Farmer shot in Huila. NEIVA, Colombia - Men fired.", "NEIVA", True, id="behind a headline"),
        pytest.param("Farmer shot in Huila. NEIVA, Colombia - Men fired.", "Huila", False, id="in the headline"),
        pytest.param("News:\n\nKARBALA - A mine.\n\nAMARA - A bomb.\n\n", "KARBALA", False, id="list by place"),
        pytest.param("News:\n\nKARBALA - A mine.\n\nAMARA - A bomb.\n\n", "AMARA", False, id="end of a list"),
    ],
)
def test_names_in_a_dateline(text: str, name: str, inside: bool) -> None:
    assert in_dateline(text, text.index(name)) is inside


@pytest.mark.parametrize("piece", ["A.", "A, ", "Aa-", "(a ", "9 ", "A B. ", "\n"])
def test_a_long_text_takes_no_longer(piece: str) -> None:
    text = piece * 20_000
    start = time.process_time()
    in_dateline(text, len(text) // 2)
    dateline_end(text)
    assert time.process_time() - start < 1
