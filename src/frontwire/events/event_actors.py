"""The actor on either side of each event, named alike through the document."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from frontwire.events.document_index import DocumentIndex
from frontwire.events.sentence_lookup import sentence_of
from frontwire.normalize.actor_context import (
    answers_attack,
    is_one_national,
    is_told_as_part,
    own_group,
    speakers_group,
    state_of_adjective,
)
from frontwire.normalize.actor_words import read_phrase
from frontwire.normalize.actors import join_actors, resolve_actor
from frontwire.normalize.armed_groups import find_group, group_around
from frontwire.normalize.counts import parse_count
from frontwire.normalize.display_names import display_name
from frontwire.normalize.victim_words import head_word, is_general
from frontwire.schema import Actor, Event, Mention
from frontwire.text.casing import is_of_one_case

#: Who fights the state's forces.
_ARMED: Final = frozenset({"rebel", "political_militia", "communal_militia", "criminal"})
_STATE: Final = "state_forces"
#: Between a number and the people that it counts.
_COUNTED: Final = re.compile(r"\s*(?:\w+\s+){0,2}")
#: What is burnt or broken beside people who are killed.
_BELONGINGS: Final = frozenset(
    "house home hut shack shop store stall tent building structure vehicle car truck motorcycle bike window property "  # noqa: SIM905
    "belonging cattle animal livestock crop harvest".split()
)
#: Acts of many unarmed people, whoever they are.
_LYNCHING: Final = re.compile(r"lynch|beat|stone[ds]?\b|stoning|mob", re.IGNORECASE)


def fill_actors(index: DocumentIndex) -> None:
    """Write ``actors`` of every event, whose ``place`` stands already; what stood there is replaced.

    One actor is made of the mentions of a side that speak for it (:func:`~frontwire.normalize.actors.resolve_actor`);
    spellings of one name in several events become the same (:func:`~frontwire.normalize.actors.join_actors`). In a text of
    one case names get the letters of :func:`~frontwire.normalize.display_names.display_name`.
    """
    uncased = is_of_one_case(index.document.text)
    found: list[tuple[Event, str, Actor]] = []
    for event in index.document.events:
        event.actors = {}
        for side, actor in _Sides(index, event).actors().items():
            if uncased and actor.name is not None:
                actor = replace(actor, name=display_name(actor.name))
            found.append((event, side, actor))
    for (event, side, _), actor in zip(found, join_actors([actor for *_, actor in found]), strict=True):
        event.actors[side] = actor


@dataclass(slots=True)
class _Sides:
    """The two sides of one event: which mentions speak for each, and the actor that they make."""

    index: DocumentIndex
    event: Event

    def actors(self) -> dict[str, Actor]:
        attackers, targets = self._attackers(), self._targets()
        sides = {"attacker": self._actor(attackers, "ATTACKER"), "target": self._actor(targets, "TARGET")}
        both = self._on_both_sides(sides["attacker"], sides["target"])
        if both is not None:
            attackers, targets = self._apart(attackers, targets, both)
            sides = {"attacker": self._actor(attackers, "ATTACKER"), "target": self._actor(targets, "TARGET")}
        return {side: actor for side, actor in sides.items() if actor is not None}

    def _attackers(self) -> list[Mention]:
        """Without those who only answer the attack: "a driver, who was killed by soldiers"."""
        text, mentions = self.index.text, self.index.mentions_of(self.event, "ATTACKER")
        others = [m for at, m in enumerate(mentions) if at == 0 or not answers_attack(text, m.start, m.end)]
        return others if _could_be_attacked(mentions[:1]) else mentions

    def _targets(self) -> list[Mention]:
        """Without parts of others ("including three children") and belongings beside people who were killed."""
        mentions = self.index.mentions_of(self.event, "TARGET")
        counts = [self._counted(mention) for mention in mentions]
        whole, parts = 0, set()
        for at, (mention, count) in enumerate(zip(mentions, counts, strict=True)):
            if _is_anybody(mention):
                whole = max(whole, count)
            elif at and self._is_part(mention, count, whole):
                parts.add(head_word(mention.text))
        first_dead = next((m.start for m, c in zip(mentions, counts, strict=True) if c and _is_anybody(m)), None)

        def speaks(mention: Mention) -> bool:
            head = head_word(mention.text)
            beside = first_dead is not None and first_dead < mention.start and head in _BELONGINGS
            return head not in parts and not beside

        return [mention for mention in mentions if speaks(mention)] or list(mentions)

    def _is_part(self, mention: Mention, count: int, whole: int) -> bool:
        """Whether it is the lesser part of a whole, by its number or by the words around it."""
        if count and whole:
            return 2 * count <= whole
        return is_told_as_part(self.index.text, mention.start, mention.end)

    def _counted(self, mention: Mention) -> int:
        """How many of the dead the words are, as far as a number right before them says so; 0: nothing said."""
        for figure in reversed(self.index.mentions_of(self.event, "KILLED")):
            if figure.end <= mention.start:
                near = _COUNTED.fullmatch(self.index.text, figure.end, mention.start)
                counts = parse_count(figure.text) if near is not None else None
                return counts.low if counts is not None else 0
        return 0

    def _actor(self, mentions: Sequence[Mention], label: str) -> Actor | None:
        text, country = self.index.text, self._country
        actor = resolve_actor([self._words(mention) for mention in mentions], label=label, text=text, country=country)
        if actor is None or label == "TARGET" or actor.name is None:
            return actor
        if actor.type == "civilians" and self._is_lynching(actor.name):
            return replace(actor, type="rioters")
        return self._as_state(actor, mentions)

    def _words(self, mention: Mention) -> str:
        """The mention's words; a group's name where they are cut out of it, or it speaks of what "its fighters" did."""
        text, country = self.index.text, self._country
        whole = group_around(text, mention.start, mention.end, country=country)
        if whole is not None and find_group(mention.text, country=country) is None:
            return whole.name
        sentence = sentence_of(self.index.sentences, mention)
        attacks = mention.label == "ATTACKER"
        owner = speakers_group(text, sentence[0], mention.start, country) if attacks else None
        if owner is None and (attacks or read_phrase(mention.text, label="TARGET").type in (_STATE, *_ARMED)):
            owner = own_group(text, sentence, (mention.start, mention.end), country)
        return mention.text if owner is None else owner.name

    def _as_state(self, actor: Actor, mentions: Sequence[Mention]) -> Actor:
        """A bare adjective is the state ("Israeli" raids), unless it is one man."""
        state = state_of_adjective(str(actor.name))
        named = [mention for mention in mentions if mention.text == actor.name]
        if any(is_one_national(self.index.text, m.start, m.end) for m in named):
            return replace(actor, type="unknown") if actor.type in (_STATE, "external_forces") else actor
        return actor if state is None else replace(actor, name=state)

    def _is_lynching(self, name: str) -> bool:
        """Whether unnamed people, more than one, beat or stone somebody."""
        many = head_word(name) != name.split()[-1].lower() and not read_phrase(name, label="ATTACKER").proper
        return many and any(_LYNCHING.match(m.text) for m in self.index.mentions_of(self.event, "EVENT"))

    @property
    def _country(self) -> str | None:
        return self.event.place.country if self.event.place is not None else None

    def _on_both_sides(self, attacker: Actor | None, target: Actor | None) -> Callable[[Mention], bool] | None:
        """Tells the mentions of one name, or of the state's forces, that stand on both sides; ``None``: none does."""
        if attacker is None or target is None:
            return None
        name = str(attacker.name).casefold()
        if name == str(target.name).casefold():
            return lambda mention: str(self._resolved(mention).name).casefold() == name
        if attacker.type == target.type == _STATE and not read_phrase(str(target.name), label="TARGET").thing:
            return lambda mention: self._resolved(mention).type == _STATE
        return None

    def _resolved(self, mention: Mention) -> Actor:
        actor = resolve_actor([self._words(mention)], label=mention.label, text=self.index.text, country=self._country)
        return actor or Actor(name=None, type="unknown")

    def _apart(
        self, attackers: list[Mention], targets: list[Mention], is_it: Callable[[Mention], bool]
    ) -> tuple[list[Mention], list[Mention]]:
        """Both sides without the one who stands on both, where the text told of it first on the other side."""
        other_attackers = [mention for mention in attackers if not is_it(mention)]
        other_targets = [mention for mention in targets if not is_it(mention)]
        leads, is_led = is_it(attackers[0]), is_it(targets[0])
        if leads and is_led:
            # "Troops raided …; [security forces] killed four terrorists": only one side has somebody else who fights.
            armed = [any(self._resolved(m).type in _ARMED for m in side) for side in (other_attackers, other_targets)]
            leads, is_led = (not armed[0] and armed[1], armed[0] and not armed[1])
            if not leads and not is_led:
                return attackers, targets
        kept_attackers = attackers if leads or not other_attackers else other_attackers
        kept_targets = targets if is_led or not other_targets else other_targets
        return kept_attackers, kept_targets


def _is_anybody(mention: Mention) -> bool:
    """ "people", "persons": a whole that may hold people of every group; civilians hold no soldiers."""
    return is_general(mention.text) and read_phrase(mention.text, label="TARGET").vague


def _could_be_attacked(first: Sequence[Mention]) -> bool:
    """Whether the first doer is somebody whom forces may answer, and no force of a state."""
    return bool(first) and read_phrase(first[0].text, label="ATTACKER").type != _STATE
