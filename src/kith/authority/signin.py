"""Signing in: password and one-time code; links without either in demo mode only. Runs under the `door` role."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from uuid import UUID

import pyotp
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.db import connection

from kith.authority import ledger, who

MOST_FAILURES = 8            # in 15 minutes, for one address: then wait [L]
IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=8)


@lru_cache(maxsize=1)
def unusable() -> str:
    """A password nobody has: checked for an unknown address, so that it takes as long as for a known one."""
    return make_password("nobody", salt="kith-same-time-for-everybody")


@dataclass(frozen=True)
class Known:
    """A worker whose password was right; `secret` is their one-time-code key, made now if they had none."""

    worker_id: UUID
    secret: str
    is_new: bool
    last_code: str


def password_right(email: str, password: str) -> Known | str:
    """The worker, or a sentence that says what to do. Takes as long for an unknown address as for a known one."""
    with connection.cursor() as cursor:
        cursor.execute("select * from sec.credential(%s)", [email.strip()])
        row = cursor.fetchone()
        if row and row[4] >= MOST_FAILURES:
            return "Too many tries. Wait 15 minutes, or ask your administrator."
        if not check_password(password, row[1] if row else unusable()) or row is None:
            cursor.execute("select sec.sign_in_failed(%s)", [email.strip()])
            return "The e-mail address and the password do not belong together. Check both and try again."
    secret = ledger.decrypt(row[2], f"totp/{row[0]}").decode() if row[2] else pyotp.random_base32()
    return Known(row[0], secret, row[2] is None, row[3])


def code_right(known: Known, code: str) -> bool:
    """Whether the six digits are right now (one step of drift allowed) and were not used just before."""
    digits = "".join(c for c in code if c.isdigit())
    if not pyotp.TOTP(known.secret).verify(digits, valid_window=1) or hmac.compare_digest(digits, known.last_code):
        return False
    sealed = ledger.encrypt(known.secret.encode(), f"totp/{known.worker_id}") if known.is_new else None
    with connection.cursor() as cursor:
        cursor.execute("select sec.keep_totp(%s, %s, %s)", [known.worker_id, sealed, digits])
    return True


def pending(known: Known) -> str:
    """What the browser carries between password and code: signed and encrypted, five minutes long."""
    text = "|".join([str(known.worker_id), known.secret, "1" if known.is_new else "", known.last_code])
    return signing.dumps(ledger.encrypt(text.encode(), "sign-in").hex(), salt="kith.sign-in")


def from_pending(text: str) -> Known | None:
    try:
        sealed = bytes.fromhex(signing.loads(text, salt="kith.sign-in", max_age=300))
    except (signing.BadSignature, ValueError):
        return None
    worker, secret, new, last = ledger.decrypt(sealed, "sign-in").decode().split("|")
    return Known(UUID(worker), secret, bool(new), last)


def open_session(worker: UUID, *, purpose: str = "work", idle: timedelta = IDLE, lasts: timedelta = ABSOLUTE) -> str:
    """A new session's token. The entry `session.opened` is written under that session."""
    token = who.new_token()
    with connection.cursor() as cursor:
        cursor.execute("select sec.open_session(%s, %s, 'person', %s, %s::interval, %s::interval)",
                       [token, worker, purpose, str(lasts), str(idle)])
    by = who.enter(token)
    if by is None:
        raise who.NoSession("The session could not be opened.")
    ledger.append("session.opened", at=by.now)
    return token


def demo_token(worker: UUID) -> str:
    return signing.dumps(str(worker), salt="kith.demo", compress=False)


def from_demo_token(token: str) -> UUID | None:
    """The worker of a demo link; None outside demo and test mode, whatever the link says."""
    if settings.MODE not in ("demo", "test"):
        return None
    try:
        return UUID(signing.loads(token, salt="kith.demo"))
    except (signing.BadSignature, ValueError):
        return None
