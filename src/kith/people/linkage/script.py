"""Any script into plain Latin letters: the first step of cleaning a name.

Letters without a decomposition (ł, ø, ß) are mapped, Arabic, Hebrew, Cyrillic and Greek letters are transliterated by
table, Indic scripts, Ge'ez and Hangul by the Unicode name of each letter. Arabic and Hebrew give consonants and long
vowels only; `names.skeleton` makes them meet the Latin spellings. Characters of other scripts (Han, Thai) are kept as
they are, so that two equal names still compare as equal; `comparable` says which names cannot be held together.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SINGLE = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ß": "ss",
    "ı": "i",
    "ħ": "h",
    "ŋ": "n",
    "ŧ": "t",
    "ĸ": "k",
    "ə": "a",
    "ɖ": "d",
    "ơ": "o",
    "ư": "u",
    "ʻ": "",
    "’": "",
    "‘": "",
    "`": "",
    "´": "",
    "ʼ": "",
    "ʿ": "",
    "ʾ": "",
    "'": "",
}
_CYRILLIC = {
    "а": "a",
    "б": "b",
    "в": "v",
    "г": "g",
    "ґ": "g",
    "д": "d",
    "е": "e",
    "ё": "yo",
    "є": "ye",
    "ж": "zh",
    "з": "z",
    "и": "i",
    "і": "i",
    "ї": "yi",
    "й": "y",
    "к": "k",
    "л": "l",
    "м": "m",
    "н": "n",
    "о": "o",
    "п": "p",
    "р": "r",
    "с": "s",
    "т": "t",
    "у": "u",
    "ў": "w",
    "ф": "f",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ы": "y",
    "ь": "",
    "э": "e",
    "ю": "yu",
    "я": "ya",
    "ј": "j",
    "љ": "lj",
    "њ": "nj",
    "ћ": "c",
    "ђ": "dj",
    "џ": "dz",
}
_GREEK = {
    "α": "a",
    "β": "v",
    "γ": "g",
    "δ": "d",
    "ε": "e",
    "ζ": "z",
    "η": "i",
    "θ": "th",
    "ι": "i",
    "κ": "k",
    "λ": "l",
    "μ": "m",
    "ν": "n",
    "ξ": "x",
    "ο": "o",
    "π": "p",
    "ρ": "r",
    "σ": "s",
    "ς": "s",
    "τ": "t",
    "υ": "y",
    "φ": "f",
    "χ": "ch",
    "ψ": "ps",
    "ω": "o",
}
_ARABIC = {
    "ا": "a",
    "أ": "a",
    "إ": "i",
    "آ": "a",
    "ٱ": "a",
    "ب": "b",
    "پ": "p",
    "ت": "t",
    "ٹ": "t",
    "ث": "th",
    "ج": "j",
    "چ": "ch",
    "ح": "h",
    "خ": "kh",
    "د": "d",
    "ڈ": "d",
    "ذ": "dh",
    "ر": "r",
    "ڑ": "r",
    "ز": "z",
    "ژ": "zh",
    "س": "s",
    "ش": "sh",
    "ص": "s",
    "ض": "d",
    "ط": "t",
    "ظ": "z",
    "ع": "a",
    "غ": "gh",
    "ف": "f",
    "ڤ": "v",
    "ق": "q",
    "ک": "k",
    "ك": "k",
    "گ": "g",
    "ل": "l",
    "م": "m",
    "ن": "n",
    "ں": "n",
    "ه": "h",
    "ہ": "h",
    "ھ": "h",
    "ة": "a",
    "ۃ": "a",
    "و": "w",
    "ؤ": "w",
    "ي": "y",
    "ی": "y",
    "ى": "a",
    "ئ": "y",
    "ے": "e",
    "ء": "",
    "ـ": "",
}
_HEBREW = {
    "א": "a",
    "ב": "b",
    "ג": "g",
    "ד": "d",
    "ה": "h",
    "ו": "v",
    "ז": "z",
    "ח": "h",
    "ט": "t",
    "י": "y",
    "כ": "k",
    "ך": "k",
    "ל": "l",
    "מ": "m",
    "ם": "m",
    "נ": "n",
    "ן": "n",
    "ס": "s",
    "ע": "a",
    "פ": "p",
    "ף": "f",
    "צ": "tz",
    "ץ": "tz",
    "ק": "k",
    "ר": "r",
    "ש": "sh",
    "ת": "t",
}
_LETTER = {**_SINGLE, **_CYRILLIC, **_GREEK, **_ARABIC, **_HEBREW}
_DOUBLE = (("ου", "ou"), ("μπ", "b"), ("ντ", "nt"), ("γγ", "ng"))
_INDIC = re.compile(r"^(DEVANAGARI|BENGALI|GURMUKHI|GUJARATI|TAMIL|TELUGU|KANNADA|MALAYALAM|SINHALA) (.+)$")
_GEEZ = re.compile(r"^ETHIOPIC SYLLABLE (?:(GLOTTAL|PHARYNGEAL) |([^AEIOU]*?)(W?))(AA|EE|A|E|I|O|U)$")
_GEEZ_SOUND = {"hh": "h", "x": "h", "sz": "s", "th": "t", "cch": "ch", "ph": "p", "tz": "ts", "dd": "d", "kx": "k"}
_GEEZ_VOWEL = {"A": "e", "AA": "a", "EE": "e", "E": ""}
_ARTICLE = re.compile(r"(^|\s)ال(?=\S{2})")
_SEPARATE = re.compile(r"[^\w]|[\d_]")
_SPACES = re.compile(r" {2,}")
_ASCII = re.compile(r"[^a-z]+")


@lru_cache(maxsize=200_000)
def latin(text: str) -> str:
    """Lower-case letters and single spaces; hyphens become spaces, apostrophes and digits vanish."""
    if text.isascii():
        return _ASCII.sub(" ", text.lower().replace("'", "").replace("`", "")).strip()
    lowered = _ARTICLE.sub(r"\1ال ", text.lower())
    for pair, sound in _DOUBLE:
        lowered = lowered.replace(pair, sound)
    plain = "".join(_letter(c) for c in lowered if c != "\u0307")
    return _SPACES.sub(" ", _SEPARATE.sub(" ", plain)).strip()


def comparable(a: str, b: str) -> bool:
    """Are these two names in one script? A name in Han says nothing about one in Latin."""
    return not _scripts(a).isdisjoint(_scripts(b))


@lru_cache(maxsize=20_000)
def _scripts(text: str) -> frozenset[str]:
    return frozenset(unicodedata.name(char, char).split()[0].split("-")[0] for char in text if char.isalpha())


@lru_cache(maxsize=5_000)
def _letter(char: str) -> str:
    if char in _LETTER:
        return _LETTER[char]
    base = "".join(c for c in unicodedata.normalize("NFKD", char) if not _is_mark(c))
    if len(base) == 1 and base in _LETTER:
        return _LETTER[base]
    if base.isascii() and char.isalpha():
        return base
    return _by_name(char)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) == "Mn" and not _INDIC.match(unicodedata.name(char, ""))


def _by_name(char: str) -> str:
    name = unicodedata.name(char, "")
    indic = _INDIC.match(name)
    if indic:
        return _indic(indic.group(2))
    if geez := _GEEZ.match(name):
        return _geez(*geez.groups())
    if name.startswith("HANGUL SYLLABLE "):
        return name.rsplit(" ", 1)[1].lower()
    if unicodedata.category(char) in ("Mn", "Cf"):
        return ""
    return char


def _indic(name: str) -> str:
    """`LETTER KA` -> k (the vowel is left to the skeleton), `VOWEL SIGN II` -> i, `SIGN ANUSVARA` -> n."""
    last = name.split()[-1].lower()
    if name.startswith(("SIGN ANUSVARA", "SIGN BINDI", "TIPPI")):
        return "n"
    if name.startswith("VOWEL SIGN") or last[0] in "aeiou":
        return last[0]
    if name.startswith("LETTER"):
        return last.rstrip("a").replace("tt", "t").replace("dd", "d").replace("nn", "n")
    return ""


def _geez(vowel_only: str | None, consonant: str | None, rounded: str | None, order: str) -> str:
    """`DAA` -> da, `TE` (the sixth order, mostly mute) -> t, `TA` (the first) -> te; after a guttural it is heard a."""
    if rounded and not consonant:
        consonant, rounded = rounded, ""
    found = (consonant or "").lower()
    sound = _GEEZ_SOUND.get(found, found)
    vowel = _GEEZ_VOWEL.get(order, order.lower())
    if order == "A" and sound in ("h", ""):
        vowel = "a"
    return sound + (rounded or "").lower() + ("e" if vowel_only and order == "E" else vowel)
