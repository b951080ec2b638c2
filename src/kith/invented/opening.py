"""After the load: what would be done first, done through the acts before the first page is shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

from kith.authority import signin, who
from kith.authority.models import Worker
from kith.authority.who import Session
from kith.frontdoor import intake
from kith.public import acts as public
from kith.public.examples import DemoEdition, demo_editions
from kith.public.models import Edition

EDITOR, SIGNERS = "edwin@partnership", ("malcolm@council", "verity@police", "nkechi@health")
DOMAIN = "thornshire.example"


def match_what_waits() -> tuple[int, int]:
    """Compare unmatched contacts with everybody known, as the worker's sweep does: (how many were, how many failed)."""
    done = 0
    tried: set[UUID] = set()
    while waiting := [pk for pk in intake.unmatched() if pk not in tried]:
        tried.update(waiting)
        done += sum(intake.try_to_match(pk) for pk in waiting)
    return done, len(tried) - done


def publish_pages() -> int:
    """The public site's first texts: drafted by the business unit, signed by the three partners, published."""
    editions = demo_editions()
    drafted = [_drafted(text) for text in editions]
    for signer in SIGNERS:
        with at_work(signer) as by:
            for edition in Edition.objects.filter(pk__in=drafted).prefetch_related("signatures"):
                public.sign(by=by, at=by.now, edition=edition)
    with at_work(EDITOR) as by:
        for edition in Edition.objects.filter(pk__in=drafted).select_related("page").prefetch_related("signatures"):
            public.publish(by=by, at=by.now, edition=edition)
    return len(editions)


def _drafted(text: DemoEdition) -> UUID:
    with at_work(EDITOR) as by:
        edition: Edition = public.draft(by=by, at=by.now, page=None, **vars(text))
        return edition.pk


@contextmanager
def at_work(address: str) -> Iterator[Session]:
    """A worker of the invented county at work for one transaction: a session opened and closed again."""
    worker = Worker.objects.using("owner").get(email=f"{address}.{DOMAIN}")
    with transaction.atomic():
        who.take_role("door")
        token = signin.open_session(worker.pk, purpose="the county's first pages")
    with who.working_as(token) as by:
        yield by
        with connection.cursor() as cursor:
            cursor.execute("select sec.close_session()")
