"""What the partnership publishes, signed off by its three partners, and what visitors say about the site."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.authority.models import Record, Worker

KINDS = (
    ("news", "News"),
    ("arrangements", "Our arrangements"),
    ("report", "Report"),
    ("yearly", "Yearly report"),
    ("briefing", "Learning briefing"),
)
PARTNERS = (("council", "The council"), ("police", "The police"), ("health", "The NHS"))


class Page(Record):
    """A thing that is published and keeps its address while its text is renewed: one arrangement, one
    report."""

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=KINDS)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")


class Edition(Record):
    """One version of a page's text. Until it is published it may be redrafted; after that the next one is
    begun."""

    page = models.ForeignKey(Page, models.PROTECT, related_name="editions")
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=150)
    summary = models.CharField(max_length=300)
    body = models.TextField()  # the plain text format of wording.py: never HTML
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["page", "version"], name="one_edition_a_version"),
            models.UniqueConstraint(
                fields=["page"], condition=Q(published_at__isnull=True), name="one_edition_in_draft"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="edition_published_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(
                    withdrawn_at__isnull=False,
                    withdrawn_by__isnull=False,
                    withdrawn_at__gte=F("published_at"),
                ),
                name="edition_withdrawn_by_whom",
            ),
        ]


class Signature(Record):
    """One partner's sign-off of exactly one text: a later change of the text needs a new one."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="signatures")
    partner = models.CharField(max_length=8, choices=PARTNERS)
    text_hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "partner", "text_hash"], name="one_signature_a_text")
        ]


class Feedback(Record):
    """What a visitor said about the site, and what we did. Only the partnership's own words are ever
    published."""

    said = models.TextField()
    page = models.CharField(max_length=200, blank=True)  # the address they wrote from, without anything typed
    received_at = models.DateTimeField()
    you_said = models.CharField(max_length=300, blank=True)
    we_did = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["received_at"], condition=Q(answered_at__isnull=True), name="feedback_waiting"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="feedback_answered_by",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(answered_at__isnull=False),
                name="feedback_published_has_answer",
            ),
        ]
