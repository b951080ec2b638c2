"""What is known about names: placeholders, twin labels, short forms, spellings of one name, particles, the skeleton."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from .nicknames import FULL_NAMES, SPELLINGS
from .script import latin

_PLACEHOLDER = re.compile(
    r"^(the )?(un ?named |new ?born )?"
    r"(baby|babe|infant|unborn|bb|neonate)( (baby|boy|girl|male|female|infant|child|of|m|f|unknown|one|two|a|b|[12]))*"
    r"( .*)?$"
    r"|^(male|female|boy|girl)( (infant|baby|child|twin))?( ?[1-4ab])?$"
    r"|^(not (known|given|stated|recorded|provided)|unknown|unk|nk|n k|na|n a|none|nil|anon|anonymous|no name|"
    r"xx+|test|tbc|fnu|lnu|nfn|nln|nmn|no (given|first|fore|middle|last|sur|family) ?name|(first|last) name unknown|"
    r"to be confirmed|unnamed|name|not named( yet)?|child( (one|two|[a-d1-9]))?|person|refused|withheld|redacted|\?+)$"
)
_TWIN = re.compile(
    r"\b(twin|triplet|quad|baby|infant|unborn|foetus|fetus|boy|girl|male|female|child)\s*(?:no\.?\s*)?#?\s*(1|2|3|4|i{1,3}|iv|one|two|three|four|a|b|c|d)\b"
)
_LABEL = {
    "i": 1,
    "one": 1,
    "a": 1,
    "ii": 2,
    "two": 2,
    "b": 2,
    "iii": 3,
    "three": 3,
    "c": 3,
    "iv": 4,
    "four": 4,
    "d": 4,
}
_TWIN_ONLY = re.compile(r"^(twin|triplet|quad)s?\b")
_PUNCTUATION = re.compile(r"[^\w]+")

ARTICLES = frozenset(("al", "el", "ul", "ur", "as", "ad"))
PARTICLES = ARTICLES | frozenset(
    (
        "bin",
        "ibn",
        "bint",
        "abu",
        "de",
        "da",
        "do",
        "dos",
        "del",
        "di",
        "du",
        "van",
        "von",
        "der",
        "den",
        "la",
        "le",
        "y",
        "e",
        "and",
        "nee",
        "ben",
        "ap",
        "st",
        "saint",
        "ter",
        "te",
    )
)
_AL_CORE = frozenset(
    [
        "hussein",
        "hussain",
        "hassan",
        "ahmad",
        "ahmed",
        "ali",
        "masri",
        "khatib",
        "jabri",
        "saadi",
        "sayed",
        "rashid",
        "mansour",
        "najjar",
        "qasim",
        "tamimi",
        "zahrani",
        "ghamdi",
        "otaibi",
        "harbi",
        "shehri",
        "dosari",
        "mutairi",
        "obeidi",
        "jubouri",
        "maliki",
        "kurdi",
        "sheikh",
        "shaikh",
        "amin",
        "hakim",
        "haddad",
        "fares",
        "khalil",
        "hamad",
        "hamdan",
        "shamsi",
        "maktoum",
        "nuaimi",
        "balushi",
        "hashimi",
        "qurashi",
        "ansari",
        "bakri",
        "baghdadi",
        "basri",
        "halabi",
        "homsi",
        "dulaimi",
        "janabi",
        "rubaie",
        "saleh",
        "salem",
        "sabah",
        "thani",
        "turki",
        "zaidi",
        "farsi",
        "naimi",
        "rawi",
        "samarrai",
        "tikriti",
        "azzawi",
        "amiri",
    ]
)
_MAC = re.compile(r"^(?:mac|mc) ?(?=[a-z]{3})")
_MAC_KEEP = re.compile(r"^mac(?:[eiouhy]|k$|ks$|a(?![dlnru]))")
_LONE = re.compile(r"^([od]) (?=[a-z]{3})")
_SAINT = re.compile(r"^st (?=[a-z]{3})")
_ABD = re.compile(r"^abd ?(?:al|ul|ur|el|er|us|as|ar|u|o)? ?(?=[a-z]{3})")
_ABD_ALLAH = re.compile(r"^abd ?[aue]ll?aa?h?(?=[ie]|\b)")


def placeholder(raw: str) -> bool:
    """Is this raw given name no name at all: "Baby", "Twin 1", "not known"? Tested before digits are lost."""
    text = _PUNCTUATION.sub(" ", raw.lower()).strip()
    return bool(_PLACEHOLDER.match(text) or _TWIN_ONLY.match(text)) or (not text and bool(raw.strip()))


def twin_label(raw: str) -> int:
    """The number in "Twin 2", "Baby B", "Triplet iii"; 0 when there is none."""
    found = _TWIN.search(_PUNCTUATION.sub(" ", raw.lower()))
    if not found:
        return 0
    label = found.group(2)
    return int(label) if label.isdigit() else _LABEL[label]


@lru_cache(maxsize=200_000)
def given(raw: str) -> str:
    """A given name in its compared form: "Abd al-Rahman" and "Abdul Rahman" become "abdrahman".

    *Abd* ("servant of") is no name without the word after it; what follows that word is a further name.
    """
    text = latin(raw)
    if text.startswith("cabd"):
        text = somali(text)
    if not text.startswith("abd") or len(text) < 6:
        return text
    whole, found = _ABD_ALLAH.subn("abdlah", text)
    return whole if found else _ABD.sub("abd", text)


@lru_cache(maxsize=200_000)
def family(raw: str) -> str:
    """A surname in its compared form: O Brien = O'Brien, MacDonald = McDonald, Al-Hussein = Hussein."""
    text = _LONE.sub(r"\1", latin(raw))
    if text.startswith(("mac", "mc")) and not _MAC_KEEP.match(text) and len(text) > 5:
        text = _MAC.sub("mc", text)
    text = _SAINT.sub("saint ", text)
    words = [w for w in text.split() if w not in ARTICLES] or text.split()
    return " ".join(_without_article(w) for w in words)


def _without_article(word: str) -> str:
    return word[2:] if word[:2] in ("al", "el") and skeleton(word[2:]) in _al_skeletons() and len(word) > 5 else word


@lru_cache(maxsize=1)
def _al_skeletons() -> frozenset[str]:
    return frozenset(skeleton(core) for core in _AL_CORE if len(core) > 3)


@lru_cache(maxsize=200_000)
def parts(name: str) -> tuple[str, ...]:
    """The words of a compared surname that can stand for it alone, particles left out."""
    words = name.split()
    return tuple(w for w in words if len(w) > 1 and w not in PARTICLES) or tuple(words)


@lru_cache(maxsize=200_000)
def full_names(name: str) -> frozenset[str]:
    """The full names a short form may stand for, with the name itself: bill -> {bill, william}."""
    return frozenset((name, *FULL_NAMES.get(name, ())))


_GOD = ("oluwa", "chukwu")
_SERVANT = "abdul"
_WOMANS_FORM = frozenset(["ina", "ine", "iana", "ette", "etta", "ella", "elle", "otte", "otta", "enne", "essa"])


@lru_cache(maxsize=200_000)
def has_short_forms(name: str) -> bool:
    """May this be short, or be shortened, so that nothing of its spelling tells?"""
    return name in FULL_NAMES or name == _SERVANT or name.startswith(_GOD)


def cut_short(a: str, b: str) -> bool:
    """Is one word the other cut short, at either end: Gwen of Gwenllian, Tunde of Babatunde, Dami of Oluwadamilola?

    Four letters must be left of seven or more, and three be gone. Yoruba and Igbo names lose the word for God first,
    and of Abdul Rahman English ears keep the Abdul.
    A woman's form of a man's name is a name of its own: Paulina is not Paul.
    """
    short, whole = (a, b) if len(a) < len(b) else (b, a)
    gone = len(whole) - len(short)
    if gone < 3 or len(short) < 4 or len(whole) < 7 or not (short.isalpha() and whole.isalpha()):
        return False
    if short == _SERVANT:
        return whole.startswith("abd")
    godless = next((whole.removeprefix(god) for god in _GOD if whole.startswith(god)), "")
    if whole.endswith(short) or godless.startswith(short):
        return not consonantal(short)
    return whole.startswith(short) and whole[-gone:] not in _WOMANS_FORM


def spelling(name: str) -> str:
    """The group of spellings a name belongs to (muhammad, mohd -> mohammed), or ""."""
    return SPELLINGS.get(name) or (SPELLINGS.get(somali(name), "") if "c" in name or "x" in name else "")


_TWICE = re.compile(r"([aeiou])\1")
_AYN = re.compile(r"(?<!aa)c(?![hk])|c(?=[aeiou])")  # not the c of Isaac


@lru_cache(maxsize=20_000)
def somali(name: str) -> str:
    """A name in the Somali alphabet as English writes it: faarax -> farah, jaamac -> jama, cabdi -> abdi.

    There c is ayn, which English leaves out, x a strong h, and a long vowel is doubled (alphabet of 1972). Only words
    that show it: c (not ch, ck) or x with a vowel that English does not double, or *cabd*.
    """
    return " ".join(map(_somali, name.split()))


def _somali(word: str) -> str:
    doubled = "aa" in word or "ii" in word or "uu" in word
    if not word.startswith("cabd") and not (doubled and ("x" in word or _AYN.search(word))):
        return word
    return _TWICE.sub(r"\1", _AYN.sub("", word).replace("x", "h"))


_SOFT = re.compile(r"sch|sh|c(?=[eiy])")
_SILENT_W = re.compile(r"(?<=[aeiouy])w(?![aeiouy])|(?<=[^aeiouyw])w(?=[^aeiouy]|$)")
_VOWELS = re.compile(r"[aeiou]")
_REPEATS = re.compile(r"(.)\1+")


@lru_cache(maxsize=200_000)
def skeleton(name: str) -> str:
    """A spelling-tolerant code: mohammed = mhmd = `mmd`, catherine = katherine = `ktrn`, stephen = steven = `stfn`."""
    known = SPELLINGS.get(name) or (spelling(name) or somali(name) if "c" in name or "x" in name else name)
    text = _without_repeats(known.replace(" ", ""))
    text = _sounds(text.replace("ph", "f").replace("ck", "k").replace("q", "k"))
    if not text:
        return ""
    rest = text[1:].replace("a", "").replace("e", "").replace("i", "").replace("o", "").replace("u", "")
    return ("a" if text[0] in "aeiou" else text[0]) + rest


def _sounds(text: str) -> str:
    """Letters that sound alike made one; a pattern is looked for only where its letter stands."""
    if "c" in text or "sh" in text:
        text = _SOFT.sub("s", text)
    if "x" in text:
        text = ("s" + text[1:] if text[0] == "x" else text).replace("x", "ks")
    text = text.replace("c", "k").replace("z", "s")
    if "w" in text:
        text = _SILENT_W.sub("", text)
    text = _without_repeats(text.replace("w", "f").replace("v", "f").replace("y", "i"))
    return text[:1] + text[1:].replace("h", "")


def _without_repeats(text: str) -> str:
    return _REPEATS.sub(r"\1", text) if _REPEATS.search(text) else text


@lru_cache(maxsize=200_000)
def codes_of_words(name: str) -> frozenset[str]:
    """The skeletons of a name's words and of what they may be short for: no word of two names is one name where these
    have nothing in common."""
    return frozenset(skeleton(whole) for word in name.split() for whole in full_names(word))


@lru_cache(maxsize=20_000)
def nearest_spelling(name: str) -> str:
    """The group of spellings nearest to a name that is written with the same consonants as several, where one is the
    nearest: "hsssan" is one slip from Hassan and two from Hussain. "" where none is, as of "hassain"."""
    listed = spelling(name)
    near = {} if listed else _spelled_alike().get(skeleton(name), {})
    if len(near) < 2:
        return listed
    far = sorted((min(OSA.distance(name, spelled) for spelled in found), group) for group, found in near.items())
    return far[0][1] if far[0][0] < far[1][0] else ""


@lru_cache(maxsize=1)
def _spelled_alike() -> dict[str, dict[str, list[str]]]:
    """Groups of spellings by skeleton."""
    found: dict[str, dict[str, list[str]]] = {}
    for name, group in SPELLINGS.items():
        found.setdefault(skeleton(name), {}).setdefault(group, []).append(name)
    return found


_LONG = re.compile(r"aa|ee|ii|oo|uu|[ae][iy]e?(?=[^aeiouy]|$)|ou|ah$|y(?=[^aeiouy]|$)")
_SAID = {"aa": "a", "ee": "i", "ii": "i", "oo": "u", "uu": "u", "ou": "u", "ah": "a", "y": "i"}


@lru_cache(maxsize=20_000)
def with_vowels(name: str) -> str:
    """The skeleton's consonants with the vowels between them, length left out: layla = leila = laila, dina = deena.

    Where no vowel follows, *ay, ai, ey* and *ei* are one diphthong; a doubled vowel is a long one.
    """
    text = _LONG.sub(lambda found: _SAID.get(found[0], "ei"), name.replace(" ", ""))
    return _sounds(_without_repeats(text.replace("ph", "f").replace("ck", "k").replace("q", "k")))


def consonantal(name: str) -> bool:
    """Does this spelling hold no vowels, as a name from Arabic or Hebrew script may?"""
    return not _VOWELS.search(name)


_READ = {"w": "(?:w|v|o|u)+", "y": "(?:y|i|e)+"}


def reads_as(written: str, name: str) -> bool:
    """May a name written without short vowels, as Arabic and Hebrew do, be read so: nwr as noor, zyd as zaid?"""
    return consonantal(written) and bool(_readings(written).fullmatch(name))


@lru_cache(maxsize=10_000)
def _readings(written: str) -> re.Pattern[str]:
    """Each letter once or doubled, a short vowel between two; w and y may stand for long vowels."""
    return re.compile("[aeiou]?".join(_READ.get(letter, re.escape(letter) + "+") for letter in written) + "h?")
