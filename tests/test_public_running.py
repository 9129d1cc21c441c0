"""The public benchmarks end to end with a tiny random base, and what is made of several runs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import cameo, muc4, re3d, wikievents
from benchmarks.public import runs as runs_module
from benchmarks.public.examples import Example
from benchmarks.public.report import mean_interval, summarise
from benchmarks.public.runs import Run, RunFile, run_key
from benchmarks.public.scheme import Scheme, best_tag_ids, log_softmax
from benchmarks.public.sentences import SentenceTask
from benchmarks.public.tagging import Lesson, Recipe, WordTagger, fit
from benchmarks.public.task import Examples
from benchmarks.public.teaching import Teaching, choose_sentences
from frontwire.errors import UsageError
from frontwire.evaluation.counts import Counts
from frontwire.training.stages.texts import StageText
from public_files import CAMEO, NER, message, write_muc4, write_ner, write_wikievents
from tiny import save_tiny_model


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpora")
    write_ner(folder / "re3d_conll", NER, {"train": 4, "dev": 3, "test": 3})
    write_ner(folder / "cameo_ner", CAMEO, {"train": 8, "test": 2})
    write_muc4(folder / "muc4", {"train": [message(1)] * 2, "dev": [message(2)], "test": [message(3)]})
    write_wikievents(folder / "wikievents")
    return folder


@pytest.mark.parametrize(
    ("main", "name", "measure"),
    [
        pytest.param(re3d.main, "re3d", "micro", id="re3d"),
        pytest.param(cameo.main, "cameo", "micro", id="cameo"),
        pytest.param(muc4.main, "muc4", "micro", id="muc4"),
        pytest.param(wikievents.main, "wikievents", "argument_cls", id="wikievents"),
    ],
)
def test_smoke_run(
    main: Callable[[Sequence[str]], int],
    name: str,
    measure: str,
    corpora: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    output, predictions = tmp_path / "result.json", tmp_path / "predictions"
    options = ["--corpora", str(corpora), "--smoke", "--seeds", "1", "2", "--samples", "20", "--max-length", "64"]
    assert main([*options, "--device", "cpu", "--predictions", str(predictions), "-o", str(output)]) == 0
    result = json.loads(output.read_text())
    assert result["benchmark"] == name
    assert result["smoke"] is True
    assert set(result["seeds"]) == {"1", "2"}
    assert all(len(row["dev_by_epoch"]) == 1 for row in result["seeds"].values())
    assert result["test"][measure]["gold"] > 0
    assert 0 <= result["test"][measure]["f1_interval"][0] <= result["test"][measure]["f1_interval"][1] <= 1
    assert {"torch", "transformers", "python"} <= set(result["versions"])
    assert all(len(digest) == 64 for digest in result["data"]["sha256"].values())
    found = json.loads((predictions / f"{name}-1.json").read_text())
    assert len(found) == result["data"]["examples"]["test"]
    assert "figures mean nothing" in capsys.readouterr().out


def test_corpora_must_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FRONTWIRE_CORPORA", raising=False)
    with pytest.raises(UsageError, match="--corpora"):
        re3d.main(["--smoke"])


def test_wikievents_refuses_a_base_that_may_have_seen_the_test(corpora: Path) -> None:
    with pytest.raises(UsageError, match="--unseen"):
        wikievents.main(["--corpora", str(corpora), "--base", "bundled"])


def sentence(words: str, tags: str, *, number: int = 0) -> Example:
    return Example(f"s{number}", tuple(words.split()), (tuple(tags.split()),))


SENTENCES = [
    sentence("Gunmen killed guards in Alder", "B-A O B-T O O"),
    sentence("guards killed Gunmen in Ashford", "B-A O B-T O O"),
    sentence("Police stormed the old mill", "B-A O B-T I-T I-T"),
]


def exact(tagger: WordTagger) -> float:
    """Share of sentences that are tagged without a fault."""
    scheme = tagger.encoder.scheme
    tags = [[scheme.tags(0)[i] for i in best_tag_ids(log_softmax(rows))] for rows in tagger.logits(SENTENCES)]
    return sum(found == list(s.tags[0]) for found, s in zip(tags, SENTENCES, strict=True)) / len(SENTENCES)


def test_what_is_taught_is_learned() -> None:
    recipe = Recipe(
        learning_rate=5e-3, epochs=40, batch_size=3, dropout=0.0, max_length=32, device="cpu", precision="fp32"
    )
    fitted = fit("random", Scheme((("A", "T"),)), SENTENCES, recipe=recipe, seed=1, dev_score=exact)
    assert max(fitted.history) == 1.0
    assert exact(fitted.tagger) == 1.0


def test_the_best_epoch_is_kept_and_seeds_repeat(tmp_path: Path) -> None:
    scheme = Scheme((("A", "T"),))
    base = str(save_tiny_model(tmp_path))  # the vocabulary of a base made on the spot is not the same twice
    recipe = Recipe(learning_rate=1e-3, epochs=3, batch_size=2, max_length=32, device="cpu", precision="fp32")
    heads = []

    def scored(tagger: WordTagger) -> float:
        heads.append(tagger.model.classifier.bias.detach().clone())
        return [0.2, 0.9, 0.9][(len(heads) - 1) % 3]

    first = fit(base, scheme, SENTENCES, recipe=recipe, seed=5, dev_score=scored)
    assert first.tagger.model.classifier.bias.equal(heads[1])
    assert not heads[1].equal(heads[2])
    fit(base, scheme, SENTENCES, recipe=recipe, seed=5, dev_score=scored)
    assert heads[5].equal(heads[2])


def test_layers_are_taught_side_by_side() -> None:
    scheme = Scheme((("A",), ("T",)))
    words = ("Gunmen", "killed", "guards")
    both = Example("s", words, (("B-A", "O", "O"), ("B-T", "O", "B-T")))
    recipe = Recipe(
        learning_rate=1e-2, epochs=30, batch_size=1, dropout=0.0, max_length=32, device="cpu", precision="fp32"
    )

    def score(tagger: WordTagger) -> float:
        (rows,) = tagger.logits([both])
        found = [best_tag_ids(log_softmax(rows[:, columns])).tolist() for columns in scheme.slices]
        return float(found == [[1, 0, 0], [1, 0, 1]])

    assert max(fit("random", scheme, [both], recipe=recipe, seed=1, dev_score=score).history) == 1.0


def test_nothing_to_learn_from_is_refused() -> None:
    with pytest.raises(ValueError, match="0 training examples"):
        fit("random", Scheme((("A",),)), [], recipe=Recipe(), seed=1, dev_score=lambda tagger: 0.0)


# Several runs


def made_run(key: str = "k", *, rate: float = 1e-3, seed: int = 1, dev: float = 0.5, matched: int = 1) -> Run:
    counts = {"micro": [Counts(matched, 2, 2), Counts(1, 1, 1)]}
    return Run(key, rate, seed, [dev], {}, [["O"], ["O"]], counts, {"model": "random"}, "cpu, fp32", 1.0)


def test_runs_survive_their_file_form() -> None:
    run = made_run()
    assert Run.from_dict(json.loads(json.dumps(run.to_dict()))) == run


@pytest.fixture
def task() -> SentenceTask:
    return SentenceTask("t", "how", Examples(SENTENCES, SENTENCES, SENTENCES[:2], []))


def test_finished_runs_are_not_repeated(task: SentenceTask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trained = []

    def once(task: Any, base: str, recipe: Recipe, seed: int, teaching: Teaching | None) -> Run:
        trained.append(seed)
        return made_run(run_key(task, base, recipe, seed), seed=seed)

    monkeypatch.setattr(runs_module, "run_once", once)
    path = tmp_path / "r.jsonl"
    file = RunFile(path)
    first = file.get(task, "random", Recipe(), 1)
    file.get(task, "random", Recipe(), 2)
    path.write_text(path.read_text()[:-20])  # the second line was cut off by a kill
    again = RunFile(path)
    assert again.get(task, "random", Recipe(), 1) == first
    again.get(task, "random", Recipe(), 2)
    again.get(task, "random", Recipe(epochs=3), 1)
    assert trained == [1, 2, 2, 1]
    assert len(RunFile(path).done) == 3


def test_the_key_knows_the_weights_of_a_folder(task: SentenceTask, tmp_path: Path) -> None:
    keys = set()
    for content in (b"one", b"two"):
        (tmp_path / "model.safetensors").write_bytes(content)
        keys.add(run_key(task, str(tmp_path), Recipe(), 1))
    assert len(keys) == 2


def test_the_learning_rate_is_chosen_by_dev_alone(
    corpora: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def once(task: Any, base: str, recipe: Recipe, seed: int, teaching: Teaching | None) -> Run:
        good = recipe.learning_rate == 2e-4  # best on dev, worst on test
        return made_run(rate=recipe.learning_rate, seed=seed, dev=0.9 if good else 0.4, matched=0 if good else 2)

    monkeypatch.setattr(runs_module, "run_once", once)
    output = tmp_path / "r.json"
    options = ["--learning-rates", "1e-4", "2e-4", "3e-4", "--seeds", "1", "2", "-o", str(output)]
    re3d.main(["--corpora", str(corpora), *options])
    result = json.loads(output.read_text())
    assert result["recipe"]["learning_rate"] == 2e-4
    assert result["dev_by_learning_rate"] == {"0.0001": 0.4, "0.0002": 0.9, "0.0003": 0.4}
    assert result["test"]["micro"]["f1"] == pytest.approx(1 / 3, abs=1e-4)


def test_means_and_spread_over_seeds() -> None:
    row = summarise([[Counts(1, 1, 1)], [Counts(0, 1, 1)]], samples=10)
    assert (row["f1"], row["f1_sd"], row["f1_interval"]) == (0.5, pytest.approx(0.7071), [0.5, 0.5])
    assert summarise([[Counts(1, 1, 2)]], samples=0) | {"f1_interval": None} == {
        **{"f1": 0.6667, "f1_sd": None, "f1_interval": None, "precision": 1.0, "recall": 0.5},
        **{"gold": 2, "predicted": 1},
    }


def test_the_interval_draws_the_same_units_for_all_runs() -> None:
    right, wrong = Counts(1, 1, 1), Counts(0, 1, 1)
    # Two runs that are right where the other is wrong: whatever is drawn, their mean is one half.
    assert mean_interval([[right, wrong] * 10, [wrong, right] * 10], samples=200) == [0.5, 0.5]
    low, high = mean_interval([[right, wrong] * 10], samples=200) or (1.0, 0.0)
    assert low < 0.4 < 0.6 < high
    assert mean_interval([[right]], samples=0) is None
    assert mean_interval([[Counts()]], samples=5) == [0.0, 0.0]


def test_students_learn_from_teachers_of_other_seeds(
    corpora: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = str(save_tiny_model(tmp_path / "base"))
    output = tmp_path / "result.json"
    options = ["--corpora", str(corpora), "--base", base, "--seeds", "1", "2", "--samples", "20", "--max-length", "64"]
    options += ["--epochs", "1", "--batch-size", "4", "--teachers", "2", "--device", "cpu"]
    assert re3d.main([*options, "-o", str(output)]) == 0
    printed = capsys.readouterr().out
    assert printed.count("re3d: teacher") == 2  # made once, for both students
    assert json.loads(output.read_text())["recipe"]["teachers"] == 2


def test_a_student_follows_its_teachers_where_there_is_no_gold() -> None:
    scheme = Scheme((("A", "T"),))
    recipe = Recipe(
        learning_rate=5e-3, epochs=40, batch_size=3, dropout=0.0, max_length=32, device="cpu", precision="fp32"
    )
    said = []
    for example in SENTENCES:
        rows = np.full((len(example.words), scheme.size), 0.01, dtype=np.float32)
        for word, tag in enumerate(example.tags[0]):
            rows[word, scheme.tags(0).index(tag)] = 0.96
        blank = Example(example.id, example.words, (("O",) * len(example.words),))
        said.append(Lesson(blank, rows, gold=False))
    fitted = fit("random", scheme, SENTENCES, recipe=recipe, seed=1, dev_score=exact, lessons=said)
    assert exact(fitted.tagger) == 1.0
    told = fit(
        "random",
        scheme,
        SENTENCES,
        recipe=dataclasses.replace(recipe, teacher_weight=0.0),
        seed=1,
        dev_score=exact,
        lessons=[dataclasses.replace(lesson, gold=True) for lesson in said],
    )
    assert max(told.history) == 0.0  # gold says that there is nothing


def test_fresh_layers_forget_the_base(tmp_path: Path) -> None:
    base = str(save_tiny_model(tmp_path))
    recipe = Recipe(learning_rate=0.0, epochs=1, batch_size=3, max_length=32, device="cpu", precision="fp32")
    scheme = Scheme((("A", "T"),))
    states = []
    for layers in (0, 1):
        changed = dataclasses.replace(recipe, fresh_layers=layers)
        states.append(fit(base, scheme, SENTENCES, recipe=changed, seed=1, dev_score=exact).tagger.model.state_dict())
    kept, fresh = states
    weights = [name for name in kept if name.endswith("output.dense.weight")]
    last = weights[-1].split(".layer.")[1].split(".")[0]
    assert {name for name in weights if not kept[name].equal(fresh[name])} == {
        name for name in weights if f".layer.{last}." in name
    }
    with pytest.raises(ValueError, match="fresh layers"):
        fit(base, scheme, SENTENCES, recipe=dataclasses.replace(recipe, fresh_layers=99), seed=1, dev_score=exact)


def test_unlabelled_sentences_come_from_all_sources_in_turn() -> None:
    texts = [
        StageText("x1", "a", "Gunmen killed two guards here. Police stormed the old mill. Too short."),
        StageText("y1", "b", "Rebels shelled the village at dawn."),
    ]
    chosen = choose_sentences(texts, 1000, 2)
    assert sorted(example.id for example in chosen) == ["x1#0", "x1#1", "y1#0"]
    assert all(example.tags == (("O",) * len(example.words),) * 2 for example in chosen)
    first = choose_sentences(texts, 6, 1)
    assert {example.id[0] for example in first} == {"x", "y"}
    assert first == choose_sentences(texts, 6, 1)
