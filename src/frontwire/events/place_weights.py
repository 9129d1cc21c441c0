"""Weights of the signs of an event's place, written by ``benchmarks/fit_places.py``.

Fitted on the 1668 annotated documents of the train split: the name with the largest sum is the place.
"""

from typing import Final

PLACE: Final = {
    "around another": -1.92,
    "first of a list": -0.5,
    "inside another": 0.42,
    "later in a list": -4.01,
    "level": 0.8,
    "level: admin1": -0.25,
    "level: city": 0.5,
    "level: country": -1.74,
    "level: district": 0.04,
    "level: point": 0.01,
    "level: unknown": 0.97,
    "level: village": 0.47,
    "longer than another name": -0.18,
    "no other is narrower": 0.98,
    "of several events": -1.81,
    "part of a longer name": -0.99,
    "short form": -0.87,
    "told": 1.05,
    "word: line": 0.21,
    "word: police": -0.61,
    "word: quarter": 0.78,
    "word: road": 0.17,
    "word: town": -0.52,
    "word: unit": -0.05,
    "word: village": 1.52,
}
