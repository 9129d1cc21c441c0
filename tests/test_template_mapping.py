"""From messages to templates: finding names, joining them, dates and numbers, and the whole fitted on invented messages."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.public.templates.candidates import Candidate, Lexicon, find_candidates
from benchmarks.public.templates.dating import key_date
from benchmarks.public.templates.details import number_of
from benchmarks.public.templates.filling import Thresholds, fill
from benchmarks.public.templates.fitting import FOLDS, Mapping, fit_mapping, fold_of
from benchmarks.public.templates.gold import gold_tags, sentence_types
from benchmarks.public.templates.joining import Aliases, join
from benchmarks.public.templates.keys import LAYERS, TYPES
from benchmarks.public.templates.messages import Message
from benchmarks.public.templates.networks import Shape, fit_network
from benchmarks.public.templates.reading import Reading, Settings, fit_reader, mean_reading
from benchmarks.public.templates.tuning import totals, tune
from frontwire.schema import Event, Mention
from template_messages import key, message

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        pytest.param("river front", ["RIVER FRONT", "RIVER\n  FRONT"], id="any spaces"),
        pytest.param("us mission", ["U.S. MISSION"], id="through full stops"),
        pytest.param("bridge of stones", ["BRIDGE OF THE STONES"], id="article inside"),
        pytest.param("fron", [], id="no part of a word"),
        pytest.param("rf", ["RF"], id="in brackets"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_find(name: str, found: list[str]) -> None:
    one = message("THE RIVER FRONT (RF) AND THE RIVER\n  FRONT HIT THE U.S. MISSION AND THE BRIDGE OF THE STONES.")
    assert [one.text_of(*span) for span in one.find(name)] == found


def test_the_longest_string_is_tagged() -> None:
    one = message("OLD MEN SAW ARMED MEN.", keys=[key(PerpInd=["men|armed men"])])
    assert gold_tags(one)[:, LAYERS.index("PerpInd")].tolist() == [0, 1, 0, 1, 2, 0]


def candidate(name: str, score: float, text: str | None = None) -> Candidate:
    return Candidate("PerpOrg", name, text or name.upper(), [(0, 1)], score=score)


@pytest.mark.parametrize(
    ("names", "heads", "expected"),
    [
        pytest.param(["river front of syldavia", "rfs"], False, 1, id="initials"),
        pytest.param(["luis roja", "roja"], False, 1, id="part of a name"),
        pytest.param(["iron bridge", "old bridge"], False, 2, id="two bridges"),
        pytest.param(["iron bridge", "old bridge"], True, 1, id="one last word"),
        pytest.param(["river front", "red hand"], False, 1, id="alternatives in another message"),
        pytest.param(["river front", "ana"], False, 2, id="nothing in common"),
    ],
)
def test_join(names: list[str], heads: bool, expected: int) -> None:
    other = message("X", id="dev-muc9-0007", keys=[key(PerpOrg=["river front|red hand"])])
    candidates = [candidate(name, 0.5 + 0.1 * i) for i, name in enumerate(names)]
    entities = join(candidates, Aliases([other]), message="tst9-muc9-0001", heads=heads)
    assert len(entities) == expected
    assert entities[0].best.name == names[-1]


def test_a_message_does_not_teach_its_own_aliases() -> None:
    own = message("X", keys=[key(PerpOrg=["river front|red hand"])])
    assert not Aliases([own]).known("red hand", "river front", besides=own.id)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("yesterday", "1988-05-01"),
        ("28 April", "1988-04-28"),
        ("last Tuesday", "..1988-05-02"),
        ("Tuesday, 26 April", "1988-04-26"),
        ("once upon a time", None),
    ],
)
def test_key_date(words: str, expected: str | None) -> None:
    assert key_date(Mention("m1", "DATE", 0, len(words), words), "1988-05-02") == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("THEY SHOT TWO PEASANTS IN KLOW.", "peasants", "2"),
        ("THEY SHOT A PEASANT IN KLOW.", "peasant", "1"),
        ("THEY SHOT PEASANTS IN KLOW.", "peasants", "PLURAL"),
        ("THEY SHOT AT LEAST 12 PEASANTS IN KLOW.", "peasants", "12-"),
        ("IN 1988, PEASANTS WERE SHOT.", "peasants", "PLURAL"),
        ("THEY SHOT THE HOSTESS.", "hostess", "1"),
    ],
)
def test_number_of(text: str, name: str, expected: str) -> None:
    one = message(text)
    assert number_of(Candidate("Description", name, name, one.find(name)), one) == expected


def quiet(one: Message) -> Reading:
    """A reading that finds next to nothing in a message."""
    tags = np.log(np.full((len(one.plain), len(LAYERS), 3), 1e-3, dtype=np.float32))
    tags[:, :, 0] = np.log(0.998)
    types = np.zeros(len(TYPES), dtype=np.float32)
    return Reading(tags, np.zeros((len(one.sentences), len(TYPES)), dtype=np.float32), types)


def test_a_lexicon_forgets_the_message_itself() -> None:
    first = message("RED HAND HIT KLOW.", id="dev-muc9-0001", keys=[key(PerpOrg=["red hand"])])
    second = message("RED HAND HIT KLOW.", id="dev-muc9-0002", keys=[key(PerpOrg=["red hand"])])
    lexicon = Lexicon([first, second])
    unread = quiet(first)
    found = find_candidates(first, unread, lexicon)["PerpOrg"]
    assert [(c.name, c.text) for c in found] == [("red hand", "RED HAND")]
    assert find_candidates(first, unread, Lexicon([first]))["PerpOrg"] == []
    other = message("RED HAND.")
    assert find_candidates(other, quiet(other), lexicon)["PerpOrg"][0].name == "red hand"


def test_networks_are_the_same_for_equal_seeds() -> None:
    rows = np.random.default_rng(1).normal(size=(60, 4)).astype(np.float32)
    labels = (rows[:, :1] > 0).astype(np.float32)
    shape = Shape(hidden=8, dropout=0.0, epochs=60, batch=16, learning_rate=2e-2, members=2)
    first, second = (fit_network(rows, labels, seed=3, shape=shape).probabilities(rows) for _ in range(2))
    assert np.array_equal(first, second)
    assert (((first > 0.5) == labels).mean()) > 0.9


PLACES = ["KLOW", "DBRNOUK", "ISTOW", "TOSZG"]
GROUPS = ["RED HAND", "RIVER FRONT"]


def invented() -> list[Message]:
    """Bombings and quiet messages in turn."""
    found = []
    for number in range(24):
        place, group = PLACES[number % 4], GROUPS[number % 3 % 2]
        event = Event("e1", type="bombing")
        if number % 3:
            text = f"REBELS OF THE {group} BLEW UP A BRIDGE WITH DYNAMITE IN {place} YESTERDAY.\n\nTWO CLERKS DIED."
            keys = [
                key(PerpOrg=[group.lower()], Target=["bridge"], Weapon=["dynamite"], Description=["clerks"],
                    Place=[place.lower()], date=["1988-05-01"], stage=["ACCOMPLISHED"], instrument=["DYNAMITE"],
                    numbers=["2"], effects=["DEATH"])
            ]  # fmt: skip
            mentions = [("ATTACKER", group), ("TARGET", "BRIDGE"), ("WEAPON", "DYNAMITE"), ("DATE", "YESTERDAY")]
            found.append(message(text, id=f"dev-muc9-{number:04}", keys=keys, mentions=mentions, events=[event]))
        else:
            text = f"THE {group} MET THE MINISTER IN {place} TO TALK OF THE NEW BRIDGE.\n\nCLERKS ATTENDED."
            found.append(message(text, id=f"dev-muc9-{number:04}"))
    return found


@pytest.fixture(scope="module")
def fitted() -> Mapping:
    settings = Settings(epochs=30, batch=4, width=32, dropout=0.1)
    return fit_mapping(invented(), seed=13, settings=settings)


def test_the_whole_on_invented_messages(fitted: Mapping) -> None:
    assert {fold_of(one) for one in invented()} == set(range(FOLDS))
    analyses = [fitted.analyse(one) for one in invented()]
    chosen = tune(analyses[:8], fitted.aliases)
    tuned, plain = (totals(analyses, one, fitted.aliases) for one in (chosen, Thresholds()))
    assert all(counts.f1 > 0.8 for counts in tuned)
    assert all(after.f1 > before.f1 for after, before in zip(tuned, plain, strict=True))


def test_nothing_is_filled_below_the_threshold(fitted: Mapping) -> None:
    analysis = fitted.analyse(invented()[1])
    assert fill(analysis, Thresholds(type=1.1), fitted.aliases) == []


def test_readers_are_the_same_for_equal_seeds() -> None:
    first, second = (fit_reader(invented()[:6], seed=3, settings=Settings(epochs=1)) for _ in range(2))
    one = invented()[7]
    left, right = first.read(one), second.read(one)
    assert np.array_equal(left.tags, right.tags)
    assert np.array_equal(left.sentences, right.sentences)
    assert np.allclose(np.exp(left.tags).sum(axis=-1), 1, atol=1e-5)


def test_readings_are_averaged_as_probabilities() -> None:
    one = message("RED HAND.")
    low, high = quiet(one), quiet(one)
    high.tags = np.log(np.full_like(high.tags, 1 / 3))
    high.sentences = high.sentences + 1
    mean = mean_reading([low, high])
    assert np.exp(mean.tags)[0, 0] == pytest.approx([(0.998 + 1 / 3) / 2, (0.001 + 1 / 3) / 2, (0.001 + 1 / 3) / 2])
    assert (mean.sentences == 0.5).all()


def test_a_sentence_tells_of_the_types_whose_strings_it_holds() -> None:
    one = message("QUIET DAY.\n\nRED HAND HIT KLOW.", keys=[key(PerpOrg=["red hand"])])
    told = sentence_types(one)
    assert [row.tolist() for row in told] == [[0.0] * 6, [0.0, 1.0, 0.0, 0.0, 0.0, 0.0]]
