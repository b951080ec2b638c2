"""Stepping up: before an emergency opening a worker shows with their one-time code that it is really they."""

from __future__ import annotations

from dataclasses import dataclass

import pyotp
from django.db import connection

from kith.authority import ledger, signin
from kith.authority.acts import Refused
from kith.authority.who import Session

WRONG = "The code is not right, or was used already. Enter the six digits your authenticator app shows now."
TOO_MANY = "Too many wrong codes. Wait 15 minutes, or ring the duty team now."
GIVEN, NO_KEY = "one-time code given", "no one-time code is set up for this worker"


@dataclass(frozen=True)
class Key:
    """The worker's one-time-code key, and how many wrong codes stand against them in 15 minutes."""

    secret: str
    failures: int


def key_of(by: Session) -> Key | None:
    """The key of this session's own worker; None where no code is set up (a demonstration's sign-in link)."""
    with connection.cursor() as cursor:
        cursor.execute("select secret, failures from sec.totp_of_me()")
        row = cursor.fetchone()
    return Key(ledger.decrypt(row[0], f"totp/{by.worker_id}").decode(), row[1]) if row else None


def check(key: Key | None, code: str) -> str:
    """Which step was taken, for the ledger. Raises Refused on a wrong, used or missing code; each counts once."""
    if key is None:
        return NO_KEY
    if key.failures >= signin.MOST_FAILURES:
        raise Refused(TOO_MANY)
    digits = "".join(c for c in code if c.isdigit())
    right = pyotp.TOTP(key.secret).verify(digits, valid_window=1)
    with connection.cursor() as cursor:
        if right:
            cursor.execute("select sec.my_code_used(%s)", [digits])
            right = bool((cursor.fetchone() or (False,))[0])
        if not right:
            cursor.execute("select sec.my_code_failed()")
    if not right:
        raise Refused(WRONG)
    return GIVEN
