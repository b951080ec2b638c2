"""Which of a person's written names stands at the head of the record, and in which script a name is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kith.people import linkage, rules
from kith.people.models import Person, SourceRecord

HUB = "hub"  # the council's own record of what a person corrected (people.index.known)
SCRIPTS = {  # first word of a letter's Unicode name -> ISO 15924
    "LATIN": "Latn", "ARABIC": "Arab", "CYRILLIC": "Cyrl", "GREEK": "Grek", "HEBREW": "Hebr", "DEVANAGARI": "Deva",
    "BENGALI": "Beng", "GURMUKHI": "Guru", "GUJARATI": "Gujr", "TAMIL": "Taml", "TELUGU": "Telu", "SINHALA": "Sinh",
    "CJK": "Hani", "HIRAGANA": "Hira", "KATAKANA": "Kana", "HANGUL": "Hang", "ETHIOPIC": "Ethi", "ARMENIAN": "Armn",
    "GEORGIAN": "Geor", "THAI": "Thai", "MYANMAR": "Mymr",
}  # fmt: skip


@dataclass(frozen=True)
class Written:
    """A name as one source wrote it. `whole`: a first and a last name, neither an initial nor a placeholder."""

    given: str
    family: str
    at: datetime
    known_as: str = ""
    corrected: bool = False  # said by somebody who looked, on the person's own page
    numbered: bool = False   # came with a valid NHS or pupil number
    whole: bool = True

    @property
    def latin(self) -> bool:
        return script_of(f"{self.given}{self.family}") == "Latn"


def script_of(text: str) -> str:
    """The ISO 15924 code of the first letter's script; "Zyyy" where there is no letter we know."""
    letter = next((c for c in text if c.isalpha()), "")
    return SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0], "Zyyy") if letter else "Zyyy"


def at_the_head(written: Iterable[Written]) -> Written | None:
    """What somebody corrected, else what came with a valid number, else the newest: whole names in Latin letters before
    others. None where no source wrote a whole name."""
    whole = [w for w in written if w.whole]
    return max(whole, key=lambda w: (w.corrected, w.latin, w.numbered, w.at), default=None)


def written_in(source: SourceRecord) -> Written:
    """A source record's name, judged by the matcher's own cleaner."""
    f = source.fields
    given, family = f.get("given_name", "").strip(), f.get("family_name", "").strip()
    cleaned = linkage.clean(linkage.Record(given_name=given, family_name=family))
    whole = bool(cleaned.families) and any(len(g) > 1 for g in cleaned.givens) and len(given.strip(".")) > 1
    return Written(given, family, source.received_at, f.get("known_as", ""), source.system == HUB, numbered(f), whole)


def numbered(fields: Mapping[str, Any]) -> bool:
    return passes(rules.nhs_number, fields.get("nhs_number")) or passes(rules.pupil_number, fields.get("upn"))


def passes(check: Any, value: Any) -> bool:
    try:
        return bool(value) and bool(check(str(value)))
    except ValueError:
        return False


def head(subject: UUID) -> None:
    """Part of an act that changed which records stand for a person: write the right name at the head. It follows from
    the records alone, so undoing a link undoes it."""
    written = [written_in(s) for s in SourceRecord.objects.filter(subject_id=subject).order_by("received_at")]
    best = at_the_head(written)
    if best is None:
        return
    known_as = next((w.known_as for w in reversed(written) if w.known_as), "")
    Person.objects.filter(subject_id=subject).update(given_name=best.given, family_name=best.family, known_as=known_as)
