"""A whole run: blocks through the predictor into a file that can be resumed, or into a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from frontwire.corpora.articles import Entry, FieldNames, InputFile, read_articles
from frontwire.corpora.jsonl import read_jsonl
from frontwire.errors import OutputError, ResumeError
from frontwire.export import document_line, rejection_line, write_table
from frontwire.pipeline.blocks import StreamDigest, iter_blocks
from frontwire.pipeline.checkpoint import Checkpoint, Progress, writing
from frontwire.pipeline.console import Console
from frontwire.pipeline.destination import Destination
from frontwire.pipeline.identity import run_identity
from frontwire.pipeline.processing import Predictor, process_block
from frontwire.schema import Document, RejectedArticle
from frontwire.text.language import is_foreign


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be read, and how. ``options`` are those of the predictor that decide the output, for resuming."""

    files: Sequence[InputFile]
    names: FieldNames = field(default_factory=FieldNames)
    default_date: str | None = None
    strict_language: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)

    def identity(self) -> dict[str, Any]:
        """All but the model that decides the bytes of the result."""
        own = {
            "fields": list(self.names.known()),
            "date": self.default_date,
            "strict_language": self.strict_language,
        }
        return run_identity(self.files, {**own, **self.options})

    def entries(self) -> Iterator[Entry]:
        return read_articles(self.files, names=self.names, default_date=self.default_date)


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of a finished run; ``foreign`` documents are in another language than English."""

    documents: int
    events: int
    rejected: int
    foreign: int

    @classmethod
    def of(cls, progress: Progress) -> Summary:
        return cls(progress.documents, progress.events, progress.rejected, progress.foreign)


def extract_to_file(
    job: Job,
    load: Callable[[], Predictor],
    destination: Destination,
    *,
    resume: bool = False,
    console: Console | None = None,
) -> Summary:
    """Run a job into ``destination.path``, which appears whole at the end or not at all.

    The predictor is loaded after all that can fail without it. After a failure or a kill the finished blocks lie beside
    the output (see :mod:`frontwire.pipeline.checkpoint`); with ``resume`` the run goes on behind them, without it they
    are discarded. On resuming the input is read again from its start, since what stood there decides on duplicate ids
    and block borders; only the predictor's work is saved.

    Raises:
        ResumeError: Inputs, options, model or version are not those of the unfinished run.
        OutputError: A file cannot be written.
        KeyboardInterrupt: With a message that says what is kept.
    """
    if destination.path is None:
        raise ValueError("a destination without path is standard output; use extract_to_stream")
    console = console or Console()
    with closing(Checkpoint.open(destination.path)) as checkpoint:
        journal = checkpoint.unfinished() if resume else None
        identity = job.identity()
        if journal is not None:
            checkpoint.check(journal, identity)
        predictor = load()
        identity["model"] = predictor.fingerprint
        if journal is not None:
            checkpoint.check(journal, identity)
            checkpoint.resume(journal, identity)
            console.note(f"going on after {_articles(checkpoint.progress)} of {destination.path.name}")
        else:
            if checkpoint.journal_path.exists():
                console.note(f"discarding an unfinished run of {destination.path.name} (--resume goes on with one)")
            checkpoint.begin(identity)
        try:
            if not checkpoint.progress.complete:
                _work(job, predictor, checkpoint, console, print_rejections=destination.errors is None)
            console.close()
            table = None if destination.format == "jsonl" else _converter(destination.format)
            checkpoint.finish(errors=destination.errors, convert=table)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(_what_is_kept(checkpoint)) from None
        return Summary.of(checkpoint.progress)


def extract_to_stream(
    job: Job,
    predictor: Predictor,
    stream: IO[bytes],
    *,
    errors: Path | None = None,
    console: Console | None = None,
) -> Summary:
    """Run a job into a binary stream, JSON Lines, flushed after every block; there is nothing to resume.

    The errors file appears whole at the end or not at all. A closed pipe raises :class:`BrokenPipeError`, any other
    fault of writing :class:`OutputError`.
    """
    console = console or Console()
    progress = Progress()
    with _errors_file(errors) as write_rejections:
        for block in iter_blocks(job.entries()):
            results = process_block(block, predictor, strict_language=job.strict_language)
            _count(results, progress, console, print_rejections=errors is None)
            documents, rejections = _lines(results)
            try:
                stream.write(documents)
                stream.flush()
            except BrokenPipeError:
                raise
            except OSError as error:
                raise OutputError(f"cannot write the result: {error.strerror or error}") from None
            write_rejections(rejections)
            console.advance(len(block))
    return Summary.of(progress)


@contextmanager
def _errors_file(path: Path | None) -> Iterator[Callable[[bytes], None]]:
    """What takes the rejections of a stream; ``path`` appears when the block ends well, else nothing of it stays."""
    if path is None:
        yield lambda _: None
        return
    partial = path.with_name(path.name + ".partial")
    with writing(path):
        stream = partial.open("wb")

    def write(rejections: bytes) -> None:
        with writing(path):
            stream.write(rejections)

    try:
        yield write
        with writing(path):
            stream.close()
            partial.replace(path)
    finally:
        with suppress(OSError):  # a full disk fails here again
            stream.close()
        partial.unlink(missing_ok=True)


def _work(job: Job, predictor: Predictor, checkpoint: Checkpoint, console: Console, *, print_rejections: bool) -> None:
    progress = checkpoint.progress
    digest = StreamDigest()
    done, read = progress.blocks, 0
    _compare(progress, digest, at=0, done=done)
    for block in iter_blocks(job.entries()):
        read += 1
        digest.update(block)
        if read <= done:
            _compare(progress, digest, at=read, done=done)
            console.advance(len(block))
            continue
        results = process_block(block, predictor, strict_language=job.strict_language)
        _count(results, progress, console, print_rejections=print_rejections)
        progress.blocks = read
        progress.stream = digest.hexdigest()
        checkpoint.append(*_lines(results))
        console.advance(len(block))
    if read < done:
        raise ResumeError(f"the input ends after {read} blocks, but {done} were done; it changed since, start again")


def _compare(progress: Progress, digest: StreamDigest, *, at: int, done: int) -> None:
    """At the border between the blocks done and those to do: what was read again must be what was read then."""
    if at == done > 0 and digest.hexdigest() != progress.stream:
        raise ResumeError(
            "the input reads otherwise than before (standard input, or a library that extracts text, changed); "
            "start again without --resume"
        )


def _count(
    results: Sequence[Document | RejectedArticle], progress: Progress, console: Console, *, print_rejections: bool
) -> None:
    for result in results:
        if isinstance(result, RejectedArticle):
            progress.rejected += 1
            if print_rejections:
                console.rejected(result)
            continue
        progress.documents += 1
        progress.events += len(result.events)
        if is_foreign(result.language):
            progress.foreign += 1
            if progress.foreign == 1:
                console.note(
                    f"warning: document {result.id!r} is in another language than English ({result.language}); what is "
                    "found in such texts is not reliable (field language tells them, --strict-language refuses them)"
                )


def _lines(results: Sequence[Document | RejectedArticle]) -> tuple[bytes, bytes]:
    documents = b"".join(document_line(result) for result in results if isinstance(result, Document))
    errors = b"".join(rejection_line(result) for result in results if isinstance(result, RejectedArticle))
    return documents, errors


def _converter(format: str) -> Callable[[Path, Path], None]:
    def convert(jsonl: Path, target: Path) -> None:
        write_table(read_jsonl(jsonl), target, format)

    return convert


def _what_is_kept(checkpoint: Checkpoint) -> str:
    if checkpoint.progress.blocks == 0:
        return "interrupted before the first block was done; nothing is kept"
    return f"interrupted; {_articles(checkpoint.progress)} are kept, the same command with --resume goes on"


def _articles(progress: Progress) -> str:
    count = progress.documents + progress.rejected
    return f"{count} article" if count == 1 else f"{count} articles"
