"""Concerns from a partner's system through the real JSON API, with their people compared with everybody known."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.db import connections

from kith.authority.models import Agency
from kith.exchange.command import make_key
from kith.frontdoor.models import Contact
from kith.measure import cast, filling, served
from kith.measure.calling import Caller, counting
from kith.measure.ground import Unready
from kith.measure.marks import Row, beside
from kith.measure.served import Server
from kith.measure.timing import children, quantile, spending

INDEXED, COUNTY = 20_000, 650_000
SENT, SENDERS, COUNTED = 400, 4, 20
ADDRESS = "/api/v1/contacts"
WORDS = ("Came to school with a mark on the arm and said that somebody at home had done it. "
         "A younger brother collects from the gate alone.")


def run(full: bool = False, *, indexed: int = 0, sent: int = SENT) -> tuple[list[Row], list[str]]:
    """Fill the index, count one request inside this process, then send many to the real web server."""
    indexed = indexed or (COUNTY if full else INDEXED)
    found = filling.population(indexed, sent + COUNTED)
    filling.fill_index(found)
    key = make_key(Agency.objects.using("owner").get(key=cast.AGENCY), "Bench")
    bodies = [body(n, row) for n, row in enumerate(found.referrals)]
    rows = [beside("people's records in the index", len(found.rows), "", "count"), counted(key, bodies[:COUNTED])]
    return [*rows, *sending(key, bodies[COUNTED:]), *afterwards()], [
        "No mark was set for intake: the invented county of 130,000 children receives about 50 concerns a day."]


def body(number: int, row: dict[str, str]) -> dict[str, Any]:
    """A concern about one child with a parent, as a partner's system sends it."""
    child = {"given_name": row["given_name"], "family_name": row["family_name"], "known_as": row["known_as"],
             "dob": row["dob"], "nhs_number": row["nhs_number"], "upn": row["upn"],
             "sex": row["sex"] if row["sex"] in ("M", "F") else "U",
             "voice": {"words": "I want it to stop.", "heard_by": "Dee Lead", "alone": True}}
    return {"reference": f"BENCH-{number}", "received_at": "2026-09-01T10:00:00+01:00", "what_happened": WORDS,
            "children": [child], "adults": [{"role": "mother", "family_name": row["family_name"]}],
            "address": row["address"], "postcode": row["postcode"][:8]}


def counted(key: str, bodies: Sequence[dict[str, Any]]) -> Row:
    """Statements of one concern, from the request's begin to the matching after its commit."""
    caller, totals = Caller(), []
    for one in bodies:
        with counting() as statements:
            answer = caller.call("POST", ADDRESS, json.dumps(one).encode(), "application/json", key)
        if answer.status != 201:
            raise Unready(f"the API answered {answer.status} to a concern: {answer.body[:200].decode()}")
        totals.append(float(len(statements.own) + len(statements.frame)))
    return beside("statements for a concern, with matching", quantile(totals, 0.5), "", "count",
                  f"most {max(totals):.0f}")


def sending(key: str, bodies: Sequence[dict[str, Any]], senders: int = SENDERS) -> list[Row]:
    """Wall and CPU of `bodies`, sent by a few senders at once to gunicorn's two workers."""
    with served.server() as web:
        post(web, key, {**bodies[0], "reference": "BENCH-warm"})
        workers, database = children(web.pid), backends()
        with spending(workers) as spent, spending(database) as stored, ThreadPoolExecutor(senders) as pool:
            answers = list(pool.map(lambda one: post(web, key, one), bodies))
    if wrong := [status for status, _ in answers if status != 201]:
        raise Unready(f"{len(wrong)} of {len(bodies)} concerns were not taken in (status {wrong[0]})")
    took = [ms for _, ms in answers]
    rows = [beside("concerns a second through the API, matched", len(bodies) / spent.wall, "", "wall",
                   f"{senders} senders"),
            beside("one concern, p50", quantile(took, 0.5), "ms", "wall"),
            beside("one concern, p95", quantile(took, 0.95), "ms", "wall")]
    if spent.database is not None:
        rows.append(beside("CPU of the web workers, a concern", spent.database / len(bodies) * 1e3, "ms", "cpu"))
    if stored.database is not None:
        rows.append(beside("CPU of the database, a concern", stored.database / len(bodies) * 1e3, "ms", "cpu"))
    return rows


def post(web: Server, key: str, concern: dict[str, Any]) -> tuple[int, float]:
    """(status, milliseconds) of one concern sent."""
    link = http.client.HTTPConnection("127.0.0.1", web.port, timeout=60)
    started = time.perf_counter()
    try:
        link.request("POST", ADDRESS, json.dumps(concern), {
            "Host": f"localhost:{web.port}", "Content-Type": "application/json", "Authorization": f"Bearer {key}"})
        answer = link.getresponse()
        answer.read()
    finally:
        link.close()
    return answer.status, (time.perf_counter() - started) * 1e3


def backends() -> list[int]:
    """The database's processes that serve the application's login here."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("select pid from pg_stat_activity where datname = current_database() and usename = %s",
                       [settings.DATABASES["default"]["USER"]])
        return [row[0] for row in cursor.fetchall()]


def afterwards() -> list[Row]:
    """What became of them: none may be left without having been compared."""
    contacts = Contact.objects.using("owner")
    return [beside("concerns taken in", contacts.count(), "", "count"),
            beside("of them left unmatched", contacts.filter(matched_at__isnull=True).count(), "", "count")]
