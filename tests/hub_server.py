"""A small Hub for tests: the HTTP calls that ``huggingface_hub`` makes to create, commit to and download a model repository.

Spoken: repos/create, validate-yaml, models (info at a revision), branch, preupload, the LFS batch call with the *basic*
transfer (PUT, then verify), commit (NDJSON; small files in it as base64), tree, and resolve (HEAD and GET). Not spoken: Xet and
multipart uploads. Files over ``regular_limit`` bytes and all ``.safetensors`` go through LFS, as on the Hub.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

WRITER, READER = "hf_writer", "hf_reader"
OWNER = "newsdesk"
#: Ending of files that go through LFS whatever their size.
ALWAYS_LFS = ".safetensors"


@dataclass
class Commit:
    """Files of a branch after a commit."""

    oid: str
    message: str
    files: dict[str, bytes]


@dataclass
class Repository:
    private: bool = False
    gated: bool = False
    branches: dict[str, list[Commit]] = field(default_factory=dict)

    def head(self, revision: str) -> Commit | None:
        if revision in self.branches:
            return self.branches[revision][-1]
        commits = (commit for branch in self.branches.values() for commit in branch)
        return next((commit for commit in commits if commit.oid == revision), None)

    def add(self, branch: str, message: str, files: dict[str, bytes]) -> Commit:
        history = self.branches.setdefault(branch, [])
        parent = history[-1].oid if history else ""
        digest = hashlib.sha1(json.dumps([parent, branch, message, len(history), sorted(files)]).encode())
        history.append(Commit(digest.hexdigest(), message, files))
        return history[-1]


#: What a fault does in place of the answer; it gets the handler and the announced length of the body, which it may read.
Fault = Callable[["Handler", int], None]


class HubServer(ThreadingHTTPServer):
    """``requests`` has method and path of every call; ``faults`` act on calls whose ``METHOD path`` they match."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.repositories: dict[str, Repository] = {}
        self.lfs: dict[str, bytes] = {}
        self.requests: list[str] = []
        self.faults: list[tuple[str, Fault]] = []
        self.regular_limit = 10_000_000
        self.created: list[dict[str, Any]] = []
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def make(self, repo_id: str, *, private: bool = False, gated: bool = False, **files: bytes) -> Repository:
        """A repository as the Hub makes one; keywords are further files, with ``__`` for the dot."""
        repository = self.repositories[repo_id] = Repository(private, gated)
        named = {name.replace("__", "."): content for name, content in files.items()}
        repository.add("main", "initial commit", {".gitattributes": b"*.safetensors filter=lfs\n", **named})
        return repository

    def calls(self, pattern: str) -> list[str]:
        return [request for request in self.requests if re.search(pattern, request)]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is no fault of a test."""


class Handler(BaseHTTPRequestHandler):
    server: HubServer

    def log_message(self, *args: object) -> None:
        pass

    def _handle(self) -> None:
        path = unquote(urlsplit(self.path).path)
        call = f"{self.command} {path}"
        with self.server.lock:
            self.server.requests.append(call)
        length = int(self.headers.get("Content-Length") or 0)
        for pattern, fault in self.server.faults:
            if re.search(pattern, call):
                fault(self, length)
                return
        self.body = (
            self._read_chunks() if self.headers.get("Transfer-Encoding") == "chunked" else self.rfile.read(length)
        )
        for pattern, answer in _ROUTES:
            match = re.fullmatch(pattern, call)
            if match:
                answer(self, *match.groups())
                return
        self.answer(404, {"error": f"no route for {call}"})

    do_GET = do_HEAD = do_POST = do_PUT = _handle

    def _read_chunks(self) -> bytes:
        parts = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def answer(self, status: int, content: Any = None, **headers: str) -> None:
        body = content if isinstance(content, bytes) else json.dumps({} if content is None else content).encode()
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def json(self) -> Any:
        return json.loads(self.body)

    def token(self) -> str:
        return str(self.headers.get("Authorization", "")).removeprefix("Bearer ")

    def may_write(self, namespace: str) -> bool:
        """Whether the token may write there; says no itself."""
        if self.token() == WRITER and namespace == OWNER:
            return True
        if self.token() in (WRITER, READER):
            self.answer(403, {"error": f"no write access to {namespace}"}, X_Error_Message="forbidden here")
        else:
            self.answer(401, {"error": "bad token"}, X_Error_Message="Invalid credentials in Authorization header")
        return False

    def repository(self, repo_id: str) -> Repository | None:
        """The repository, if the token may see it; says no itself."""
        found = self.server.repositories.get(repo_id)
        if found is None or (found.private and self.token() != WRITER):
            self.answer(404, {"error": "Repository not found"}, X_Error_Code="RepoNotFound")
            return None
        return found


def _create(handler: Handler) -> None:
    asked = handler.json()
    repo_id = f"{asked['organization']}/{asked['name']}"
    if not handler.may_write(asked["organization"]):
        return
    known = repo_id in handler.server.repositories
    if not known:
        private = asked.get("visibility") == "private" or bool(asked.get("private"))
        handler.server.created.append(asked)
        handler.server.make(repo_id, private=private)
    handler.answer(409 if known else 200, {"url": f"{handler.server.url}/{repo_id}"})


def _validate_yaml(handler: Handler) -> None:
    handler.answer(200, {"errors": [], "warnings": []})


def _info(handler: Handler, repo_id: str, revision: str | None = None) -> None:
    repository = handler.repository(repo_id)
    if repository is None:
        return
    commit = repository.head(revision or "main")
    if commit is None:
        handler.answer(404, {"error": "Invalid rev id"}, X_Error_Code="RevisionNotFound")
        return
    siblings = [{"rfilename": name} for name in commit.files]
    handler.answer(
        200, {"id": repo_id, "sha": commit.oid, "private": repository.private, "siblings": siblings, "tags": []}
    )


def _branch(handler: Handler, repo_id: str, branch: str) -> None:
    repository = handler.repository(repo_id)
    if repository is None or not handler.may_write(repo_id.split("/")[0]):
        return
    if branch in repository.branches:
        handler.answer(409, {"error": "branch exists"})
        return
    repository.branches[branch] = list(repository.branches["main"])
    handler.answer(200)


def _preupload(handler: Handler, repo_id: str, revision: str) -> None:
    repository = handler.repository(repo_id)
    if repository is None or not handler.may_write(repo_id.split("/")[0]):
        return
    head = repository.head(revision)
    files = []
    for asked in handler.json()["files"]:
        path = asked["path"]
        lfs = path.endswith(ALWAYS_LFS) or asked["size"] > handler.server.regular_limit
        known = head.files.get(path) if head else None
        oid = None if known is None else hashlib.sha256(known).hexdigest() if lfs else _git_hash(known)
        files.append({"path": path, "uploadMode": "lfs" if lfs else "regular", "shouldIgnore": False, "oid": oid})
    handler.answer(200, {"files": files})


def _git_hash(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def _batch(handler: Handler, repo_id: str) -> None:
    if not handler.may_write(repo_id.split("/")[0]):
        return
    url, objects = handler.server.url, []
    for asked in handler.json()["objects"]:
        actions = {"upload": {"href": f"{url}/lfs/{asked['oid']}"}, "verify": {"href": f"{url}/verify"}}
        objects.append(asked if asked["oid"] in handler.server.lfs else {**asked, "actions": actions})
    handler.answer(200, {"transfer": "basic", "objects": objects})


def _put(handler: Handler, oid: str) -> None:
    if hashlib.sha256(handler.body).hexdigest() != oid:
        handler.answer(400, {"error": "checksum"})
        return
    handler.server.lfs[oid] = handler.body
    handler.answer(200)


def _verify(handler: Handler) -> None:
    asked = handler.json()
    content = handler.server.lfs.get(asked["oid"])
    handler.answer(200 if content is not None and len(content) == asked["size"] else 404)


def answer_commit(handler: Handler, repo_id: str, branch: str) -> None:
    repository = handler.repository(repo_id)
    if repository is None or not handler.may_write(repo_id.split("/")[0]):
        return
    header, *operations = [json.loads(line) for line in handler.body.splitlines()]
    head = repository.branches[branch][-1]
    if header["value"].get("parentCommit") not in (None, head.oid):
        handler.answer(412, {"error": "A commit has happened since. Please refresh and try again."})
        return
    files = dict(head.files)
    for operation in operations:
        value = operation["value"]
        if operation["key"] == "file":
            files[value["path"]] = base64.b64decode(value["content"])
        elif operation["key"] == "lfsFile":
            files[value["path"]] = handler.server.lfs[value["oid"]]
        else:
            del files[value["path"]]
    commit = repository.add(branch, header["value"]["summary"], files)
    handler.answer(200, {"commitUrl": f"{handler.server.url}/{repo_id}/commit/{commit.oid}", "commitOid": commit.oid})


def _tree(handler: Handler, repo_id: str, revision: str) -> None:
    repository = handler.repository(repo_id)
    if repository is None:
        return
    commit = repository.head(revision)
    if commit is None:
        handler.answer(404, {"error": "Invalid rev id"}, X_Error_Code="RevisionNotFound")
        return
    entries: list[dict[str, Any]] = []
    for name, content in commit.files.items():
        entry = {"type": "file", "path": name, "size": len(content), "oid": _git_hash(content)}
        if name.endswith(".safetensors"):
            sha256 = hashlib.sha256(content).hexdigest()
            entry["lfs"] = {"oid": sha256, "size": len(content), "pointerSize": 134}
        entries.append(entry)
    handler.answer(200, entries)


def _resolve(handler: Handler, repo_id: str, revision: str, name: str) -> None:
    repository = handler.repository(repo_id)
    if repository is None:
        return
    if repository.gated and handler.token() != WRITER:
        handler.answer(403, b"", X_Error_Code="GatedRepo", X_Error_Message="Access to this model is restricted.")
        return
    commit = repository.head(revision)
    if commit is None or name not in commit.files:
        handler.answer(404, b"", X_Error_Code="EntryNotFound")
        return
    content = commit.files[name]
    handler.answer(200, content, X_Repo_Commit=commit.oid, ETag=f'"{hashlib.sha256(content).hexdigest()}"')


REPO_PATTERN = r"([^/]+/[^/]+)"
_ROUTES: list[tuple[str, Callable[..., None]]] = [
    (r"POST /api/repos/create", _create),
    (r"POST /api/validate-yaml", _validate_yaml),
    (rf"GET /api/models/{REPO_PATTERN}", _info),
    (rf"GET /api/models/{REPO_PATTERN}/revision/(.+)", _info),
    (rf"POST /api/models/{REPO_PATTERN}/branch/(.+)", _branch),
    (rf"POST /api/models/{REPO_PATTERN}/preupload/(.+)", _preupload),
    (rf"POST /{REPO_PATTERN}\.git/info/lfs/objects/batch", _batch),
    (r"PUT /lfs/(\w+)", _put),
    (r"POST /verify", _verify),
    (rf"POST /api/models/{REPO_PATTERN}/commit/(.+)", answer_commit),
    (rf"GET /api/models/{REPO_PATTERN}/tree/([^/]+)", _tree),
    (rf"(?:GET|HEAD) /{REPO_PATTERN}/resolve/([^/]+)/(.+)", _resolve),
]
