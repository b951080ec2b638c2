"""Which of a person's written names stands at the head of the record, and in which script a name is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kith.people import linkage, rules
from kith.people.linkage import names as spelled
from kith.people.models import Person, SourceRecord

HUB = "hub"  # the council's own record of what a person corrected (people.index.known)
SCRIPTS = {  # first word of a letter's Unicode name -> ISO 15924
    "LATIN": "Latn", "ARABIC": "Arab", "CYRILLIC": "Cyrl", "GREEK": "Grek", "HEBREW": "Hebr", "DEVANAGARI": "Deva",
    "BENGALI": "Beng", "GURMUKHI": "Guru", "GUJARATI": "Gujr", "TAMIL": "Taml", "TELUGU": "Telu", "SINHALA": "Sinh",
    "CJK": "Hani", "HIRAGANA": "Hira", "KATAKANA": "Kana", "HANGUL": "Hang", "ETHIOPIC": "Ethi", "ARMENIAN": "Armn",
    "GEORGIAN": "Geor", "THAI": "Thai", "MYANMAR": "Mymr",
}  # fmt: skip


KEEPS_A_REGISTER = ("council", "health", "school")  # agencies that hold a child's name on a register of their own
VOWELS = frozenset("aeiouy")


@dataclass(frozen=True)
class Written:
    """A name as one source wrote it. `whole`: a first and a last name; no initial, placeholder, or consonants alone."""

    given: str
    family: str
    at: datetime
    known_as: str = ""
    corrected: bool = False  # said by somebody who looked, on the person's own page
    numbered: bool = False   # came with a valid NHS or pupil number
    registered: bool = False  # by an agency that keeps a register
    whole: bool = True

    @property
    def latin(self) -> bool:
        return script_of(f"{self.given}{self.family}") == "Latn"

    @property
    def weight(self) -> tuple[bool, bool, bool, bool]:
        return self.corrected, self.numbered, self.latin, self.registered


def script_of(text: str) -> str:
    """The ISO 15924 code of the first letter's script; "Zyyy" where there is no letter we know."""
    letter = next((c for c in text if c.isalpha()), "")
    return SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0], "Zyyy") if letter else "Zyyy"


def at_the_head(written: Iterable[Written]) -> Written | None:
    """The name somebody corrected, else one that came with a number, else the first; in its best spelling, and of
    equally good ones the newest. Another name altogether never takes the head by itself: whoever links a record by
    mistake must not rename a child. None where no source wrote a whole name."""
    whole = sorted((w for w in written if w.whole), key=lambda w: w.at)
    newest_first = list(reversed(whole))
    said = [w for w in newest_first if w.corrected] or [w for w in newest_first if w.numbered] or whole
    if not said:
        return None
    return max((w for w in whole if same_name(w, said[0])), key=lambda w: (*w.weight, w.at))


def same_name(one: Written, other: Written) -> bool:
    """Are these two spellings of one name, in whatever letters?"""
    a, b = cleaned(one.given, one.family), cleaned(other.given, other.family)
    return sounds(a.givens) == sounds(b.givens) and bool(parts(a.families) & parts(b.families))


def cleaned(given: str, family: str) -> linkage.Cleaned:
    return linkage.clean(linkage.Record(given_name=given, family_name=family))


def sounds(names: Iterable[str]) -> set[str]:
    return {spelled.spelling(n) or spelled.skeleton(n) for n in names}


def parts(families: Iterable[str]) -> set[str]:
    return {spelled.skeleton(p) for f in families for p in spelled.parts(f)}


def written_in(source: SourceRecord) -> Written:
    """A source record's name, judged by the matcher's own cleaner."""
    f = source.fields
    given, family = f.get("given_name", "").strip(), f.get("family_name", "").strip()
    return Written(
        given, family, source.received_at, f.get("known_as", ""), source.system == HUB, numbered(f),
        source.agency.kind in KEEPS_A_REGISTER, is_whole(given, family))  # fmt: skip


def is_whole(given: str, family: str) -> bool:
    """A first and a last name that could stand on a door: not "A.", "Baby", "Mhmd"."""
    found = cleaned(given, family)
    spoken = script_of(given) != "Latn" or any(VOWELS & set(g) for g in found.givens)
    return bool(found.families) and any(len(g) > 1 for g in found.givens) and spoken


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
    held = SourceRecord.objects.filter(subject_id=subject).select_related("agency").order_by("received_at")
    written = [written_in(s) for s in held]
    best = at_the_head(written)
    if best is None:
        return
    known_as = next((w.known_as for w in reversed(written) if w.known_as), "")
    Person.objects.filter(subject_id=subject).update(given_name=best.given, family_name=best.family, known_as=known_as)
