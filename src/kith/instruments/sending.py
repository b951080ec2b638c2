"""Sent once, however often it is tried: a form kept on a phone carries a key, and a second sending of it is answered
with the receipt of the first. And the keys that lock what a phone keeps."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection

from kith.authority.who import Session
from kith.instruments.models import Receipt

HEADER = "X-Kith-Send"
FIELD = "send_key"


def key_in(given: str) -> UUID | None:
    """The key a form was sent with; None where it carries none that can be read."""
    try:
        return UUID(given)
    except ValueError:
        return None


def received(by: Session, key: UUID) -> str | None:
    """Where the first sending of this key went on to, or None where this is the first. Two at once wait for each
    other."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{by.worker_id}/{key}"])
    return Receipt.objects.filter(worker_id=by.worker_id, key=key).values_list("path", flat=True).first()


def receive(by: Session, at: datetime, key: UUID, path: str) -> None:
    """Note the first sending, in the transaction of the act it caused."""
    Receipt.objects.bulk_create([Receipt(worker_id=by.worker_id, key=key, path=path[:200], received_at=at)])


def phone_lock(by: Session, page: tuple[str, str], at: datetime) -> str:
    """JSON for the form: the name under which the phone keeps the writer's own unsent answers, and the keys of today
    and yesterday. The phone never stores a key: without the writer's session what it keeps cannot be read, and after
    two days not at all."""
    days = [(at - timedelta(days=back)).date().isoformat() for back in (0, 1)]
    return json.dumps({"name": _mac(by, page, "name").hex()[:24],
                       "keys": {day: base64.b64encode(_mac(by, page, day)).decode() for day in days}})


def _mac(by: Session, page: tuple[str, str], what: str) -> bytes:
    message = "|".join(("kept on the phone", str(by.worker_id), *page, what))
    return hmac.new(settings.SECRET_KEY.encode(), message.encode(), hashlib.sha256).digest()
