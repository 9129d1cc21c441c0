"""JSON Lines and the fields of a record."""

from __future__ import annotations

import io
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_files import articles, rejections
from frontwire.corpora.articles import Entry, FieldNames, check_date
from frontwire.corpora.articles.jsonl import read_jsonl
from frontwire.errors import RecordError
from frontwire.schema import Article


def read_lines(*lines: str | bytes, **options: Any) -> list[Entry]:
    data = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    return list(read_jsonl(io.BytesIO(data), options.get("names", FieldNames()), name="in.jsonl", source="in.jsonl"))


def test_known_fields_and_extra() -> None:
    line = {"id": "k1", "text": "A", "date": "2020-05-19", "title": "T", "source": "S", "views": 3, "tags": ["x", None]}
    (entry,) = read_lines(json.dumps(line))
    assert entry.item == Article("k1", "A", "2020-05-19", "T", "S", {"views": 3, "tags": ["x", None]})
    assert entry.line == 1


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ({"extra": {"a": 1}, "b": 2}, {"a": 1, "b": 2}),
        ({"extra": {"b": 1}, "b": 2}, {"extra": {"b": 1}, "b": 2}),
        ({"extra": {"extra": 1}}, {"extra": {"extra": 1}}),
        ({"extra": [1]}, {"extra": [1]}),
        ({"extra": {}}, {}),
    ],
)
def test_extra_of_an_own_result_is_not_nested(extra: dict[str, Any], expected: dict[str, Any]) -> None:
    (article,) = articles(read_lines(json.dumps({"text": "A", **extra})))
    assert article.extra == expected


def test_fields_under_other_names() -> None:
    names = FieldNames(id="uid", text="body", date="day", title="head", source="paper")
    line = {"uid": "1", "body": "A", "day": "2020-05-19", "head": "T", "paper": "S", "id": "other", "text": 5}
    (article,) = articles(read_lines(json.dumps(line), names=names))
    assert article == Article("1", "A", "2020-05-19", "T", "S", {"id": "other", "text": 5})


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({}, "in.jsonl:2"),
        ({"id": None}, "in.jsonl:2"),
        ({"id": ""}, "in.jsonl:2"),
        ({"id": 17}, "17"),
        ({"id": 0}, "0"),
        ({"id": " x "}, " x "),
    ],
)
def test_ids_given_and_generated(record: dict[str, Any], expected: str) -> None:
    (article,) = articles(read_lines("", json.dumps({"text": "A", **record})))
    assert article.id == expected


def test_unknown_is_null_not_empty() -> None:
    (article,) = articles(read_lines('{"text": "A", "date": "", "title": " ", "source": null}'))
    assert (article.date, article.title, article.source) == (None, None, None)


BAD_LINES = {
    "broken": ('{"id": "x", "text": "A"', "not JSON: "),
    "broken string": ('{"text": "A', "not JSON: Unterminated string starting at character 10; expected one object"),
    "control character": ('{"text": "A\tB"}', "not JSON: Invalid control character at character 12; expected"),
    "empty object": ("{}", "no text: the field 'text' is missing"),
    "null": ("null", "JSON null; expected one object a line"),
    "number": ("5", "a JSON number; expected one object a line"),
    "truth value": ("true", "a JSON truth value; expected one object a line"),
    "field twice": ('{"text": "A", "text": "B"}', "field 'text' stands twice"),
    "field twice inside": ('{"text": "A", "x": {"a": 1, "a": 2}}', "field 'a' stands twice"),
    "too deep to write": ('{"text": "A", "x": ' + "[" * 400 + "]" * 400 + "}", "nested deeper than 100 levels"),
    "two objects": ('{"text": "A"} {"text": "B"}', "not JSON: Extra data"),
    "list": ('["A"]', "a JSON list; expected one object a line"),
    "string": ('"A"', "a JSON string; expected one object a line"),
    "NaN": ('{"text": "A", "x": NaN}', "NaN is no JSON value"),
    "overflow": ('{"text": "A", "x": 1e999}', "a further field cannot be kept"),
    "deep": ('{"text": "A", "x": ' + "[" * 100_000, "nested too deeply"),
    "endless number": ('{"text": "A", "x": ' + "1" * 5000 + "}", "not JSON"),
    "Latin-1": (b'{"text": "caf\xe9"}', "not UTF-8: byte 0xe9 at byte 13 of the line; save the file as UTF-8"),
    "no text": ('{"id": "x"}', "no text: the field 'text' is missing"),
    "null text": ('{"id": "x", "text": null}', "no text: the field 'text' is null"),
    "empty text": ('{"id": "x", "text": ""}', "the text is empty"),
    "blank text": ('{"id": "x", "text": " \\n\\t"}', "the text is white space only"),
    "text a number": ('{"text": 5}', "field 'text' is a number; expected a string"),
    "text a list": ('{"text": ["A"]}', "field 'text' is a list; expected a string"),
    "surrogate in text": ('{"text": "A \\ud83d B"}', "field 'text' holds a lone surrogate at character 2"),
    "surrogate in id": ('{"id": "\\udc00", "text": "A"}', "field 'id' holds a lone surrogate"),
    "surrogate in title": ('{"title": "\\udc00", "text": "A"}', "field 'title' holds a lone surrogate"),
    "surrogate in extra": ('{"x": ["\\udc00"], "text": "A"}', "a further field holds a lone surrogate"),
    "surrogate in a key": ('{"\\udc00": 1, "text": "A"}', "a further field holds a lone surrogate"),
    "id a list": ('{"id": [1], "text": "A"}', "field 'id' is a list; expected a string or a whole number"),
    "id a fraction": (
        '{"id": 1.5, "text": "A"}',
        "field 'id' is a number with a fraction; expected a string or a whole number",
    ),
    "id true": ('{"id": true, "text": "A"}', "field 'id' is a truth value"),
    "id blank": ('{"id": "  ", "text": "A"}', "field 'id' is white space only"),
    "title a number": ('{"title": 5, "text": "A"}', "field 'title' is a number; expected a string"),
    "source an object": ('{"source": {}, "text": "A"}', "field 'source' is an object; expected a string"),
    "date a number": ('{"date": 20200519, "text": "A"}', "field 'date' is a number; expected a string"),
    "date of no calendar": ('{"date": "2021-02-29", "text": "A"}', "'2021-02-29' is no date"),
    "date in words": ('{"date": "19 May 2020", "text": "A"}', "'19 May 2020' is no date; expected YYYY-MM-DD"),
}


@pytest.mark.parametrize(("line", "reason"), BAD_LINES.values(), ids=BAD_LINES)
def test_a_bad_line_is_rejected_and_the_rest_goes_on(line: str | bytes, reason: str) -> None:
    entries = read_lines('{"id": "a", "text": "First."}', line, '{"id": "b", "text": "Last."}')
    assert [article.id for article in articles(entries)] == ["a", "b"]
    (rejected,) = rejections(entries)
    assert reason in rejected.reason
    assert (rejected.source, rejected.line) == ("in.jsonl", 2)


def test_a_rejection_names_the_id_where_it_is_known() -> None:
    entries = read_lines('{"id": "x", "text": ""}', '{"id": [], "text": "A"}')
    assert [rejected.id for rejected in rejections(entries)] == ["x", None]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2020-05-19", "2020-05-19"),
        ("2020-05-19T23:30:00", "2020-05-19"),
        ("2020-05-19T23:30:00Z", "2020-05-19"),
        ("2020-05-19T23:30:00.123-08:00", "2020-05-19"),
        ("2020-05-19 06:00", "2020-05-19"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_dates_that_are_taken(value: str, expected: str) -> None:
    assert check_date(value) == expected


@pytest.mark.parametrize(
    "value",
    ["", "2020", "2020-05", "20200519", "2020-5-9", "2020-13-01", "0000-01-01", "2020-05-19T99:00", "2020-05-19x"],
)
def test_dates_that_are_none(value: str) -> None:
    with pytest.raises(RecordError, match=r"is no date.*; expected YYYY-MM-DD"):
        check_date(value)


def test_a_nested_further_field_is_kept() -> None:
    nested = '{"a": [' * 40 + "1" + "]}" * 40
    (article,) = articles(read_lines(f'{{"text": "A", "x": {nested}}}'))
    assert article.extra == {"x": json.loads(nested)}


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip), max_size=5))
def test_json_lines_round_trip(texts: list[str]) -> None:
    lines = [json.dumps({"id": f"d{i}", "text": text}, ensure_ascii=i % 2 == 0) for i, text in enumerate(texts)]
    assert [article.text for article in articles(read_lines(*lines))] == texts


def test_a_name_that_stands_twice_among_very_many_is_found_fast() -> None:
    names = [*map(str, range(100_000)), "99999"]
    line = "{" + ", ".join(f'"{name}": 0' for name in names) + "}"
    start = time.perf_counter()
    assert "'99999' stands twice" in rejections(read_lines(line))[0].reason
    assert time.perf_counter() - start < 5.0
