"""Language detection: English news of every form passes, other languages are named."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest

from frontwire.errors import OutputError
from frontwire.text import language
from frontwire.text.language import detect_language, is_foreign

ENGLISH = {
    "report": "Gunmen stormed a police post near the border on Tuesday, killing two officers, the governor said.",
    "one sentence": "Gunmen killed a policeman in Kabul on Tuesday.",
    "capitals": "THREE SOLDIERS WERE WOUNDED WHEN A MINE EXPLODED UNDER THEIR LORRY ON THE COAST ROAD, THE ARMY SAID.",
    "foreign names": "Fighters of Jabhat al-Sahil shelled Qal'at Nahr and Tel Zeitun overnight, Colonel Abu Rashid al-Tami said.",
    "foreign quote": 'The mayor said "no tenemos miedo" after the blast, which killed a guard and wounded four drivers at the market.',
    "line ends and tabs": "A bomb\twent off\r\nin the old town\r\nand wounded two people.\r\n",
}

FOREIGN = {
    "fr": "Des hommes armés ont attaqué un poste de police près de la frontière mardi soir, tuant deux agents.",
    "es": "Hombres armados atacaron el martes por la noche un puesto de policía cerca de la frontera y mataron a dos agentes.",
    "de": "Bewaffnete griffen am Dienstagabend einen Polizeiposten nahe der Grenze an und töteten zwei Beamte.",
    "pt": "Homens armados atacaram na noite de terça-feira um posto policial perto da fronteira e mataram dois agentes.",
    "it": "Uomini armati hanno attaccato martedì sera un posto di polizia vicino al confine, uccidendo due agenti.",
    "ru": "Вооружённые люди напали во вторник вечером на полицейский пост у границы и убили двух сотрудников.",
    "ar": "هاجم مسلحون مساء الثلاثاء مركزا للشرطة قرب الحدود وقتلوا شرطيين اثنين، بحسب ما قال المحافظ.",
    "tr": "Silahlı kişiler salı akşamı sınır yakınındaki bir polis karakoluna saldırdı ve iki memuru öldürdü.",
    "fa": "افراد مسلح شامگاه سه‌شنبه به یک پاسگاه پلیس در نزدیکی مرز حمله کردند و دو مأمور را کشتند.",
    "hi": "बंदूकधारियों ने मंगलवार शाम सीमा के पास एक पुलिस चौकी पर हमला किया और दो जवानों को मार डाला।",
    "zh": "省长说，周二晚上，武装分子袭击了边境附近的一个警察哨所，打死两名警察。",
    "sw": "Watu wenye silaha walishambulia kituo cha polisi karibu na mpaka Jumanne jioni na kuwaua maafisa wawili.",
}


@pytest.mark.parametrize("text", ENGLISH.values(), ids=ENGLISH)
def test_english_is_english(text: str) -> None:
    assert detect_language(text) == "en"


@pytest.mark.parametrize(("code", "text"), FOREIGN.items(), ids=FOREIGN)
def test_another_language_is_named(code: str, text: str) -> None:
    assert detect_language(text) == code


@pytest.mark.parametrize("text", ["", "12 345", "Two dead.", "🙂🙂🙂", "x", "\u200b" * 50])
def test_too_little_to_judge_is_undetermined(text: str) -> None:
    assert detect_language(text) == "und"


def test_what_is_not_clear_is_undetermined() -> None:
    assert detect_language("TALIBAN SEIZE IMAM SAHIB DISTRICT") in ("en", "und")


def test_an_unlimited_text_is_judged_by_its_beginning() -> None:
    assert detect_language(ENGLISH["report"] * 200 + FOREIGN["fr"] * 5000) == "en"


def test_no_room_to_unpack_the_model_is_an_error_that_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Full(io.BytesIO):
        def write(self, data: Any) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: Full())
    language._identifier.cache_clear()
    with pytest.raises(OutputError, match=rf"temporary files .*{tmp_path.name}.*No space left on device.*TMPDIR"):
        detect_language(ENGLISH["report"])
    monkeypatch.undo()
    assert detect_language(ENGLISH["report"]) == "en"


@pytest.mark.parametrize(("code", "foreign"), [("en", False), ("und", False), (None, False), ("fr", True)])
def test_only_a_known_other_language_is_foreign(code: str | None, foreign: bool) -> None:
    assert is_foreign(code) is foreign


@pytest.mark.shared
@pytest.mark.parametrize("change", [str, str.upper, str.lower], ids=["as it is", "capitals", "lower case"])
def test_no_real_english_document_is_flagged(shared: Path, change: type[str]) -> None:
    with (shared / "annotated" / "train.jsonl").open(encoding="utf-8") as stream:
        documents = [json.loads(line) for line in stream]
    flagged = {d["id"]: code for d in documents if (code := detect_language(change(d["text"]))) != "en"}
    assert len(documents) > 600
    assert flagged == {}
