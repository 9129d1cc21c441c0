"""Building a gazetteer from files in the form of GeoNames' dump: what is read, what is odd, what is written."""

from __future__ import annotations

import hashlib
import sqlite3
import tracemalloc
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.gazetteer_build import row, write_packaged, write_synthetic
from frontwire.errors import DataError, OutputError, UsageError
from frontwire.normalize.geonames import writer
from frontwire.normalize.geonames.build import build_geonames
from frontwire.normalize.geonames.features import Features, is_historical, kind_of
from frontwire.normalize.geonames.files import check_countries, checksums, find_dump
from frontwire.normalize.geonames.gazetteer import GeoNamesGazetteer
from frontwire.normalize.geonames.places import IdSet
from frontwire.normalize.geonames.problems import LISTED, Problems
from frontwire.normalize.geonames.tables import LARGEST_ID, parse_id, read_rows
from own_dump import ENGLISH, PLACES, build, write_dump
from small_gazetteer import small_gazetteer

GOOD = row(1, "Torvan", admin1="01", lat=34.5, lon=69.2, population=10)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("line", "kind", "reason", "kept"),
    [
        pytest.param("2\tTorvan\tTorvan\n", "columns", "has 3 columns; expected 19", False, id="missing columns"),
        pytest.param(row(2, "A").rstrip("\n") + "\tmore\n", "columns", "has 20 columns; expected 19", False, id="too many"),
        pytest.param(row(2, "A", lat="34,5"), "number", "latitude '34,5' and longitude '0.0'", False, id="decimal comma"),
        pytest.param(row(2, "A", lat=90.1), "number", "expected degrees up to 90 and 180", False, id="off the earth"),
        pytest.param(row(2, "A", lon="nan"), "number", "longitude 'nan'", False, id="not a number"),
        pytest.param(row(2, "A", lat=""), "number", "latitude ''", False, id="no latitude"),
        pytest.param(row(2, "A").replace("2\t", "two\t", 1), "number", "id 'two' is no GeoNames id", False, id="id"),
        pytest.param(row(LARGEST_ID, "A"), "number", "is no GeoNames id", False, id="id too large"),
        pytest.param(row(-2, "A"), "number", "id '-2' is no GeoNames id", False, id="negative id"),
        pytest.param(row(1, "Other"), "duplicate", "id 1 was there before", False, id="duplicate"),
        pytest.param(row(2, "  "), "name", "has no name", False, id="no name"),
        pytest.param(row(2, "A", country="QQ"), "country", "country 'QQ' is not in countryInfo.txt", False, id="country"),
        pytest.param(row(2, "A", population="12k"), "number", "population '12k' is taken as unknown", True, id="population"),
        pytest.param(row(2, "A", admin1="77"), "subdivision", "AF.77 is not in the table of codes", True, id="subdivision"),
    ],
)  # fmt: skip
def test_odd_rows_are_counted_and_listed(tmp_path: Path, line: str, kind: str, reason: str, kept: bool) -> None:
    report = build(write_dump(tmp_path, GOOD + line + row(3, "Zurban", admin1="01")), tmp_path / "out")
    (problem,) = report.problems
    assert (problem.source, problem.line, problem.kind, problem.kept) == ("allCountries.txt", 2, kind, kept)
    assert reason in problem.reason
    assert report.problem_counts == {kind: 1}
    assert (report.rows, report.rejected) == (3, int(not kept))
    gazetteer = GeoNamesGazetteer.open(tmp_path / "out")
    assert gazetteer.lookup("torvan")
    assert gazetteer.lookup("zurban")
    assert bool(gazetteer.lookup("a")) == kept
    with closing(sqlite3.connect(tmp_path / "out")) as connection:
        assert connection.execute("SELECT source, line, kind, kept FROM problem").fetchall() == [
            ("allCountries.txt", 2, kind, kept)
        ]


def test_a_row_that_is_not_utf8(tmp_path: Path) -> None:
    write_dump(tmp_path)
    path = tmp_path / "allCountries.txt"
    path.write_bytes(GOOD.encode() + row(2, "Torv\xe4n").encode("latin-1") + b"\n# remark\n")
    report = build(tmp_path, tmp_path / "out")
    assert [str(problem) for problem in report.problems] == ["line 2 of allCountries.txt: is not UTF-8"]
    assert report.rows == 1


def test_of_many_problems_the_first_are_listed_and_all_are_counted() -> None:
    problems = Problems()
    for line in range(LISTED + 5):
        problems.add("f", line, "columns", "x", kept=line == 0)
    assert (len(problems.listed), problems.counts["columns"], problems.rejected) == (LISTED, LISTED + 5, LISTED + 4)


def test_odd_rows_of_the_other_tables(tmp_path: Path) -> None:
    write_dump(tmp_path, english=ENGLISH)
    for name, text in (
        ("admin1CodesASCII.txt", "AF.03\tShort\nAF.01\tAgain\t\t5\nAF.04\tNoid\tNoid\t?\n\t\t\t\n"),
        ("countryInfo.txt", "AF\tAFG\n"),
    ):
        with (tmp_path / name).open("a") as out:
            out.write(text)
    report = build(tmp_path, tmp_path / "out")
    assert [(p.source, p.kind, p.kept) for p in report.problems] == [
        ("countryInfo.txt", "columns", False),
        ("admin1CodesASCII.txt", "columns", False),
        ("admin1CodesASCII.txt", "duplicate", False),
        ("admin1CodesASCII.txt", "number", True),
        ("admin1CodesASCII.txt", "name", False),
        ("alternateNamesV2.txt", "number", False),
    ]
    noid = GeoNamesGazetteer.open(tmp_path / "out").lookup("noid")
    assert [(c.kind, c.geonames_id) for c in noid] == [("admin1", None)]


@pytest.mark.parametrize(
    ("places", "message"),
    [
        pytest.param("", "no row of 0 can be used", id="empty"),
        pytest.param(
            "<html>not found</html>\n", "no row of 1 can be used.*line 1 of allCountries.txt: has 1 col", id="html"
        ),
        pytest.param("x" * (1 << 20), "line 1 of .* is longer than 1 MB", id="no lines"),
    ],
)
def test_a_file_that_is_no_table(tmp_path: Path, places: str, message: str) -> None:
    write_dump(tmp_path, places)
    before = names(tmp_path)
    with pytest.raises(DataError, match=message):
        build(tmp_path, tmp_path / "out")
    assert names(tmp_path) == before


def test_packed_and_plain_tables_give_the_same_places_and_the_same_files_the_same_bytes(tmp_path: Path) -> None:
    rows = {}
    for packed in (False, True):
        folder = write_dump(tmp_path / str(packed), packed=packed, english=ENGLISH)
        build(folder, folder / "out")
        with closing(sqlite3.connect(folder / "out")) as connection:
            rows[packed] = [connection.execute(f"SELECT * FROM {t}").fetchall() for t in ("place", "name", "skeleton")]
    assert rows[False] == rows[True]
    build(folder, folder / "again")
    assert (folder / "again").read_bytes() == (folder / "out").read_bytes()


def test_damaged_archives(tmp_path: Path) -> None:
    write_dump(tmp_path, packed=True)
    path = tmp_path / "allCountries.zip"
    whole = path.read_bytes()
    for content, message in (
        (whole[:60] + bytes(20) + whole[80:], "damaged after line"),
        (whole[: len(whole) // 2], "expected an archive of GeoNames' dump"),
    ):
        path.write_bytes(content)
        with pytest.raises(DataError, match=message):
            build(tmp_path, tmp_path / "out")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")
    with pytest.raises(DataError, match=r"holds readme.txt; expected allCountries.txt"):
        build(tmp_path, tmp_path / "out")
    assert "out" not in names(tmp_path)


def test_a_failed_build_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_dump(tmp_path)
    build(tmp_path, tmp_path / "out")
    before, listed = (tmp_path / "out").read_bytes(), names(tmp_path)

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(writer.finishing, "sort_names", fail)
    with pytest.raises(OutputError, match="database or disk is full; expected room"):
        build(tmp_path, tmp_path / "out")
    assert ((tmp_path / "out").read_bytes(), names(tmp_path)) == (before, listed)


def test_the_file_says_what_it_was_built_from(tmp_path: Path) -> None:
    write_dump(tmp_path)
    report = build(tmp_path, tmp_path / "out")
    gazetteer = GeoNamesGazetteer.open(tmp_path / "out")
    assert "GeoNames (geonames.org), licensed under CC BY 4.0; changed" in gazetteer.meta["credit"]
    assert gazetteer.meta["latest_change"] == report.changed == "2024-01-31"
    assert gazetteer.meta["classes"] == "P A"
    digest = hashlib.sha256((tmp_path / "allCountries.txt").read_bytes()).hexdigest()
    assert report.sha256["allCountries.txt"] == digest
    with closing(sqlite3.connect(tmp_path / "out")) as connection:
        found = connection.execute("SELECT sha256, size_bytes FROM source WHERE name = 'allCountries.txt'").fetchall()
    assert found == [(digest, (tmp_path / "allCountries.txt").stat().st_size)]
    assert report.left_out == {"feature class": 3}


def test_the_identity_follows_content_and_choice(tmp_path: Path) -> None:
    write_dump(tmp_path)
    found = []
    for groups in (("P", "A"), ("A", "P"), ("P",)):
        build(tmp_path, tmp_path / "out", groups=groups)
        found.append(GeoNamesGazetteer.open(tmp_path / "out").identity)
    (tmp_path / "allCountries.txt").write_text(GOOD)
    build(tmp_path, tmp_path / "out", groups=("P",))
    found.append(GeoNamesGazetteer.open(tmp_path / "out").identity)
    assert found[0] == found[1]
    assert len(set(found)) == 3


def test_progress_reaches_the_end(tmp_path: Path) -> None:
    write_synthetic(tmp_path, 12_000)
    seen: list[tuple[str, int, int]] = []
    build_geonames(
        find_dump(tmp_path), tmp_path / "out", base=small_gazetteer().path, progress=lambda *step: seen.append(step)
    )
    steps = [(done, total) for what, done, total in seen if what == "allCountries.txt"]
    assert len(steps) == 3
    assert steps == sorted(steps)
    assert steps[-1] == (steps[-1][1], steps[-1][1])
    assert seen[-1] == ("sorting names", 0, 0)


def test_memory_does_not_grow_with_the_number_of_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "_BATCH", 200)
    peaks = []
    for rows in (2_000, 10_000):
        folder = tmp_path / str(rows)
        folder.mkdir()
        write_synthetic(folder, rows)
        tracemalloc.start()
        try:
            build(folder, folder / "out")
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert peaks[1] < 1.1 * peaks[0] + 200_000


@pytest.mark.parametrize(
    ("present", "countries", "places", "complete"),
    [
        pytest.param(["allCountries.zip", "AF.zip", "cities500.zip"], (), ["allCountries.zip"], None, id="all"),
        pytest.param(["allCountries.txt"], ("AF",), ["allCountries.txt"], {"AF"}, id="some of all"),
        pytest.param(["PK.zip", "AF.txt", "cities500.txt"], (), ["AF.txt", "PK.zip"], {"AF", "PK"}, id="countries"),
        pytest.param(["PK.zip", "AF.zip", "AF.txt"], ("AF",), ["AF.zip"], {"AF"}, id="one country"),
        pytest.param(["cities15000.zip", "cities1000.txt"], (), ["cities1000.txt"], None, id="cities"),
    ],
)
def test_which_files_are_read(
    tmp_path: Path, present: list[str], countries: tuple[str, ...], places: list[str], complete: set[str] | None
) -> None:
    write_dump(tmp_path, name="ignored")
    for name in [*present, "readme.txt"]:
        (tmp_path / name).touch()
    found = find_dump(tmp_path, countries=countries)
    assert [path.name for path in found.places] == places
    assert found.countries == complete
    assert found.alternate_names is None


@pytest.mark.parametrize(
    ("missing", "countries", "message"),
    [
        pytest.param("admin1CodesASCII.txt", (), "lacks admin1CodesASCII.txt; bring it from https://", id="table"),
        pytest.param("AF.txt", (), "has no places; expected allCountries.zip, files of countries", id="places"),
        pytest.param(None, ("AF", "PK"), r"lacks PK.zip \(there are AF\)", id="country"),
    ],
)
def test_files_that_are_missing(tmp_path: Path, missing: str | None, countries: tuple[str, ...], message: str) -> None:
    write_dump(tmp_path, name="AF")
    if missing:
        (tmp_path / missing).unlink()
    with pytest.raises(UsageError, match=message):
        find_dump(tmp_path, countries=countries)


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no folder"):
        find_dump(tmp_path / "none")


def test_countries_are_codes() -> None:
    assert check_countries(["af", "PK", "AF"]) == ["AF", "PK"]
    with pytest.raises(UsageError, match="no country QQ; expected ISO 3166"):
        check_countries(["AF", "qq"])


def test_checksums_are_held_to(tmp_path: Path) -> None:
    files = find_dump(write_dump(tmp_path))
    right = checksums(files, {})[files.places[0]]
    assert checksums(files, {"allCountries.txt": right})[files.places[0]] == right
    with pytest.raises(UsageError, match=f"has SHA-256 {right}, expected 0000"):
        checksums(files, {"allCountries.txt": "0" * 64})
    with pytest.raises(UsageError, match=r"a checksum is given for AF.zip, which is not read; read are admin1"):
        checksums(files, {"AF.zip": right})


@pytest.mark.parametrize(
    ("feature", "country", "kind"),
    [
        ("P.PPL", "AF", "city"),
        ("A.ADM1", "AF", "admin1"),
        ("A.ADM1H", "AF", "admin1"),
        ("A.ADM2", "AF", "district"),
        ("A.ADM2", "MX", "city"),
        ("A.ADM3", "MX", "district"),
        ("A.ADM4", "DE", "city"),
        ("A.ADMD", "AF", "district"),
        ("T.MT", "AF", "point"),
        ("T.MTS", "AF", "district"),
        ("S.CMPRF", "KE", "point"),
    ],
)
def test_kinds(feature: str, country: str, kind: str) -> None:
    assert kind_of(*feature.split("."), country) == kind


@pytest.mark.parametrize(
    ("feature", "gone"), [("P.PPLQ", True), ("P.PPL", False), ("A.ADM2H", True), ("A.PRSH", False), ("T.MTH", False)]
)
def test_what_is_gone(feature: str, gone: bool) -> None:
    assert is_historical(*feature.split(".")) == gone


def test_feature_groups() -> None:
    chosen = Features(["mountains", "valleys", "P"])
    assert chosen.groups == ("P", "mountains", "valleys")
    assert chosen.takes("P", "PPLX")
    assert chosen.takes("T", "VAL")
    assert not chosen.takes("T", "ISL")
    assert not chosen.takes("A", "ADM1")
    with pytest.raises(UsageError, match="no feature class rivers; expected some of P, A, mountains"):
        Features(["P", "rivers"])
    with pytest.raises(UsageError, match="no feature class chosen"):
        Features([])


@given(st.lists(st.integers(1, 1 << 20)))
def test_a_set_of_ids_is_a_set(ids: list[int]) -> None:
    found, expected = IdSet(), set[int]()
    for identity in ids:
        assert found.add(identity) == (identity not in expected)
        expected.add(identity)
    assert all(identity in found for identity in ids)
    assert ((1 << 20) + 1 in found) == ((1 << 20) + 1 in expected)


def test_a_set_of_ids_goes_up_to_the_largest() -> None:
    found = IdSet()
    assert found.add(LARGEST_ID - 1)
    assert not found.add(LARGEST_ID - 1)


@given(st.text(max_size=14))
def test_any_text_is_an_id_or_none(text: str) -> None:
    found = parse_id(text)
    assert found is None or (0 < found < LARGEST_ID and int(text) == found)


def test_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(b"\xef\xbb\xbfa\tb\r\n\r\nc\td")
    assert list(read_rows(path, Problems())) == [(1, ["a", "b"]), (3, ["c", "d"])]


@pytest.mark.parametrize("countries", [("AF",), ()], ids=["one country", "all"])
def test_packaged_cities_in_dump_form_are_found_as_in_the_packaged_gazetteer(
    tmp_path: Path, countries: tuple[str, ...]
) -> None:
    write_packaged(tmp_path, 15000)
    build(tmp_path, tmp_path / "out", countries=countries, base=small_gazetteer().path)
    built, packaged = GeoNamesGazetteer.open(tmp_path / "out"), small_gazetteer()
    with closing(sqlite3.connect(packaged.path)) as connection:
        keys = [key for (key,) in connection.execute("SELECT DISTINCT key FROM name WHERE place % 20 = 0")]

    def facts(found: object) -> list[tuple[object, ...]]:
        return sorted(
            (
                c.kind,
                str(c.country),
                str(c.admin1),
                str(c.geonames_id),
                c.name,
                str(c.lat),
                str(c.lon),
                c.population,
                c.match,
            )
            for c in found  # type: ignore[attr-defined]
        )

    assert len(keys) > 3000
    for key in keys:
        assert facts(built.lookup(key)) == facts(packaged.lookup(key)), key
        assert facts(built.lookup_similar(key, "AF")) == facts(packaged.lookup_similar(key, "AF")), key
    assert built.prominent() == packaged.prominent()


def test_all_own_places_are_built(tmp_path: Path) -> None:
    write_dump(tmp_path)
    report = build(tmp_path, tmp_path / "out")
    assert report.rows == len(PLACES)
    assert report.rejected == 0
    with closing(sqlite3.connect(tmp_path / "out")) as connection:
        ids = {i for (i,) in connection.execute("SELECT id FROM place WHERE id > 0")}
    assert ids == {901, 911, 1, 2, 3, 4, 8, 9, 10}
