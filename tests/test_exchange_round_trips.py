"""Every exchange form gives back what was written, but for what it says it loses."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from exchange_documents import documents, normal, predicted, raid, rich
from frontwire.corpora.forms import ENDINGS, FOREIGN_FORMS, Form, form_of, losses, read_documents, write_documents
from frontwire.corpora.inline import parse_inline
from frontwire.schema import Document

FORMS: list[Form] = sorted(FOREIGN_FORMS)


def there_and_back(document: Document, form: Form, folder: Path, **options: Any) -> Document:
    path = folder / f"x{ENDINGS.get(form, '')}"
    assert write_documents([document], path, form=form, **options) == 1
    assert form_of(path) == form
    [back] = read_documents(path, take_predictions=True)
    return back


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("make", [rich, predicted, raid], ids=["rich", "predicted", "raid"])
def test_nothing_is_lost(form: Form, make: Callable[[], Document], tmp_path: Path) -> None:
    document = make()
    assert losses([document], form) == {}
    assert normal(there_and_back(document, form, tmp_path)) == normal(document)


@pytest.mark.parametrize("offsets", ["code-points", "utf-16"])
@pytest.mark.parametrize("form", ["doccano", "labelstudio"])
def test_both_units_of_offsets_come_back(form: Form, offsets: str, tmp_path: Path) -> None:
    assert normal(there_and_back(rich(), form, tmp_path, offsets=offsets)) == normal(rich())


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(document=documents())
def test_any_document_comes_back(form: Form, document: Document) -> None:
    with tempfile.TemporaryDirectory() as folder:
        back = there_and_back(document, form, Path(folder))
    if not losses([document], form):
        assert normal(back) == normal(document)
    assert back.text == document.text
    assert [e.to_dict()["type"] for e in back.events] == [e.to_dict()["type"] for e in document.events]


@pytest.mark.parametrize("form", FORMS)
def test_several_documents_come_back_in_one_file(form: Form, tmp_path: Path) -> None:
    path = tmp_path / f"x{ENDINGS.get(form, '')}"
    given_documents = [raid("b"), rich(), raid("A"), Document("empty", "Quiet day.")]
    assert write_documents(given_documents, path, form=form) == 4
    assert by_id(read_documents(path, form=form)) == by_id(given_documents)


@pytest.mark.parametrize("form", FORMS)
def test_no_documents_make_an_empty_file(form: Form, tmp_path: Path) -> None:
    path = tmp_path / f"x{ENDINGS.get(form, '')}"
    assert write_documents([], path, form=form) == 0
    if form != "brat":  # a folder without a text is no input
        assert list(read_documents(path, form=form)) == []


@pytest.mark.parametrize("form", FORMS)
def test_own_articles_come_back(form: Form, tmp_path: Path, repository: Path) -> None:
    text = (repository / "data/own/a01.txt").read_text(encoding="utf-8")
    articles = list(parse_inline(text))
    path = tmp_path / f"x{ENDINGS.get(form, '')}"
    write_documents(articles, path, form=form)
    assert losses(articles, form) == {}
    assert by_id(read_documents(path, form=form)) == by_id(articles)


def by_id(found: Iterable[Document]) -> dict[str, Document]:
    return {document.id: normal(document) for document in found}
