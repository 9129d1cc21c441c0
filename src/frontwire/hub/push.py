"""Publishing a checked model folder: one commit with everything, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from frontwire.errors import HubError, UsageError
from frontwire.hub.checks import Publication
from frontwire.hub.download import is_hub_id
from frontwire.hub.messages import explain, hub_errors
from frontwire.model.folder import ALLOWED_FILES
from frontwire.version import __version__

if TYPE_CHECKING:
    from huggingface_hub import HfApi
    from huggingface_hub.hf_api import ModelInfo

DEFAULT_BRANCH: Final = "main"
#: What git allows in a branch name, less what the Hub keeps for itself (``refs/``) and what reads as a commit hash.
_BRANCH: Final = re.compile(r"(?!refs/|-|.*(?:\.\.|//|@\{|\.lock$|[/.]$))(?![0-9a-f]{40}$)[\w./@+-]+")
#: Made by the Hub itself.
_OF_THE_HUB: Final = frozenset((".gitattributes",))


@dataclass(frozen=True, slots=True)
class Pushed:
    """Where a model now is. ``changed`` is False where the Hub had the same files already and no commit was made.

    ``others`` names files of the repository that are none of a model folder's and were left alone.
    """

    url: str
    commit: str
    changed: bool
    others: tuple[str, ...] = ()


def check_destination(repo_id: str, revision: str | None = None) -> None:
    """Raise :class:`~frontwire.errors.UsageError` unless the names can be those of a repository and a branch."""
    if not is_hub_id(repo_id):
        raise UsageError(f"{repo_id!r} is no repository; expected a namespace and a name, as in org/name")
    if revision is not None and not _BRANCH.fullmatch(revision):
        raise UsageError(f"--revision {revision!r} is no branch to write to; expected a name as in v1 or main")


def commit_message(publication: Publication) -> str:
    """The message of a push that is given none: name and version of the model."""
    return f"{publication.folder.name} {publication.folder.version}"


def push_model(
    publication: Publication,
    repo_id: str,
    *,
    private: bool = False,
    revision: str | None = None,
    message: str | None = None,
) -> Pushed:
    """Send a model folder to the Hub repository ``repo_id``, to the branch ``revision`` (``main``), which is made if absent.

    All files arrive in one commit on top of the one seen at the start, or none do. Files of a model folder that an older
    commit has and this folder lacks are deleted in the same commit; others are left alone. What remains after a failure is
    at most an empty repository (or a branch equal to ``main``) and uploaded contents that no commit names.

    ``private`` makes a new repository private; where one exists and is public, nothing is sent.

    Raises:
        UsageError: Names that cannot be a repository or branch.
        HubError: Offline, no token, no permission, or the Hub cannot be reached.
    """
    from huggingface_hub import HfApi, get_token, is_offline_mode

    check_destination(repo_id, revision)
    if is_offline_mode():
        raise HubError(f"{repo_id}: offline mode is on (HF_HUB_OFFLINE); unset it to publish")
    if get_token() is None:
        raise HubError(
            f"{repo_id}: there is no token for the Hub; log in (hf auth login) or set HF_TOKEN to one that may write"
        )
    api = HfApi(library_name="frontwire", library_version=__version__)
    branch = revision or DEFAULT_BRANCH
    before = _prepare(api, repo_id, branch, private=private)
    operations, others = _operations(publication, before, repo_id)
    try:
        commit = api.create_commit(
            repo_id,
            operations,
            commit_message=message or commit_message(publication),
            revision=branch,
            parent_commit=before.sha,
        )
    except Exception as error:  # of the library, its HTTP client or the disk
        state = _state(api, repo_id, branch, before.sha)
        raise HubError(f"{repo_id}: {explain(error, repo_id=repo_id, revision=branch)}; {state}") from error
    return Pushed(commit.commit_url, commit.oid, changed=commit.oid != before.sha, others=others)


def _prepare(api: HfApi, repo_id: str, branch: str, *, private: bool) -> ModelInfo:
    """Make repository and branch where they are absent, and tell the branch's state."""
    with hub_errors(repo_id, revision=branch):
        api.create_repo(repo_id, private=private or None, exist_ok=True)
        info = api.model_info(repo_id)
        if private and not info.private:
            raise HubError(
                f"{repo_id}: the repository exists and is public; nothing was sent; make it private in its settings first, or "
                "push without --private"
            )
        if branch != DEFAULT_BRANCH:
            api.create_branch(repo_id, branch=branch, exist_ok=True)
        return api.model_info(repo_id, revision=branch)


def _operations(publication: Publication, before: ModelInfo, repo_id: str) -> tuple[list[Any], tuple[str, ...]]:
    """What the commit is made of, and the repository's files that it does not touch."""
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

    present = {sibling.rfilename for sibling in before.siblings or ()}
    if ".gitignore" in present:  # the Hub would leave the files it names out of the commit, without a word
        raise HubError(
            f"{repo_id}: the repository has a .gitignore, which can keep files out of a commit; delete it first"
        )
    stale = sorted((present & ALLOWED_FILES) - publication.files.keys())
    others = tuple(sorted(present - ALLOWED_FILES - _OF_THE_HUB))
    additions = [
        CommitOperationAdd(path_in_repo=name, path_or_fileobj=publication.folder.path / name)
        for name in publication.files
    ]
    return [*additions, *(CommitOperationDelete(path_in_repo=name) for name in stale)], others


def _state(api: HfApi, repo_id: str, branch: str, before: str | None) -> str:
    """What can be said of the repository after a commit that failed: its answer may have been lost on the way."""
    try:
        now = api.model_info(repo_id, revision=branch).sha
    except Exception:  # whatever hinders the question, the answer is the same
        return "whether anything was committed cannot be told; run again, the same files make no second commit"
    if now == before:
        return "nothing was committed"
    return f"{branch} now stands at another commit, {now}; run again, the same files make no second commit"
