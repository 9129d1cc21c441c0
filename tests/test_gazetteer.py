"""The compiled gazetteer: its building, its cache, its look-ups; country words in running text."""

from __future__ import annotations

import pickle
import sqlite3
import time
from pathlib import Path

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.errors import OutputError
from frontwire.normalize import gazetteer as module
from frontwire.normalize.country_evidence import Lexicon
from frontwire.normalize.country_words import WordFinder, country_names, display_names, nationality_words
from frontwire.normalize.gazetteer import Gazetteer, cache_folder
from frontwire.normalize.gazetteer_build import build, cache_key
from frontwire.normalize.gazetteer_sources import mean_point, readable_admin1
from frontwire.normalize.place_names import name_key, parse_name, skeleton
from frontwire.normalize.tables import read_table
from small_gazetteer import small_gazetteer


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("São Tomé", "sao tome"),
        ("Deir ez-Zor", "deir ez zor"),
        ("Sana'a", "sanaa"),
        ("Cox’s Bazar", "coxs bazar"),
        ("KUNDUZ  city", "kunduz city"),
        ("Łódź", "lodz"),
        ("İzmir", "izmir"),
        ("D.C.", "d c"),
        ("...", ""),
        ("𝕊ana", "sana"),
    ],
)
def test_name_key(name: str, key: str) -> None:
    assert name_key(name) == key


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(name: str) -> None:
    key = name_key(name)
    assert name_key(key) == key
    assert key == " ".join(key.split())


@given(st.text(max_size=60))
def test_any_text_is_a_name(name: str) -> None:
    parsed = parse_name(name)
    assert all(parsed.keys)
    assert not parsed.keys or parsed.keys[0] == name_key(name) or parsed.keys[-1] in name_key(name)


@pytest.mark.parametrize(
    ("name", "base", "hint"),
    [
        ("Kunduz city", "kunduz", "city"),
        ("Imam Sahib district", "imam sahib", "district"),
        ("City of Aleppo", "aleppo", "city"),
        ("northern Afghanistan", "afghanistan", None),
        ("Bara tehsils", "bara", "district"),
        ("Departamento de Sucre", "sucre", "admin1"),
        ("Kabul airport", "kabul", "point"),
        ("city", "city", None),
    ],
)
def test_type_words_are_taken_off(name: str, base: str, hint: str | None) -> None:
    parsed = parse_name(name)
    assert (parsed.keys[-1], parsed.hint) == (base, hint)


@pytest.mark.parametrize(
    ("left", "right"), [("baramulla", "baramula"), ("raqqah", "raqqa"), ("al bab", "bab"), ("mogadishu", "mogadisho")]
)
def test_spellings_of_one_name_share_a_skeleton(left: str, right: str) -> None:
    assert skeleton(left) == skeleton(right)


def test_short_names_have_no_skeleton() -> None:
    assert skeleton("ham") is None


def test_every_country_is_in_the_table() -> None:
    listed = {row[0] for row in read_table("countries.tsv")}
    assert listed == {country.alpha_2 for country in pycountry.countries} | {"XK"}
    assert all(len(row) in (3, 5) for row in read_table("countries.tsv"))


def test_regions_name_known_countries_and_points_on_earth() -> None:
    countries = set(display_names())
    for names, country, _, precision, lat, lon in read_table("regions.tsv"):
        assert country == "\\N" or country in countries, names
        assert precision in ("point", "village", "city", "district", "admin1", "country"), names
        assert lat == "\\N" or (-90 <= float(lat) <= 90 and -180 <= float(lon) <= 180), names


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("USA", "US"),
        ("U.S.", "US"),
        ("Burma", "MM"),
        ("Côte d'Ivoire", "CI"),
        ("DRC", "CD"),
        ("Gaza Strip", "PS"),
        ("Kosovo", "XK"),
    ],
)
def test_country_aliases(word: str, country: str) -> None:
    assert country_names()[name_key(word)] == country


def test_no_word_is_both_a_country_and_a_nationality() -> None:
    assert not country_names().keys() & nationality_words().keys()


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Pakistan's army crossed from South Sudan.", ["pakistan", "south sudan"]),
        ("They told us of turkey and chad.", []),
        ("the US and U.S. forces", ["us", "u s"]),
        ("LET US GO TO CHAD", ["chad"]),
        ("in Niger. Republic of Congo", ["niger", "republic of congo"]),
        ("Sudan, South Africa", ["sudan", "south africa"]),
        ("", []),
    ],
)
def test_words_in_running_text(text: str, keys: list[str]) -> None:
    assert [hit.key for hit in WordFinder(country_names()).find(text)] == keys


@given(st.text(max_size=200))
def test_hits_lie_in_order_inside_the_text(text: str) -> None:
    end = 0
    for hit in WordFinder([*country_names(), *nationality_words()]).find(text):
        assert end <= hit.start < hit.end <= len(text)
        end = hit.end


def test_scanning_is_linear() -> None:
    finder = WordFinder(country_names())
    start = time.process_time()
    assert sum(1 for _ in finder.find("United Arab Republic of the United States of the Republic " * 4000)) > 0
    assert time.process_time() - start < 5


def test_lookup_gives_the_most_populous_first() -> None:
    found = small_gazetteer().lookup("kunduz")
    cities = [c for c in found if c.kind == "city"]
    assert cities[0].country == "AF"
    assert cities[0].geonames_id == 1135689
    assert cities[0].admin1 == "Kunduz"
    assert [c.population for c in found] == sorted((c.population for c in found), reverse=True)
    assert small_gazetteer().lookup("no such place") == ()


def test_similar_names_are_looked_up_in_one_country() -> None:
    assert {c.country for c in small_gazetteer().lookup_similar("kundooz", "AF")} == {"AF"}
    assert small_gazetteer().lookup_similar("xy", "AF") == ()


@pytest.mark.parametrize(
    ("key", "country"),
    [
        ("karachi", "PK"),
        ("khyber pakhtunkhwa", "PK"),
        ("chhattisgarh", "IN"),
        ("medellin", "CO"),
        ("bombay", "IN"),
        ("texas", "US"),
        ("david", None),
        ("capital", None),
        ("drug", None),
        ("san jose", None),
    ],
)
def test_prominent_names_stand_for_one_country(key: str, country: str | None) -> None:
    entry = small_gazetteer().prominent().get(key)
    assert (entry[0] if entry else None) == country


@pytest.mark.parametrize(
    ("name", "readable"), [("Borno State", "Borno"), ("Northern Region", "Northern Region"), ("Kunduz", "Kunduz")]
)
def test_readable_admin1(name: str, readable: str) -> None:
    assert readable_admin1(name) == readable


def test_the_mean_point_of_places_across_the_180th_meridian_lies_between_them() -> None:
    lat, lon = mean_point([(-17.0, 179.0), (-17.0, -179.0)])
    assert lat is not None
    assert lon is not None
    assert abs(lon) == pytest.approx(180.0)
    assert mean_point([]) == (None, None)


def test_a_pickled_gazetteer_still_answers() -> None:
    copy = pickle.loads(pickle.dumps(small_gazetteer()))
    assert copy.lookup("kunduz") == small_gazetteer().lookup("kunduz")
    copy.close()
    assert copy.lookup("kunduz")


@pytest.fixture
def quick_build(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Replaces the compilation by a copy of the small file; gives the paths that were built."""
    built: list[Path] = []

    def copy(path: Path) -> None:
        path.write_bytes(small_gazetteer().path.read_bytes())
        built.append(path)

    monkeypatch.setattr(module, "build", copy)
    return built


def test_the_file_is_built_once_into_the_cache(tmp_path: Path, quick_build: list[Path]) -> None:
    first = Gazetteer.open(cache=tmp_path / "cache")
    again = Gazetteer.open(cache=tmp_path / "cache")
    assert quick_build == [first.path] == [again.path]
    assert cache_key() in first.path.name


def test_a_spoilt_file_is_built_anew(tmp_path: Path, quick_build: list[Path]) -> None:
    path = Gazetteer.open(cache=tmp_path).path
    path.write_bytes(b"no database")
    assert Gazetteer.open(cache=tmp_path).lookup("kunduz")
    assert len(quick_build) == 2


def test_a_folder_that_cannot_be_written_is_replaced(
    tmp_path: Path, quick_build: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "temporary"))
    found = Gazetteer.open(cache=blocked / "cache")
    assert found.path.is_relative_to(tmp_path / "temporary")


def test_no_folder_at_all_is_an_error(tmp_path: Path, quick_build: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(blocked / "temporary"))
    with pytest.raises(OutputError, match="FRONTWIRE_CACHE"):
        Gazetteer.open(cache=blocked / "cache")


def test_a_failed_build_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr("frontwire.normalize.gazetteer_build._Builder.run", fail)
    with pytest.raises(sqlite3.OperationalError):
        build(tmp_path / "gazetteer.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_the_cache_folder_follows_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.delenv("FRONTWIRE_CACHE", raising=False)
    assert cache_folder() == tmp_path / "xdg" / "frontwire"
    monkeypatch.setenv("FRONTWIRE_CACHE", str(tmp_path / "own"))
    assert cache_folder() == tmp_path / "own"


def test_opening_costs_little() -> None:
    start = time.perf_counter()
    Gazetteer(small_gazetteer().path).lookup("kunduz")
    assert time.perf_counter() - start < 0.5


def test_evidence_counts_names_over_nationalities_and_lead_over_dateline() -> None:
    lexicon = Lexicon(small_gazetteer())
    assert lexicon.gather("Chad and a Nigerian.").leading() == "TD"
    dateline = lexicon.gather("NAIROBI (Kenya), 3 May -- Troops fought in Somalia.")
    assert dateline.leading() == "SO"
    assert lexicon.gather("Nothing here.").leading() is None
    assert lexicon.gather("An attack.", "Bomb in Quetta").leading() == "PK"
