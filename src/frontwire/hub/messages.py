"""What the Hub's refusals mean and what to do about them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from frontwire.errors import HubError

_LOG_IN: Final = "log in (hf auth login) or set HF_TOKEN"


@contextmanager
def hub_errors(repo_id: str, *, revision: str | None = None) -> Iterator[None]:
    """Turn whatever the library raises inside into a :class:`~frontwire.errors.HubError` that names the repository."""
    try:
        yield
    except HubError:
        raise
    except Exception as error:  # the library's own errors, those of its HTTP client and of the disk share no base
        raise HubError(f"{repo_id}: {explain(error, repo_id=repo_id, revision=revision)}") from error


def explain(error: BaseException, *, repo_id: str, revision: str | None = None) -> str:
    """One phrase on why a call to the Hub failed and what to do."""
    from huggingface_hub import constants
    from huggingface_hub.errors import (
        GatedRepoError,
        HfHubHTTPError,
        LocalEntryNotFoundError,
        OfflineModeIsEnabled,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )

    cause = error.__cause__
    if isinstance(cause, Exception) and isinstance(error, LocalEntryNotFoundError | RuntimeError):
        return explain(cause, repo_id=repo_id, revision=revision)  # wrapped: "not in the cache", "while uploading"
    if isinstance(error, OfflineModeIsEnabled):
        return "offline mode is on (HF_HUB_OFFLINE); unset it to reach the Hub"
    if isinstance(error, GatedRepoError):
        return (
            f"the repository is gated; ask for access at {constants.ENDPOINT}/{repo_id}, {_LOG_IN} with the account that was "
            "given it, and run again"
        )
    if isinstance(error, RevisionNotFoundError):
        return f"the repository has no revision {revision or 'main'!r}; expected a branch, a tag or a commit hash"
    if isinstance(error, HfHubHTTPError):
        status = error.response.status_code
        said = f"; the Hub says: {' '.join(error.server_message.split())}" if error.server_message else ""
        if isinstance(error, RepositoryNotFoundError) or status == 404:
            return (
                "the Hub has no such model, or it is private and the token does not reach it; check the name, or "
                f"{_LOG_IN} with an account that may see it"
            )
        if status == 401:
            return f"the Hub does not accept the token (401); {_LOG_IN} with a valid one{said}"
        if status == 403:
            return f"the token may not do this (403); it needs the right to write to {repo_id.split('/')[0]}{said}"
        if status == 412:
            return f"the branch changed meanwhile (412); run again{said}"
        if status == 429:
            return f"too many requests (429); wait some minutes and run again{said}"
        return f"the Hub answered {status}; {'run again later' if status >= 500 else 'expected success'}{said}"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'a file'}: {error.strerror}"
    what = " ".join(str(error).split()) or type(error).__name__
    # Which HTTP client the library stands on changes between its versions (httpx, httpx2).
    if isinstance(error, ConnectionError) or type(error).__module__.startswith("httpx"):
        return f"the connection to {constants.ENDPOINT} failed ({what}); check the network and run again"
    return what
