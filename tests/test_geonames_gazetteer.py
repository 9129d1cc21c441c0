"""A gazetteer built from a dump: its look-ups, what resolving makes of them, and files that are none."""

from __future__ import annotations

import pickle
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.gazetteer_build import row
from frontwire.errors import UsageError
from frontwire.normalize.gazetteer import Gazetteer
from frontwire.normalize.geonames.gazetteer import GeoNamesGazetteer
from frontwire.normalize.place_index import PlaceIndex
from frontwire.normalize.places import PlaceResolver
from own_dump import PLACES, build, own_gazetteer, write_dump
from small_gazetteer import small_gazetteer


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        pytest.param("torvan", [(901, "admin1", "main"), (1, "city", "main"), (10, "city", "main")], id="namesakes"),
        pytest.param("torwan", [(901, "admin1", "alternate"), (1, "city", "alternate")], id="alternates"),
        pytest.param("velayat e torvan", [(901, "admin1", "main")], id="name of the row"),
        pytest.param("torvan province", [(901, "admin1", "main")], id="name of the code table"),
        pytest.param("torvan bala", [(911, "district", "main")], id="second level"),
        pytest.param("torvan city", [(1, "city", "main")], id="English name"),
        pytest.param("the walled town", [(1, "city", "alternate")], id="colloquial name"),
        pytest.param("torwan stadt", [], id="name in another language"),
        pytest.param("elsewhere", [], id="English name of an unknown id"),
        pytest.param("ciudad torvana", [(1, "city", "alternate")], id="two words"),
        pytest.param("trv", [], id="airport code"),
        pytest.param("marzun kuhna", [(4, "city", "alternate")], id="abandoned"),
        pytest.param("kirvan tehsil", [(912, "district", "main")], id="unit without a row"),
        pytest.param("haldun", [(903, "admin1", "main")], id="first level without a row"),
        pytest.param("selmar dam", [(5, "point", "main")], id="dam"),
        pytest.param("koh e zelan", [(6, "point", "main")], id="mountain"),
        pytest.param("zelan peak", [(6, "point", "alternate")], id="its other name"),
        pytest.param("darya ye zelan", [], id="class not chosen"),
        pytest.param("islamic republic of afghanistan", [], id="name of a country in the dump"),
        pytest.param("islamic emirate of afghanistan", [(1149361, "country", "main")], id="country of the own table"),
    ],
)
def test_lookups(key: str, expected: list[tuple[int, str, str]]) -> None:
    assert [(c.geonames_id, c.kind, c.match) for c in own_gazetteer().lookup(key)] == expected


def test_what_is_known_of_a_place() -> None:
    city = next(c for c in own_gazetteer().lookup("torvan") if c.geonames_id == 1)
    assert (city.name, city.country, city.admin1, city.admin2) == ("Torvan", "AF", "Torvan", "Torvan Bala District")
    assert (city.lat, city.lon, city.population, city.feature) == (34.51234, 69.2, 250_000, "P.PPLA")
    (district,) = own_gazetteer().lookup("torvan bala")
    assert (district.name, district.admin1, district.population) == ("Torvan Bala District", "Torvan", 50_000)


def test_a_subdivision_without_a_row_lies_amid_its_towns() -> None:
    (unit,) = own_gazetteer().lookup("haldun")
    assert (unit.lat, unit.lon, unit.population, unit.admin1) == (30.0, 70.0, 12_000, "Haldun")


def test_similar_names() -> None:
    assert [c.geonames_id for c in own_gazetteer().lookup_similar("kirwan", "PK")] == [9]
    assert [c.match for c in own_gazetteer().lookup_similar("kirwan", "PK")] == ["similar"]
    assert own_gazetteer().lookup_similar("kirwan", "AF") == ()


def test_prominent_names() -> None:
    prominent = own_gazetteer().prominent()
    assert prominent["torvan"] == ("AF", "admin1", "Torvan")
    assert prominent["selmar"] == ("AF", "city", "Selmar")  # all that live in the subdivision live there
    assert "kirvan" not in prominent
    assert prominent["kashmir"] == small_gazetteer().prominent()["kashmir"]


def test_countries_that_the_dump_lacks_are_those_of_the_packaged_gazetteer(tmp_path: Path) -> None:
    build(write_dump(tmp_path, name="AF"), tmp_path / "out")
    built = GeoNamesGazetteer.open(tmp_path / "out")
    assert {c.country for c in built.lookup("torvan")} == {"AF"}
    assert [c.geonames_id for c in built.lookup("karachi") if c.kind == "city"] == [1174872]
    assert not [c for c in built.lookup("kunduz") if c.country == "AF"]
    assert built.meta["countries"] == "AF"


@pytest.mark.parametrize(
    ("names", "text", "expected"),
    [
        pytest.param(
            ["Qala-i-Marzun"], "A bomb killed two in Qala-i-Marzun, Afghanistan.", [(2, "village", 34.7)], id="village"
        ),
        pytest.param(["Torvan"], "Police in Torvan, Afghanistan, said.", [(1, "city", 34.51234)], id="city"),
        pytest.param(["Torvan province"], "In Torvan province, Afghanistan.", [(901, "admin1", 34.5)], id="subdivision"),
        pytest.param(["Torvan Bala district"], "In Torvan Bala district, Afghanistan.", [(911, "district", 34.6)], id="district"),
        pytest.param(["Marzun Nau"], "In Marzun Nau, Afghanistan.", [(3, "village", 34.8)], id="quarter"),
        pytest.param(["Selmar Dam"], "At Selmar Dam in Afghanistan.", [(5, "point", 33.0)], id="dam"),
        pytest.param(["Torvan", "Kirvan"], "Pakistan: from Torvan to Kirvan.", [(10, "village", 30.1), (9, "city", 30.0)], id="neighbours"),
    ],
)  # fmt: skip
def test_resolving(names: list[str], text: str, expected: list[tuple[int, str, float]]) -> None:
    places = PlaceResolver(own_gazetteer()).resolve(names, text)
    assert [(p.geonames_id, p.precision, p.lat) for p in places] == expected


def test_a_hill_yields_to_a_village_of_its_name(tmp_path: Path) -> None:
    places = row(1, "Zelan", feature="T.HLL", lat=33.0, lon=66.0) + row(2, "Zelan", lat=33.1, lon=66.1)
    build(write_dump(tmp_path, places), tmp_path / "out", groups=("P", "mountains"))
    resolver = PlaceResolver(GeoNamesGazetteer.open(tmp_path / "out"))
    assert [p.geonames_id for p in resolver.resolve(["Zelan"], "In Zelan, Afghanistan.")] == [2]


def test_of_countless_namesakes_the_largest_of_each_country_are_given(tmp_path: Path) -> None:
    places = [row(i, "San Dorel", country="CO", population=i) for i in range(1, 100)]
    places += [row(200 + i, "San Dorel", country="PE") for i in range(3)]
    build(write_dump(tmp_path, "".join(places)), tmp_path / "out")
    found = GeoNamesGazetteer.open(tmp_path / "out").lookup("san dorel")
    assert [c.id for c in found if c.country == "CO"] == list(range(99, 59, -1))
    assert [c.id for c in found if c.country == "PE"] == [200, 201, 202]


def test_texts_of_the_packaged_world_are_resolved_alike(tmp_path: Path) -> None:
    build(write_dump(tmp_path, name="AF"), tmp_path / "out")
    names, text = ["Quetta", "Sindh", "Pakistan"], "A blast in Quetta, and raids in Sindh, Pakistan."
    gazetteers: list[PlaceIndex] = [GeoNamesGazetteer.open(tmp_path / "out"), small_gazetteer()]
    first, second = (PlaceResolver(gazetteer).resolve(names, text) for gazetteer in gazetteers)
    assert first == second


def test_subdivisions_of_the_packaged_gazetteer_have_ids() -> None:
    ids = {(c.country, c.kind): c.geonames_id for c in small_gazetteer().lookup("texas")}
    assert ids["US", "admin1"] == 4736286
    (place,) = PlaceResolver(small_gazetteer()).resolve(["Sindh"], "Raids in Sindh, Pakistan.")
    assert (place.precision, place.geonames_id) == ("admin1", 1164807)


def test_a_pickled_gazetteer_still_answers() -> None:
    copy = pickle.loads(pickle.dumps(own_gazetteer()))
    assert copy.lookup("torvan") == own_gazetteer().lookup("torvan")
    assert copy.identity == own_gazetteer().identity
    copy.close()


def test_the_file_is_never_written_to(tmp_path: Path) -> None:
    path = tmp_path / "copy.sqlite"
    path.write_bytes(own_gazetteer().path.read_bytes())
    path.chmod(0o444)
    gazetteer = GeoNamesGazetteer.open(path)
    assert gazetteer.lookup("torvan")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        gazetteer._connect().execute("DELETE FROM name")
    assert [p.name for p in tmp_path.iterdir()] == ["copy.sqlite"]


def _changed(tmp_path: Path, *statements: str) -> Path:
    path = tmp_path / "changed.sqlite"
    path.write_bytes(own_gazetteer().path.read_bytes())
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
    return path


@pytest.mark.parametrize(
    ("statements", "message"),
    [
        pytest.param(
            ["PRAGMA user_version = 99"], "has version 99 of the format; this frontwire reads 1", id="version"
        ),
        pytest.param(["DROP TABLE prominent", "DROP TABLE name"], "lacks the tables name, prominent", id="tables"),
        pytest.param(
            ["PRAGMA application_id = 7"], "is the packaged one, which serves without being named", id="packaged"
        ),
        pytest.param(["DELETE FROM meta"], "does not say what it was built from", id="meta"),
    ],
)
def test_files_of_another_form(tmp_path: Path, statements: list[str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        GeoNamesGazetteer.open(_changed(tmp_path, *statements))


def test_files_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database at all, but long enough for a header of one" * 9)
    sqlite3.connect(tmp_path / "empty").close()
    with closing(sqlite3.connect(tmp_path / "other")) as connection:
        connection.execute("CREATE TABLE t (x)")
    for name, message in (
        ("none", "no such file; frontwire data gazetteer builds one"),
        (".", "is no file"),
        ("text", "cannot be read"),
        ("empty", "is another SQLite file"),
        ("other", "is another SQLite file; expected one built from GeoNames' dump"),
    ):
        with pytest.raises(UsageError, match=message):
            GeoNamesGazetteer.open(tmp_path / name)


def test_both_kinds_say_what_they_are() -> None:
    assert Gazetteer(small_gazetteer().path).identity == "gazetteer"
    assert len(own_gazetteer().identity) == 64
    assert len(PLACES) == 13
