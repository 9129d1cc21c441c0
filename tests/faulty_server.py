"""An HTTP server for tests that does wrong what servers do wrong, one behaviour for each request in turn."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ETAG = '"v1"'


class FaultyServer(ThreadingHTTPServer):
    """``behaviours`` are used up one a request, the last stays. ``requests`` has path and headers of each."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, content: bytes, behaviours: list[Callable[[Handler], None]]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.content, self.behaviours = content, behaviours
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.released = threading.Event()  # lets stalling answers end with the test

    def url(self, path: str = "/f") -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is no fault of a test."""


class Handler(BaseHTTPRequestHandler):
    server: FaultyServer

    def do_GET(self) -> None:
        self.server.requests.append((self.path, dict(self.headers)))
        behaviours = self.server.behaviours
        (behaviours.pop(0) if len(behaviours) > 1 else behaviours[0])(self)

    def log_message(self, *args: object) -> None:
        pass

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def start(self) -> int:
        """First byte that the request asks for; the whole file where the version is not the one it has."""
        wanted = self.headers.get("Range")
        if not wanted or self.headers.get("If-Range", ETAG) != ETAG:
            return 0
        return int(wanted.removeprefix("bytes=").removesuffix("-"))


def good(handler: Handler) -> None:
    content, start = handler.server.content, handler.start()
    if start >= len(content):
        handler.answer(416)
    elif start:
        span = f"bytes {start}-{len(content) - 1}/{len(content)}"
        handler.answer(206, content[start:], Content_Range=span, ETag=ETAG)
    else:
        handler.answer(200, content, ETag=ETAG)


def drops_in_the_middle(handler: Handler) -> None:
    """Announces everything and ends half-way."""
    content = handler.server.content
    handler.answer(200, content[: len(content) // 2], Content_Length=str(len(content)), ETag=ETAG)


def drops_without_a_mark(handler: Handler) -> None:
    content = handler.server.content
    handler.answer(200, content[: len(content) // 2], Content_Length=str(len(content)), ETag='W/"weak"')


def drops_at_once(handler: Handler) -> None:
    handler.connection.close()


def drops_with_a_date(handler: Handler) -> None:
    """The version has a date and no mark."""
    content = handler.server.content
    size = str(len(content))
    handler.answer(
        200, content[: len(content) // 2], Content_Length=size, Last_Modified="Wed, 31 Jan 2024 00:00:00 GMT"
    )


def truncates(handler: Handler) -> None:
    """Announces less than there is, and sends that."""
    handler.answer(200, handler.server.content[:10], ETag=ETAG)


def announces_too_much(handler: Handler) -> None:
    handler.answer(200, handler.server.content, Content_Length=str(10**12))


def stalls(handler: Handler) -> None:
    content = handler.server.content
    handler.answer(200, content[:10], Content_Length=str(len(content)), ETag=ETAG)
    handler.wfile.flush()
    handler.server.released.wait(10)


def ignores_range(handler: Handler) -> None:
    handler.answer(200, handler.server.content)


def wrong_range(handler: Handler) -> None:
    handler.answer(206, handler.server.content, Content_Range="bytes 0-9/10")


def wrong_rest(handler: Handler) -> None:
    """The rest of another version, as if nothing had changed."""
    content, start = handler.server.content, handler.start()
    span = f"bytes {start}-{len(content) - 1}/{len(content)}"
    handler.answer(206, b"\0" * (len(content) - start), Content_Range=span)


def wrong_bytes(handler: Handler) -> None:
    handler.answer(200, handler.server.content[::-1])


def goes_on_for_ever(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.released.is_set():
        handler.wfile.write(b"x" * 1000)


def status(code: int, **headers: str) -> Callable[[Handler], None]:
    return lambda handler: handler.answer(code, b"no", **headers)


def redirects(location: str) -> Callable[[Handler], None]:
    return lambda handler: handler.answer(302, Location=location)


@contextmanager
def serving(content: bytes, *behaviours: Callable[[Handler], None]) -> Iterator[FaultyServer]:
    server = FaultyServer(content, list(behaviours) or [good])
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
