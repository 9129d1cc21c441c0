"""Connecting a test with the small Hub of :mod:`hub_server`, and what can go wrong on the way."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from hub_server import REPO_PATTERN, WRITER, Fault, Handler, HubServer, answer_commit


def drops(handler: Handler, length: int) -> None:
    """Takes half of what is sent and hangs up."""
    handler.rfile.read(length // 2)
    handler.close_connection = True
    handler.connection.close()


def drops_after_committing(handler: Handler, length: int) -> None:
    """Does the work and hangs up in place of the answer."""
    handler.body = handler.rfile.read(length)
    handler.answer = lambda *args, **headers: None  # type: ignore[method-assign]
    path = unquote(urlsplit(handler.path).path)
    match = re.fullmatch(rf"/api/models/{REPO_PATTERN}/commit/(.+)", path)
    if match:
        answer_commit(handler, *match.groups())
    handler.connection.close()


def status(code: int, **headers: str) -> Fault:
    def refuse(handler: Handler, length: int) -> None:
        handler.rfile.read(length)
        handler.answer(code, {"error": f"status {code}"}, **headers)

    return refuse


@contextmanager
def connected(monkeypatch: pytest.MonkeyPatch, cache: Path) -> Iterator[HubServer]:
    """Serve, and point this process' Hub library at the server, with an empty cache and the token of a writer.

    The library reads HF_ENDPOINT, HF_HUB_OFFLINE, HF_HUB_DISABLE_XET and HF_HUB_CACHE once, when it is imported: what it keeps
    of them is replaced. Its waits between tries are left out.
    """
    from huggingface_hub import close_session, constants

    with serving() as server:
        monkeypatch.setattr(constants, "ENDPOINT", server.url)
        monkeypatch.setattr(
            constants, "HUGGINGFACE_CO_URL_TEMPLATE", server.url + "/{repo_id}/resolve/{revision}/{filename}"
        )
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
        monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
        monkeypatch.setattr(constants, "HF_HUB_CACHE", str(cache))
        monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(cache / "no-token"))
        monkeypatch.setenv("HF_TOKEN", WRITER)
        monkeypatch.setattr("huggingface_hub.utils._http.time.sleep", lambda seconds: None)
        close_session()
        yield server
        close_session()


@contextmanager
def serving() -> Iterator[HubServer]:
    server = HubServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
