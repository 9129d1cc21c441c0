"""Models from a local Hub: which files come, from which commit, and what is said where none come."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontwire import Extractor
from frontwire.errors import HubError, LabelMismatchError, ModelLoadError, UsageError
from frontwire.hub.checks import check_publication
from frontwire.hub.download import is_hub_id, open_model
from frontwire.hub.push import push_model
from frontwire.model.folder import open_model_folder
from hub_connection import connected, drops, status
from hub_server import READER, Commit, Fault, HubServer, Repository
from publishable import save_publishable_model

REPO = "newsdesk/tiny"
SENTENCE = "Gunmen killed three policemen in Lashkar Gah on Tuesday."


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_publishable_model(tmp_path_factory.mktemp("saved") / "model")


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[HubServer]:
    monkeypatch.chdir(tmp_path)
    with connected(monkeypatch, tmp_path / "cache") as server:
        yield server


@pytest.fixture
def published(hub: HubServer, saved: Path) -> Repository:
    repository = hub.make(REPO, pytorch_model__bin=b"\x80\x04N.", modeling__py=b"raise SystemExit")
    add(repository, saved)
    return repository


def add(repository: Repository, folder: Path, *, branch: str = "main", **changes: object) -> Commit:
    """Commit a folder, with changes of its config."""
    files = dict(repository.branches["main"][0].files) | {path.name: path.read_bytes() for path in folder.iterdir()}
    files["config.json"] = json.dumps({**json.loads(files["config.json"]), **changes}).encode()
    return repository.add(branch, "model", files)


def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)


def test_only_the_files_of_a_model_folder_come_all_of_one_commit(
    hub: HubServer, published: Repository, saved: Path
) -> None:
    folder = open_model(REPO)
    head = published.branches["main"][-1]
    assert {path.name: path.read_bytes() for path in folder.path.iterdir()} == {
        **{path.name: path.read_bytes() for path in saved.iterdir()},
        "config.json": head.files["config.json"],
    }
    assert (folder.name, folder.version, folder.repository, folder.revision) == ("tiny", "1", REPO, head.oid)
    assert not hub.calls("pytorch_model|modeling")
    assert {call.split("/resolve/")[1].split("/")[0] for call in hub.calls("/resolve/")} == {head.oid}


def test_documents_record_repository_and_commit(published: Repository) -> None:
    extractor = Extractor.from_pretrained(REPO, device="cpu", precision="fp32")
    document = extractor(SENTENCE)
    oid = published.branches["main"][-1].oid
    assert document.model == {"name": "tiny", "version": "1", "repository": REPO, "revision": oid}
    assert document.to_dict()["model"] == document.model


@pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")  # of the library's call of its HTTP client
def test_what_was_pushed_comes_back_the_same(hub: HubServer, saved: Path) -> None:
    pushed = push_model(check_publication(saved), REPO)
    folder = open_model(REPO)
    assert folder.revision == pushed.commit
    assert folder.fingerprint() == open_model_folder(saved).fingerprint()


def test_a_copy_in_the_cache_serves_without_a_call(hub: HubServer, published: Repository, saved: Path) -> None:
    first = open_model(REPO)
    add(published, saved, frontwire={"name": "newer"})
    hub.requests.clear()
    assert open_model(REPO) == first
    assert open_model(REPO, revision=first.revision) == first
    assert hub.requests == []


def test_a_named_branch_is_looked_up_each_time(hub: HubServer, published: Repository, saved: Path) -> None:
    first = open_model(REPO, revision="main")
    newer = add(published, saved, frontwire={"name": "newer"})
    assert (first.name, open_model(REPO, revision="main").name) == ("tiny", "newer")
    assert open_model(REPO).revision == newer.oid
    hub.faults = [(".", status(503))]
    assert open_model(REPO, revision="main").revision == newer.oid  # the cache stands in


@pytest.mark.parametrize("by", ["branch", "hash"])
def test_a_revision_is_pinned(published: Repository, saved: Path, by: str) -> None:
    old = published.branches["main"][-1]
    published.branches["v1"] = list(published.branches["main"])
    add(published, saved, frontwire={"name": "newer"})
    folder = open_model(REPO, revision="v1" if by == "branch" else old.oid)
    assert (folder.name, folder.revision) == ("tiny", old.oid)


def test_a_folder_of_that_name_comes_first(hub: HubServer, published: Repository, tmp_path: Path) -> None:
    save_publishable_model(tmp_path / REPO)
    folder = open_model(REPO)
    assert (folder.path, folder.repository, folder.revision) == (Path(REPO), None, None)
    assert hub.requests == []


@pytest.mark.parametrize("way", ["environment", "argument"])
def test_offline_the_cache_serves(
    hub: HubServer, published: Repository, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    expected = open_model(REPO)
    hub.requests.clear()
    if way == "environment":
        offline(monkeypatch)
    for revision in (None, "main", expected.revision):
        assert open_model(REPO, revision=revision, local_files_only=way == "argument") == expected
    assert hub.requests == []


@pytest.mark.parametrize(
    ("way", "message"),
    [
        pytest.param(
            "environment", r"no folder 'newsdesk/tiny', the Hub's cache .*offline mode is on \(HF_HUB_OFF", id="env"
        ),
        pytest.param(
            "argument", r"does not hold this model whole.*local_files_only is set; fetch it once", id="argument"
        ),
    ],
)
def test_offline_without_a_copy_is_told(
    hub: HubServer, published: Repository, monkeypatch: pytest.MonkeyPatch, way: str, message: str
) -> None:
    if way == "environment":
        offline(monkeypatch)
    with pytest.raises(HubError, match=message):
        open_model(REPO, local_files_only=way == "argument")
    assert hub.requests == []


def test_half_a_copy_is_none_offline_and_made_whole_online(
    hub: HubServer, published: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.faults = [("GET .*model.safetensors", status(404))]
    with pytest.raises(HubError):
        open_model(REPO)
    hub.faults = []
    with pytest.raises(HubError, match="does not hold this model whole"):
        open_model(REPO, local_files_only=True)
    assert open_model(REPO).revision == published.branches["main"][-1].oid


@pytest.mark.parametrize("call", ["/resolve/", "GET /api/models/"])
def test_a_gated_repository_says_what_to_do(
    hub: HubServer, published: Repository, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    monkeypatch.setenv("HF_TOKEN", READER)
    published.gated = True
    if call != "/resolve/":
        hub.faults = [(call, status(403, X_Error_Code="GatedRepo"))]
    with pytest.raises(HubError, match=f"gated; ask for access at {hub.url}/{REPO}, log in .*HF_TOKEN.*and run again"):
        open_model(REPO)
    monkeypatch.setenv("HF_TOKEN", "hf_writer")
    hub.faults = []
    assert open_model(REPO).repository == REPO


@pytest.mark.parametrize(
    ("model", "revision", "message"),
    [
        pytest.param(
            "newsdesk/none", None, "no such model, or it is private and the token does not reach it", id="unknown"
        ),
        pytest.param("newsdesk/secret", None, "no such model, or it is private", id="private"),
        pytest.param(REPO, "v9", "has no revision 'v9'; expected a branch, a tag or a commit hash", id="revision"),
        pytest.param(REPO, "0" * 40, "has no revision '0{40}'", id="hash"),
    ],
)
def test_what_the_hub_lacks(
    hub: HubServer,
    published: Repository,
    monkeypatch: pytest.MonkeyPatch,
    model: str,
    revision: str | None,
    message: str,
) -> None:
    hub.make("newsdesk/secret", private=True)
    monkeypatch.setenv("HF_TOKEN", READER)
    with pytest.raises(HubError, match=f"{model}: .*{message}"):
        open_model(model, revision=revision)


@pytest.mark.parametrize(
    ("call", "fault", "message"),
    [
        pytest.param("GET /api", drops, "the connection to http://127.* failed", id="dropped at once"),
        pytest.param("GET .*/resolve/.*safetensors", drops, "the connection to http://127.* failed", id="dropped file"),
        pytest.param("GET /api", status(503), "the Hub answered 503; run again later", id="503"),
        pytest.param("GET /api", status(401), r"does not accept the token \(401\)", id="401"),
    ],
)
def test_a_hub_that_fails(hub: HubServer, published: Repository, call: str, fault: Fault, message: str) -> None:
    hub.faults = [(call, fault)]
    with pytest.raises(HubError, match=message):
        open_model(REPO)
    hub.faults = []
    assert open_model(REPO).repository == REPO


def test_a_hub_that_is_not_there(hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:1")
    with pytest.raises(HubError, match=r"the connection to http://127\.0\.0\.1:1 failed"):
        open_model(REPO)


def test_a_repository_of_pickles_is_refused_and_they_are_not_fetched(hub: HubServer, published: Repository) -> None:
    del published.branches["main"][-1].files["model.safetensors"]
    with pytest.raises(ModelLoadError, match=r"newsdesk/tiny \(commit .*\) lacks model.safetensors.*pickles"):
        open_model(REPO)
    assert not hub.calls("pytorch_model")


def test_a_model_of_other_labels_is_refused(published: Repository, saved: Path) -> None:
    add(published, saved, id2label={"0": "O", "1": "B-PER", "2": "I-PER"})
    with pytest.raises(LabelMismatchError, match="B-PER"):
        open_model(REPO)


def test_a_tagger_from_elsewhere_is_named_by_its_repository(published: Repository, saved: Path) -> None:
    add(published, saved, frontwire=None)
    assert open_model(REPO).name == REPO


@pytest.mark.parametrize("model", [None, "models", Path("org/name"), "no/such/model"], ids=str)
def test_only_hub_models_have_revisions(hub: HubServer, tmp_path: Path, model: str | Path | None) -> None:
    (tmp_path / "models").mkdir()
    with pytest.raises(UsageError, match="only models of the Hub"):
        open_model(model, revision="main")
    assert hub.requests == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("org/name", True),
        ("Org-1/na.me_2", True),
        ("name", False),
        ("a/b/c", False),
        ("./name", False),
        ("../name", False),
        ("/name", False),
        ("org/", False),
        ("org/na me", False),
        ("C:\\models/x", False),
        ("", False),
    ],
)
def test_hub_ids_are_told_from_paths(name: str, expected: bool) -> None:
    assert is_hub_id(name) is expected
