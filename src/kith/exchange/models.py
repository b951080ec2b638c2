"""What arrives from partners' systems, kept as it came before anything is made of it. What a row has come
to is said by records (a time with its contact, its reasons, its fault), and a mended row is a new row that
replaces the old one."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import F, Q

from kith.authority.models import Agency, Record, Worker
from kith.frontdoor.models import Contact
from kith.screening.models import Incident

LAYOUTS = (
    ("contact", "Concerns about children"),
    ("police_screening", "Police vulnerability screenings"),
    ("incident", "Incidents of command and control"),
)


class Import(Record):
    """A file that somebody brought in. How far it has come is counted from its rows, never stored."""

    agency = models.ForeignKey(Agency, models.PROTECT)
    system = models.CharField(max_length=40)
    layout = models.CharField(max_length=20, choices=LAYOUTS)
    file_name = models.CharField(max_length=120, blank=True)
    encoding = models.CharField(max_length=12)
    lines = models.PositiveIntegerField()  # rows of the file, before rows of one incident are put together
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-created_at"])]


class Arrival(Record):
    """One message or row, under the partner's own reference. At most one standing body for a reference."""

    agency = models.ForeignKey(Agency, models.PROTECT)
    system = models.CharField(max_length=40)
    message_id = models.CharField(max_length=80)  # the partner's own reference
    layout = models.CharField(max_length=20, choices=LAYOUTS)
    body = models.TextField()  # JSON in ASCII, its keys in order: what was sent, unjudged
    body_sha256 = models.BinaryField()
    received_at = models.DateTimeField(null=True)  # the partner's receipt; none where it could not be read
    kept_at = models.DateTimeField()
    batch = models.ForeignKey(Import, models.PROTECT, null=True, related_name="rows")
    line = models.PositiveIntegerField(null=True)

    taken_at = models.DateTimeField(null=True)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="arrivals")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="arrivals")
    questions = models.JSONField(default=list)  # codes that nobody knew: [{"field", "say"}]
    refused_at = models.DateTimeField(null=True)
    reasons = models.JSONField(default=list)  # [{"field", "say"}]
    quarantined_at = models.DateTimeField(null=True)
    quarantine_reason = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)  # kind of technical fault; never content
    next_try_at = models.DateTimeField(null=True)
    stuck_at = models.DateTimeField(null=True)  # tried often enough: a person looks, by `look_by`
    look_by = models.DateTimeField(null=True)

    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "system", "message_id"],
                name="one_standing_body",
                condition=Q(refused_at__isnull=True, quarantined_at__isnull=True, stuck_at__isnull=True),
            ),
            models.UniqueConstraint(fields=["replaces"], name="mended_once"),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, contact__isnull=True, incident__isnull=True)
                | Q(taken_at__isnull=False)
                & (Q(contact__isnull=False, incident__isnull=True) | Q(contact__isnull=True, incident__isnull=False)),
                name="taken_into_one_record",
            ),
            models.CheckConstraint(
                condition=Q(refused_at__isnull=True) | ~Q(reasons=[]), name="refused_with_reasons"
            ),
            models.CheckConstraint(
                condition=Q(quarantined_at__isnull=True) | ~Q(quarantine_reason=""),
                name="quarantined_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(stuck_at__isnull=True, look_by__isnull=True)
                | Q(stuck_at__isnull=False, look_by__gt=F("stuck_at")),
                name="stuck_has_a_clock",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kept_at", "line"],
                name="arrival_waiting",
                condition=Q(
                    taken_at__isnull=True,
                    refused_at__isnull=True,
                    quarantined_at__isnull=True,
                    stuck_at__isnull=True,
                ),
            ),
            models.Index(fields=["batch", "line"]),
            models.Index(fields=["agency", "system", "message_id"]),
        ]

    @property
    def made_id(self) -> UUID | None:
        """The subject that the row became: a contact or an incident."""
        return self.contact_id or self.incident_id


class Settlement(Record):
    """What a person decided about a row that could not be taken: ours stands, or it was put aside, and
    why."""

    CHOICES = (
        ("ours", "Keep what we hold"),
        ("new_version", "Take it as a new version beside the first"),
        ("aside", "Put it aside"),
    )
    arrival = models.OneToOneField(Arrival, models.PROTECT, related_name="settlement")
    agency = models.ForeignKey(Agency, models.PROTECT)
    as_what = models.CharField(max_length=12, choices=CHOICES)
    note = models.TextField()
    settled_at = models.DateTimeField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
