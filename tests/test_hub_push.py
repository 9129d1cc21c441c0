"""Publishing to a local Hub.

Upload path under test: ``create_commit`` with small files as base64 in the commit itself and the weights through Git LFS with the
basic transfer (preupload, batch, PUT, verify); one test sends everything as base64. Xet is switched off as HF_HUB_DISABLE_XET
does; on the real Hub an installation with hf_xet sends the weights through it instead, with the same commit.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontwire.errors import HubError, UsageError
from frontwire.hub.checks import Publication, check_publication
from frontwire.hub.push import check_destination, push_model
from hub_connection import connected, drops, drops_after_committing, serving, status
from hub_server import READER, Fault, HubServer
from publishable import save_publishable_model

REPO = "newsdesk/tiny"

# Of the library's own call of its HTTP client, when it sends a file.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_publishable_model(tmp_path_factory.mktemp("saved") / "model")


@pytest.fixture(scope="module")
def publication(saved: Path) -> Publication:
    return check_publication(saved)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[HubServer]:
    with connected(monkeypatch, tmp_path / "cache") as server:
        yield server


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def pushed_files(hub: HubServer, branch: str = "main") -> dict[str, bytes]:
    files = dict(hub.repositories[REPO].branches[branch][-1].files)
    del files[".gitattributes"]
    return files


def test_the_bytes_that_arrive_are_the_folder_in_one_commit(hub: HubServer, publication: Publication) -> None:
    pushed = push_model(publication, REPO)
    history = hub.repositories[REPO].branches["main"]
    assert pushed_files(hub) == contents(publication.folder.path)
    assert [commit.message for commit in history] == ["initial commit", "tiny 1"]
    assert (pushed.commit, pushed.changed, pushed.others) == (history[-1].oid, True, ())
    assert pushed.url == f"{hub.url}/{REPO}/commit/{history[-1].oid}"
    assert len(hub.calls("PUT /lfs/")) == 1
    assert len(hub.calls("POST /verify")) == 1
    assert hub.repositories[REPO].private is False


def test_small_weights_arrive_in_the_commit_itself(
    hub: HubServer, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub_server.ALWAYS_LFS", ".none")
    push_model(publication, REPO)
    assert pushed_files(hub) == contents(publication.folder.path)
    assert hub.lfs == {}


def test_the_same_folder_again_makes_no_commit(hub: HubServer, publication: Publication) -> None:
    first = push_model(publication, REPO)
    again = push_model(publication, REPO)
    assert (again.commit, again.changed) == (first.commit, False)
    assert len(hub.repositories[REPO].branches["main"]) == 2


def test_a_newer_model_replaces_what_changed_and_deletes_what_it_lacks(
    hub: HubServer, publication: Publication, tmp_path: Path
) -> None:
    hub.make(REPO, special_tokens_map__json=b"{}", LICENSE=b"terms", pytorch_model__bin=b"\x80")
    pushed = push_model(publication, REPO, message="Second edition")
    files = pushed_files(hub)
    assert pushed.others == ("LICENSE", "pytorch_model.bin")
    assert (files.pop("LICENSE"), files.pop("pytorch_model.bin")) == (b"terms", b"\x80")
    assert files == contents(publication.folder.path)
    assert "special_tokens_map.json" not in files
    assert hub.repositories[REPO].branches["main"][-1].message == "Second edition"


def test_a_branch_is_made_and_main_left_alone(hub: HubServer, publication: Publication) -> None:
    push_model(publication, REPO, revision="v2/try")
    assert pushed_files(hub, "v2/try") == contents(publication.folder.path)
    assert pushed_files(hub, "main") == {}
    assert push_model(publication, REPO, revision="v2/try").changed is False


@pytest.mark.parametrize(("private", "visibility"), [(True, "private"), (False, None)])
def test_a_new_repository_is_private_when_asked(
    hub: HubServer, publication: Publication, private: bool, visibility: str | None
) -> None:
    push_model(publication, REPO, private=private)
    assert hub.repositories[REPO].private is private
    assert [asked.get("visibility") for asked in hub.created] == [visibility]


def test_a_private_model_is_not_sent_to_a_public_repository(hub: HubServer, publication: Publication) -> None:
    hub.make(REPO)
    with pytest.raises(HubError, match="exists and is public; nothing was sent"):
        push_model(publication, REPO, private=True)
    assert pushed_files(hub) == {}
    assert not hub.calls("preupload|PUT|commit")


def test_an_existing_private_repository_stays_private(hub: HubServer, publication: Publication) -> None:
    hub.make(REPO, private=True)
    push_model(publication, REPO)
    assert hub.repositories[REPO].private is True


def test_a_gitignore_that_could_thin_the_commit_is_refused(hub: HubServer, publication: Publication) -> None:
    hub.make(REPO, __gitignore=b"*.json")
    with pytest.raises(HubError, match=r"has a \.gitignore"):
        push_model(publication, REPO)
    assert not hub.calls("preupload|/commit/")


@pytest.mark.parametrize(
    ("token", "repo", "message"),
    [
        pytest.param("hf_expired", REPO, r"does not accept the token \(401\); log in \(hf auth login\)", id="401"),
        pytest.param(
            READER, REPO, r"the token may not do this \(403\); it needs the right to write to newsdesk", id="403"
        ),
        pytest.param("hf_writer", "elsewhere/tiny", r"write to elsewhere; the Hub says: .*no write access", id="other"),
    ],
)
def test_who_may_not_write_is_told_why(
    hub: HubServer, publication: Publication, monkeypatch: pytest.MonkeyPatch, token: str, repo: str, message: str
) -> None:
    monkeypatch.setenv("HF_TOKEN", token)
    with pytest.raises(HubError, match=message):
        push_model(publication, repo)
    assert hub.repositories == {}


def test_without_a_token_nothing_is_asked(
    hub: HubServer, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HF_TOKEN")
    with pytest.raises(HubError, match="no token for the Hub; log in"):
        push_model(publication, REPO)
    assert hub.requests == []


def test_offline_nothing_is_asked(hub: HubServer, publication: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(HubError, match="HF_HUB_OFFLINE"):
        push_model(publication, REPO)
    assert hub.requests == []


@pytest.mark.parametrize(
    ("call", "fault", "message"),
    [
        pytest.param(
            "PUT /lfs/", drops, r"the connection to http://127.* failed .*; nothing was committed$", id="weights"
        ),
        pytest.param("POST .*/commit/", drops, r"the connection .* failed .*; nothing was committed$", id="commit"),
        pytest.param(
            "POST .*/preupload/", drops, r"the connection .* failed .*; nothing was committed$", id="preupload"
        ),
        pytest.param(
            "PUT /lfs/", status(503), r"the Hub answered 503; run again later.*nothing was committed$", id="503"
        ),
        pytest.param(
            "POST .*/commit/", status(412), r"the branch changed meanwhile .*nothing was committed$", id="412"
        ),
        pytest.param("POST .*/commit/", status(429), r"too many requests \(429\)", id="429"),
    ],
)
def test_an_interrupted_upload_leaves_nothing_and_the_next_succeeds(
    hub: HubServer, publication: Publication, call: str, fault: Fault, message: str
) -> None:
    hub.faults = [(call, fault)]
    with pytest.raises(HubError, match=message):
        push_model(publication, REPO)
    assert pushed_files(hub) == {}
    assert len(hub.repositories[REPO].branches["main"]) == 1
    hub.faults = []
    assert push_model(publication, REPO).changed
    assert pushed_files(hub) == contents(publication.folder.path)


def test_a_lost_answer_is_not_called_nothing(hub: HubServer, publication: Publication) -> None:
    hub.faults = [("POST .*/commit/", drops_after_committing)]
    with pytest.raises(HubError, match=r"main now stands at another commit, [0-9a-f]{40}; run again"):
        push_model(publication, REPO)
    hub.faults = []
    assert push_model(publication, REPO).changed is False
    assert len(hub.repositories[REPO].branches["main"]) == 2


def test_a_hub_that_is_gone_after_the_commit_leaves_the_outcome_open(hub: HubServer, publication: Publication) -> None:
    hub.make(REPO)

    def fail_from_now_on(handler: object, length: int) -> None:
        hub.faults = [(".", drops)]
        drops(handler, length)  # type: ignore[arg-type]

    hub.faults = [("POST .*/commit/", fail_from_now_on)]
    with pytest.raises(HubError, match="whether anything was committed cannot be told"):
        push_model(publication, REPO)


def test_a_commit_of_someone_else_in_between_is_not_overwritten(hub: HubServer, publication: Publication) -> None:
    repository = hub.make(REPO)

    def someone_else(handler: object, length: int) -> None:
        hub.faults = []
        repository.add("main", "theirs", {".gitattributes": b"", "README.md": b"theirs"})
        drops(handler, length)  # type: ignore[arg-type]

    hub.faults = [("POST .*/preupload/", someone_else)]
    with pytest.raises(HubError, match=r"the branch changed meanwhile \(412\).*main now stands at another commit"):
        push_model(publication, REPO)
    assert pushed_files(hub) == {"README.md": b"theirs"}


@pytest.mark.parametrize("repo", ["tiny", "a/b/c", "../x/y", "org/", "/name", "org/na me", "org/--x", "org/x.git", ""])
def test_names_of_no_repository_are_refused(repo: str) -> None:
    with pytest.raises(UsageError, match="expected a namespace and a name"):
        check_destination(repo)


@pytest.mark.parametrize("branch", ["refs/pr/1", "a" * 40, "-x", "a..b", "x.lock", "a b", "", "x/", "@{u}"])
def test_names_of_no_branch_are_refused(branch: str) -> None:
    with pytest.raises(UsageError, match="no branch to write to"):
        check_destination(REPO, branch)


@pytest.mark.parametrize("branch", ["main", "v1", "v2.1", "feature/x", "2024-05", "deadbeef"])
def test_names_of_branches_are_taken(branch: str) -> None:
    check_destination(REPO, branch)


def test_the_command_reads_the_environment(saved: Path, repository: Path) -> None:
    """The library's variables as a user sets them, in a process of its own, through the script."""
    with serving() as server:
        environment = {
            **os.environ,
            "HF_ENDPOINT": server.url,
            "HF_HUB_OFFLINE": "0",
            "HF_HUB_DISABLE_XET": "1",
            "HF_TOKEN": "hf_writer",
        }
        command = [sys.executable, str(repository / "scripts" / "push_to_hub.py"), str(saved), REPO, "--private"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
        commit = server.repositories[REPO].branches["main"][-1]
        assert (done.returncode, done.stderr) == (0, "")
        assert (
            done.stdout
            == f"{REPO}: {len(contents(saved))} files, commit {commit.oid}\n{server.url}/{REPO}/commit/{commit.oid}\n"
        )
        assert server.repositories[REPO].private
        assert pushed_files(server) == contents(saved)
