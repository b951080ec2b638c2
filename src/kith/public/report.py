"""A report on its way: carried from step to step inside the form, sealed, then stored once, by one statement.

Nothing is kept on our side before "Send", and nothing in the visitor's browser but the page itself. The
seal (AES-GCM)
keeps what was written out of the page's source and shows whether it was changed on the way.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, connection, transaction

from kith.authority import ledger
from kith.authority.county import profile
from kith.kit import words
from kith.statute import duties

BOUND_TO = "public report"
TOO_FAST_SECONDS = 5
HIDDEN_BOX, TOO_FAST = "the hidden box was filled in", "written in under five seconds"
SOURCE_CODES = {
    "family": "1A",
    "neighbour": "1B",
    "self": "1C",
    "other": "1D",
    "professional": "8",
}  # DfE codes
NOBODY_NAMED, SOMEBODY = "9", "1D"


@dataclass(frozen=True)
class Carried:
    """What one visitor has written so far. `nonce` makes two presses of "Send" one report."""

    nonce: str
    begun_at: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    trap: bool = False  # the box that people do not see was filled in
    checked: bool = False  # the last step was seen: "Continue" goes back to it

    def holding(self, more: Mapping[str, Any]) -> Carried:
        return replace(self, answers={**self.answers, **more})


def begin(at: datetime) -> Carried:
    return Carried(secrets.token_hex(16), at.isoformat())


def seal(carried: Carried) -> str:
    """The hidden field's text."""
    plain = json.dumps(vars(carried), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(ledger.encrypt(plain, BOUND_TO)).decode()


def unseal(text: str) -> Carried | None:
    """What `seal` wrote; None where it was changed, cut short, or never ours."""
    try:
        return Carried(**json.loads(ledger.decrypt(base64.urlsafe_b64decode(text.encode()), BOUND_TO)))
    except (InvalidTag, ValueError, TypeError):
        return None


def source_code(answers: Mapping[str, Any]) -> str:
    """Who tells us, in the census's codes: by what they said they are, else anonymous where no name was
    given."""
    if found := SOURCE_CODES.get(str(answers.get("relation", ""))):
        return found
    return SOMEBODY if answers.get("name") or answers.get("contact") else NOBODY_NAMED


def marks(carried: Carried, at: datetime) -> list[str]:
    """Signs of a machine: shown to whoever reads the report, never a reason not to take it."""
    seconds = (at - datetime.fromisoformat(carried.begun_at)).total_seconds()
    return [
        name for name, is_so in ((HIDDEN_BOX, carried.trap), (TOO_FAST, seconds < TOO_FAST_SECONDS)) if is_so
    ]


def answers_to_store(carried: Carried, at: datetime) -> dict[str, Any]:
    """The report in its agreed shape: what was written, without what was left empty."""
    written = {key: value for key, value in carried.answers.items() if value not in ("", None, False)}
    found = marks(carried, at)
    return {**written, "source_code": source_code(written), **({"marks": found} if found else {})}


def receipt_for(carried: Carried) -> str:
    """Sixteen digits in four groups, the same for the same report sent twice, another once a word is changed.

    Drawn from the visitor's nonce with the installation's key, so that nobody can reckon one from another.
    """
    text = f"{carried.nonce}/{json.dumps(dict(carried.answers), sort_keys=True)}".encode()
    number = int.from_bytes(hmac.digest(ledger.key("public receipt"), text, "sha256"), "big") % 10**16
    return " ".join(re.findall("....", f"{number:016d}"))


def digits(code: str) -> str:
    """A code as somebody typed it: spaces, dashes and full-width figures are all one to us."""
    return "".join(str(unicodedata.digit(c)) for c in code if unicodedata.digit(c, None) is not None)


def receipt_hash(code: str) -> bytes:
    """What is stored in place of the code."""
    return hashlib.sha256(digits(code).encode()).digest()


def store(code: str, answers: Mapping[str, Any]) -> None:
    """Put the report away, by one statement and before anything else. Sent a second time, it is already
    there."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select sec.file_report(%s, %s::jsonb)", [receipt_hash(code), json.dumps(answers)])
    except IntegrityError:
        return


def decide_by(received_at: datetime) -> str:
    """By when the hub must have decided what to do, in words: the statutory clock, from the moment of
    receipt."""
    duty = duties.get("contact.decision", profile=profile())
    due = words.local(duty.due(received_at, profile().calendar()).at)
    return f"{words.clock_time(due)} on {due:%A} {words.long_date(due.date())}"


@dataclass(frozen=True)
class Status:
    """What a receipt code may say: that it arrived, whether somebody has it, and what the hub chose to
    tell."""

    received_at: datetime
    taken: bool
    reference: str | None
    said: str | None
    said_at: datetime | None


def status(code: str) -> Status | None:
    """The report behind a code, or None."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select received_at, taken, reference, said, said_at from sec.receipt_says(%s)",
            [receipt_hash(code)],
        )
        row = cursor.fetchone()
    return Status(*row) if row else None
