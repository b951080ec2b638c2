"""The only writer of what is published and of answers to visitors."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from kith.authority.acts import Done, Refused, act
from kith.authority.who import Session
from kith.public import rules, wording
from kith.public.models import Edition, Feedback, Page, Signature


def signed(edition: Edition) -> set[str]:
    """Partners whose signature is for exactly the present text."""
    present = rules.text_hash(edition.title, edition.summary, edition.body)
    return {s.partner for s in edition.signatures.all() if s.text_hash == present}


@act("edition.drafted")
def draft(
    *, by: Session, at: datetime, page: Page | None, kind: str, slug: str, title: str, summary: str, body: str
) -> Done:
    """Write a text, or write it again: a published version is never changed, the next one is begun.

    Signatures under an earlier wording no longer count, because each is for one text only.
    """
    if found := wording.faults(body):
        raise Refused(*found)
    where = page or new_page(by=by, at=at, kind=kind, slug=slug)
    words = {
        "title": title,
        "summary": summary,
        "body": body,
        "drafted_at": at,
        "drafted_by_id": by.worker_id,
    }
    open_draft = Edition.objects.filter(page=where, published_at__isnull=True).first()
    if open_draft:
        Edition.objects.filter(pk=open_draft.pk).update(**words)
        return Done(open_draft, facts={"version": open_draft.version, "again": True})
    last = Edition.objects.filter(page=where).aggregate(last=Max("version"))["last"] or 0
    edition = Edition(page=where, version=last + 1, **words)
    Edition.objects.bulk_create([edition])
    return Done(edition, facts={"version": edition.version, "kind": where.kind})


def new_page(*, by: Session, at: datetime, kind: str, slug: str) -> Page:
    """The page that the first version makes."""
    if Page.objects.filter(slug=slug).exists():
        raise Refused("There is already a page with this address. Choose another, or open that page.")
    page = Page(slug=slug, kind=kind, created_at=at, created_by_id=by.worker_id)
    Page.objects.bulk_create([page])
    return page


@act("edition.signed")
def sign(*, by: Session, at: datetime, edition: Edition) -> Done:
    """One of the three partners agrees to exactly this text. The worker's own agency says for whom."""
    partner = by.agency_kind
    if reasons := list(rules.reasons_against_signing(partner, edition.published_at, signed(edition))):
        raise Refused(*reasons)
    present = rules.text_hash(edition.title, edition.summary, edition.body)
    row = Signature(
        edition=edition, partner=partner, text_hash=present, signed_at=at, signed_by_id=by.worker_id
    )
    Signature.objects.bulk_create([row])
    return Done(row, facts={"partner": partner, "version": edition.version})


@act("edition.published")
def publish(*, by: Session, at: datetime, edition: Edition) -> Done:
    """Put the text before the public: refused until all three partners have signed it."""
    if reasons := list(rules.reasons_against_publishing(signed(edition), edition.published_at)):
        raise Refused(*reasons)
    Edition.objects.filter(pk=edition.pk).update(published_at=at, published_by_id=by.worker_id)
    return Done(edition, facts={"version": edition.version, "kind": edition.page.kind})


@act("edition.withdrawn")
def withdraw(*, by: Session, at: datetime, edition: Edition, because: str) -> Done:
    """Take a published text away, with the reason where it stood. The version stays in the list."""
    if reasons := list(
        rules.reasons_against_withdrawing(edition.published_at, edition.withdrawn_at, because)
    ):
        raise Refused(*reasons)
    Edition.objects.filter(pk=edition.pk).update(
        withdrawn_at=at, withdrawn_by_id=by.worker_id, withdrawn_because=because
    )
    return Done(edition, facts={"version": edition.version})


@act("feedback.answered", when=rules.reasons_against_answering)
def answer(
    *, by: Session, at: datetime, feedback: Feedback, you_said: str, we_did: str, publish: bool
) -> Done:
    """Say what was done about something a visitor said; with `publish` it stands under "You said, we did"."""
    Feedback.objects.filter(pk=feedback.pk).update(
        you_said=you_said,
        we_did=we_did,
        answered_at=at,
        answered_by_id=by.worker_id,
        published_at=at if publish else None,
    )
    return Done(feedback, facts={"published": publish})
