"""The ledger: what was done and what was looked at, written in the same transaction, by nobody ever read back here.

`append` raises where the entry cannot be written, so the page or the act fails with it: no entry, no content.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from kith.authority.ids import uuid7


@dataclass(frozen=True)
class Entry:
    """One line of the ledger as its followers see it."""

    id: UUID
    verb: str
    at: datetime
    subject_id: UUID | None
    record_id: UUID | None
    facts: Mapping[str, Any]


def append(verb: str, *, at: datetime, subject: UUID | None = None, record: UUID | None = None,
           facts: Mapping[str, Any] | None = None, personal: str = "", purpose: str | None = None) -> Entry:
    """Write one entry under the transaction's session.

    `facts` never hold personal words; `personal` (search words, an address) is encrypted in a table of its own that
    can be erased, and only its salted hash (a commitment) stands in the entry.
    """
    entry_id = uuid7()
    kept = dict(facts or {})
    if personal:
        salt = os.urandom(16)
        kept["commitment"] = hashlib.sha256(salt + personal.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into public.authority_entry (id, purpose, verb, subject_id, record_id, facts) "
            "values (%s, %s, %s, %s, %s, %s)",
            [entry_id, purpose, verb, subject, record, json.dumps(kept, cls=DjangoJSONEncoder)])
        if personal:
            cursor.execute("insert into public.authority_entrypersonal (entry_id, sealed_text) values (%s, %s)",
                           [entry_id, encrypt(salt + personal.encode(), str(entry_id))])
    return Entry(entry_id, verb, at, subject, record, kept)


def key(purpose: str) -> bytes:
    """A 32-byte key for one purpose, derived from the installation's secret (which never stands in the database)."""
    return hashlib.sha256(f"kith/{purpose}/{settings.SECRET_KEY}".encode()).digest()


def encrypt(plain: bytes, bound_to: str) -> bytes:
    """AES-256-GCM; `bound_to` (table and row) is authenticated, so a ciphertext cannot be moved to another row."""
    nonce = os.urandom(12)
    return nonce + AESGCM(key("field")).encrypt(nonce, plain, bound_to.encode())


def decrypt(sealed: bytes, bound_to: str) -> bytes:
    return AESGCM(key("field")).decrypt(bytes(sealed[:12]), bytes(sealed[12:]), bound_to.encode())


def looks_at(subject: UUID, most: int = 50) -> list[dict[str, Any]]:
    """Who has looked at or acted on this subject, newest first; nothing where the reader may not see the subject."""
    with connection.cursor() as cursor:
        cursor.execute("select * from sec.looks_at(%s, %s)", [subject, most])
        names = [c.name for c in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
