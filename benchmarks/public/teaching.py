"""Several seeds distilled into one: teachers trained as the recipe says, and what they think of texts that nobody annotated.

The loss is that of Hinton, Vinyals & Dean (2015); texts without annotations as in self-training (Xie et al. 2020).
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.public.examples import Example, word_offsets
from benchmarks.public.scheme import Scheme, log_softmax
from benchmarks.public.tagging import Lesson, Recipe, WordTagger, fit
from benchmarks.public.task import Task
from frontwire.text.sentences import sentence_spans
from frontwire.training.stages.texts import StageText, read_texts

#: Training parts of corpora of news; what measures is taken out of them, as for the stages before fine-tuning.
SOURCES: Final = ("satp", "muc4", "hrdsattack", "wikievents", "rams", "m2e2", "gvdb", "awsd", "cnc")
#: A sentence with fewer words teaches little.
_LEAST_WORDS: Final = 5

#: Dev score (0..1) of a tagger.
DevScore = Callable[[WordTagger], float]


class Teaching:
    """Makes the lessons for students; those of one recipe are made once and serve the students of all seeds.

    ``corpora`` is the corpora folder, ``data`` the folder with the annotated documents' splits.
    """

    def __init__(self, corpora: Path, data: Path = Path("data")) -> None:
        self.corpora = corpora
        self.data = data
        self._made: dict[tuple[str, str, Recipe], list[Lesson]] = {}

    def lessons(self, task: Task, base: str, recipe: Recipe, dev_score: DevScore) -> list[Lesson]:
        """What ``recipe.teachers`` models of the seeds 1, 2, … say of the training examples and of unlabelled sentences."""
        key = (task.name, base, recipe)
        if key not in self._made:
            examples = list(task.examples.train)
            gold = len(examples)
            examples += self.unlabelled(recipe.unlabelled_words, len(task.scheme.layers))
            plain = dataclasses.replace(recipe, teachers=0, unlabelled_words=0)
            total = [np.zeros((len(example.words), task.scheme.size), dtype=np.float32) for example in examples]
            for seed in range(1, recipe.teachers + 1):
                fitted = fit(base, task.scheme, task.examples.train, recipe=plain, seed=seed, dev_score=dev_score)
                print(f"{task.name}: teacher {seed}: dev {100 * max(fitted.history):.2f}", flush=True)
                for rows, logits in zip(total, fitted.tagger.logits(examples), strict=True):
                    rows += probabilities(logits, task.scheme) / recipe.teachers
            pairs = enumerate(zip(examples, total, strict=True))
            self._made[key] = [Lesson(example, rows, gold=number < gold) for number, (example, rows) in pairs]
        return self._made[key]

    def unlabelled(self, words: int, layers: int) -> list[Example]:
        """About ``words`` words in sentences, as many of each source as there are; which ones is settled by hash."""
        if not words:
            return []
        found = read_texts(
            self.corpora, SOURCES, data=self.data, never="never-train.txt", held_out=["../gold/gold.jsonl"]
        )
        return choose_sentences(found.texts, words, layers)


def choose_sentences(texts: Sequence[StageText], words: int, layers: int) -> list[Example]:
    """Sentences of about ``words`` words in all, from the sources in turn, in an order that hashes of their words give."""
    waiting: defaultdict[str, list[tuple[str, Example]]] = defaultdict(list)
    for text in texts:
        for number, (start, end) in enumerate(sentence_spans(text.text)):
            sentence = text.text[start:end]
            found = tuple(sentence[a:b] for a, b in word_offsets(sentence))
            if len(found) >= _LEAST_WORDS:
                example = Example(f"{text.id}#{number}", found, (("O",) * len(found),) * layers)
                waiting[text.source].append((hashlib.sha256(" ".join(found).encode()).hexdigest(), example))
    queues = [sorted(found, key=lambda pair: pair[0], reverse=True) for _, found in sorted(waiting.items())]
    chosen: list[Example] = []
    taken = 0
    while taken < words and (queues := [queue for queue in queues if queue]):
        for queue in queues:
            _, example = queue.pop()
            chosen.append(example)
            taken += len(example.words)
    return chosen


def probabilities(logits: NDArray[np.float32], scheme: Scheme) -> NDArray[np.float32]:
    """Logits *(words, columns)* as probabilities, each layer's for themselves."""
    return np.concatenate([np.exp(log_softmax(logits[:, c])) for c in scheme.slices], axis=1).astype(np.float32)
