"""What the public benchmarks teach, predict and count, on small files of invented sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import cameo, re3d, wikievents
from benchmarks.public.arguments import CONTEXT_WORDS, MARK, ArgumentTask, EventArguments, read_arguments, type_words
from benchmarks.public.examples import Example
from benchmarks.public.roles import Candidate, RoleDocument, RoleTask, read_roles, scored_entities
from benchmarks.public.scheme import Scheme, tags_to_spans
from benchmarks.public.sentences import SentenceTask, read_sentences
from benchmarks.public.task import Task, total
from frontwire.errors import DataError, RecordError
from frontwire.evaluation.counts import Counts
from frontwire.evaluation.role_entities import MUC4_ROLES
from public_files import CAMEO, MESSAGE, NER, WORDS, message, write_muc4, write_ner, write_wikievents


def certain(scheme: Scheme, examples: list[Example]) -> list[np.ndarray]:
    """Logits that say the tags of the examples with certainty."""
    made = []
    for example in examples:
        rows = np.full((len(example.words), scheme.size), -9, dtype=np.float32)
        for layer, (columns, tags) in enumerate(zip(scheme.slices, example.tags, strict=True)):
            ids = {tag: i for i, tag in enumerate(scheme.tags(layer))}
            for word, tag in enumerate(tags):
                rows[word, columns.start + ids[tag]] = 9
        made.append(rows)
    return made


def scores_of_gold(task: Task) -> dict[str, Counts]:
    settings = task.tune(certain(task.scheme, task.examples.dev))
    predicted = task.predict("test", certain(task.scheme, task.examples.test), settings)
    return {name: total(counts) for name, counts in task.count("test", predicted).items()}


# Sentences


def test_sentences_keep_tokens_and_tags_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "test.txt"
    path.write_text("Reed I-Person\nleft\tO\n\n\n12 B-Quantity", encoding="utf-8")
    first, second = read_sentences(path)
    assert (first.words, first.tags) == (("Reed", "left"), (("I-Person", "O"),))
    assert (second.id, second.words) == ("test-0001", ("12",))


def test_a_line_that_is_no_token_and_tag_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "test.txt"
    path.write_text("Reed B-Person\nleft O O\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"line 2 of .*3 fields"):
        read_sentences(path)


def test_re3d_parts_are_the_files(tmp_path: Path) -> None:
    write_ner(tmp_path / "re3d_conll", NER, {"train": 3, "dev": 2, "test": 3})
    task = SentenceTask("re3d", "", re3d.read(tmp_path / "re3d_conll"))
    assert [len(part) for part in (task.examples.train, task.examples.dev, task.examples.test)] == [3, 2, 3]
    assert task.scheme.layers == (("Location", "Organisation", "Person"),)
    scores = scores_of_gold(task)
    assert scores["micro"] == Counts(6, 6, 6)
    assert scores["Location"] == Counts(3, 3, 3)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    write_ner(tmp_path / "re3d_conll", NER, {"train": 3, "dev": 2})
    with pytest.raises(DataError, match=r"test\.txt is not there"):
        re3d.read(tmp_path / "re3d_conll")


def test_cameo_dev_is_taken_out_of_train(tmp_path: Path) -> None:
    write_ner(tmp_path / "cameo_ner", CAMEO, {"train": 40, "test": 2})
    examples = cameo.read(tmp_path / "cameo_ner")
    train, dev = ({example.id for example in part} for part in (examples.train, examples.dev))
    assert (len(train), len(dev), train & dev) == (34, 6, set())


def test_gold_of_labels_that_training_lacks_counts_as_missed() -> None:
    known, other = Example("a", ("x",), (("B-A",),)), Example("b", ("y",), (("B-Z",),))
    task = SentenceTask("t", "", re3d.Examples([known], [known], [other], []))
    scores = {name: total(counts) for name, counts in task.count("test", [["O"]]).items()}
    assert scores == {"micro": Counts(0, 0, 1), "Z": Counts(0, 0, 1)}


def test_a_cut_prediction_is_refused() -> None:
    sentence = Example("a", ("x", "y"), (("B-A", "O"),))
    task = SentenceTask("t", "", re3d.Examples([sentence], [], [sentence], []))
    with pytest.raises(ValueError, match="1 tags for 2 tokens"):
        task.count("test", [["B-A"]])


def test_learned_tags_are_strict_and_scored_ones_untouched() -> None:
    loose = Example("a", ("x", "y"), (("I-A", "I-A"),))
    task = SentenceTask("t", "", re3d.Examples([loose], [], [loose], []))
    assert task.examples.train[0].tags == (("B-A", "I-A"),)
    assert task.examples.test[0].tags == (("I-A", "I-A"),)


# Role-filler entities


@pytest.fixture
def roles(tmp_path: Path) -> RoleTask:
    empty: dict[str, Any] = {role: [] for role in MUC4_ROLES}
    quiet = message(3, "the mayor spoke about the harvest.", empty)
    write_muc4(tmp_path / "muc4", {"train": [message(1), quiet], "dev": [message(2)], "test": [message(4), quiet]})
    return RoleTask("", *read_roles(tmp_path))


def test_every_occurrence_of_every_name_is_taught(roles: RoleTask) -> None:
    example = roles.examples.train[0]
    spans = {
        role: [" ".join(example.words[a:b]) for _, a, b in tags_to_spans(tags)]
        for role, tags in zip(MUC4_ROLES, example.tags, strict=True)
    }
    assert spans == {
        "PerpInd": ["members of the red column"],
        "PerpOrg": ["red column", "red column"],
        "Target": ["iron bridge", "bridge"],
        "Victim": [],
        "Weapon": ["dynamite", "dynamite"],
    }


def test_the_first_name_of_an_entity_alone_is_taught(roles: RoleTask) -> None:
    example, lost = roles.documents["test"][0].example(names="first")
    target = example.tags[MUC4_ROLES.index("Target")]
    assert [" ".join(example.words[a:b]) for _, a, b in tags_to_spans(target)] == ["iron bridge"]
    assert lost == 0


def test_a_name_inside_a_word_is_counted_as_lost() -> None:
    document = RoleDocument("d", "guncarriage", {role: [] for role in MUC4_ROLES} | {"Weapon": [["gun"]]})
    example, lost = document.example()
    assert lost == 1
    assert set(example.tags[MUC4_ROLES.index("Weapon")]) == {"O"}


def test_gold_tags_give_all_entities(roles: RoleTask) -> None:
    scores = scores_of_gold(roles)
    assert scores["micro"] == Counts(4, 4, 4)
    assert scores["Victim"] == Counts(0, 0, 0)


def test_predictions_have_one_name_an_entity(roles: RoleTask) -> None:
    settings = {"merge": "words", "pool": "any", "thresholds": dict.fromkeys(MUC4_ROLES, 0.5)}
    first, quiet = roles.predict("test", certain(roles.scheme, roles.examples.test), settings)
    assert first["Target"] == [["iron bridge"]]
    assert first["PerpOrg"] == [["red column"]]
    assert not any(quiet.values())


def test_thresholds_drop_what_dev_says_is_wrong(roles: RoleTask) -> None:
    logits = certain(roles.scheme, roles.examples.dev)
    words = MESSAGE.replace(".", " .").split()
    victim = roles.scheme.slices[MUC4_ROLES.index("Victim")]
    wrong = words.index("bridge")
    logits[0][wrong, victim] = [0.0, 0.5, -9.0]  # tagged with a probability of about 0.6
    assert roles.predict("dev", logits, roles.tune(logits))[0]["Victim"] == []
    sure = {"merge": "name", "pool": "highest", "thresholds": dict.fromkeys(MUC4_ROLES, 0.5)}
    assert roles.predict("dev", logits, sure)[0]["Victim"] == [["bridge"]]


@pytest.mark.parametrize(
    ("merge", "expected"),
    [
        pytest.param("name", ["red column", "column", "armed column of the red"], id="name"),
        pytest.param("head", ["red column", "armed column of the red"], id="head"),
        pytest.param("words", ["red column"], id="words"),
    ],
)
def test_names_are_joined(merge: str, expected: list[str]) -> None:
    spans = [
        Candidate("red column", 0.9),
        Candidate("column", 0.4),
        Candidate("The red column", 0.5),
        Candidate("armed column of the red", 0.3),
    ]
    assert [entity.name for entity in scored_entities(spans, merge=merge, pool="highest")] == expected


@pytest.mark.parametrize(
    ("pool", "name", "score"),
    [pytest.param("highest", "bridge", 0.6, id="highest"), pytest.param("any", "iron bridge", 0.9, id="any")],
)
def test_scores_are_pooled(pool: str, name: str, score: float) -> None:
    spans = [Candidate("iron bridge", 0.5), Candidate("Iron bridge", 0.5), Candidate("bridge", 0.6)]
    (entity,) = scored_entities(spans, merge="head", pool=pool)
    assert (entity.name, entity.score) == (name, pytest.approx(score))


def test_a_span_of_punctuation_is_no_entity() -> None:
    assert scored_entities([Candidate("--", 1.0), Candidate("the", 1.0)], merge="name", pool="any") == []


# Arguments of events


@pytest.fixture
def arguments(tmp_path: Path) -> ArgumentTask:
    write_wikievents(tmp_path / "wikievents")
    return ArgumentTask("", *read_arguments(tmp_path))


def test_train_and_dev_share_no_document_and_test_is_the_original(arguments: ArgumentTask) -> None:
    parts = arguments.examples
    train, dev, test = ({e.id.partition("#")[0] for e in part} for part in (parts.train, parts.dev, parts.test))
    assert (len(train), len(dev), train & dev) == (7, 1, set())
    assert test == {"original-1"}


def test_the_trigger_is_marked_and_named_in_front(arguments: ArgumentTask) -> None:
    killed, wounded = arguments.examples.test
    assert killed.prompt == ("life", "die", ":", "killed")
    assert killed.words[:6] == ("A", "bomb", MARK, "killed", MARK, "a")
    assert {killed.words[i] for i in killed.unscored} == {MARK}
    assert [words for words in wounded.words if words != MARK] == WORDS
    (tags,) = wounded.tags
    assert [(role, wounded.words[a]) for role, a, _ in tags_to_spans(tags)] == [
        ("Instrument", "bomb"),
        ("Victim", "guards"),
    ]


def test_gold_tags_give_all_arguments(arguments: ArgumentTask) -> None:
    assert set(scores_of_gold(arguments).values()) == {Counts(4, 4, 4)}


def test_roles_that_a_type_lacks_in_training_are_not_given(arguments: ArgumentTask) -> None:
    logits = certain(arguments.scheme, arguments.examples.test)
    instrument = arguments.scheme.tags(0).index("B-Instrument")
    logits[0][:, instrument] = 99
    killed, _ = arguments.predict("test", logits, {"outside_bias": 0.0})
    assert all(role != "Instrument" for role, _, _ in killed)


def test_a_type_that_training_lacks_may_have_every_role(arguments: ArgumentTask) -> None:
    assert arguments._allowed("Conflict.Attack") == list(range(arguments.scheme.size))


def test_arguments_without_a_place_count_as_missed(arguments: ArgumentTask) -> None:
    arguments.data.unplaced["original-1"] = 2  # type: ignore[index]
    assert scores_of_gold(arguments)["argument_cls"] == Counts(4, 4, 6)


def test_counting_is_by_sets_over_events_of_one_type(arguments: ArgumentTask) -> None:
    killed, wounded = arguments.data.events["test"]
    again = EventArguments(killed.document, killed.text, killed.event_type, (20, 21), killed.arguments)
    task = ArgumentTask("", arguments.examples, arguments.data)
    task.data.events["test"] = [killed, again, wounded]  # type: ignore[index]
    victim = next(argument for argument in killed.arguments if argument[0] == "Victim")
    wrong_role = ("Place", *victim[1:])
    counted = task.count("test", [[victim], [victim, wrong_role], []])
    scores = {name: total(counts) for name, counts in counted.items()}
    assert scores["argument_cls"] == Counts(1, 2, 4)
    assert scores["argument_id"] == Counts(1, 1, 4)
    assert scores["argument_attached_cls"] == Counts(2, 3, 6)


def test_context_is_cut_around_the_trigger_and_what_is_beyond_is_lost() -> None:
    text = " ".join(f"w{i}" for i in range(500))
    trigger, near, far = (text.index(f"w{i} ") for i in (250, 260, 400))
    event = EventArguments(
        "d", text, "Life.Die", (trigger, trigger + 4), frozenset({("Victim", near, near + 4), ("Place", far, far + 4)})
    )
    example, lost = event.example(0)
    assert len(example.words) == 2 * CONTEXT_WORDS + 3
    assert lost == 1
    assert [(role, example.words[a]) for role, a, _ in tags_to_spans(example.tags[0])] == [("Victim", "w260")]


def test_words_of_a_type() -> None:
    assert type_words("Conflict.Attack.DetonateExplode") == ["conflict", "attack", "detonate", "explode"]
    assert type_words("Life.Die.Unspecified") == ["life", "die"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [pytest.param("bundled", True, id="bundled"), pytest.param("org/encoder", False, id="hub id")],
)
def test_bases_that_may_have_seen_the_test(name: str, expected: bool) -> None:
    assert wikievents.may_have_seen(name) is expected


def test_a_folder_with_a_training_record_may_have_seen_the_test(tmp_path: Path) -> None:
    assert not wikievents.may_have_seen(str(tmp_path))
    (tmp_path / "training.json").write_text("{}")
    assert wikievents.may_have_seen(str(tmp_path))
