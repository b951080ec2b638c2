"""What people said about persons: never or always the same, merges and what they moved, what relied on a wrong link."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.authority.models import Agency, Record, Subject, Worker
from kith.people.models import Proposal, SourceRecord


class Override(Record):
    """A person's word that outlives every rebuild: two source records, or two persons, never or always the same.

    No role reads the table: a row between an adopted child's two identities would itself tell. Definer functions
    answer for it. Pairs of records hold for every later version of the same source record.
    """

    VERDICTS = (("never", "Never the same"), ("always", "Always the same"))
    CAUSES = (
        ("said", "Said by a person"),
        ("verdict", "Answer to a proposal"),
        ("split", "Taken apart"),
        ("seal", "Sealed"),
    )
    verdict = models.CharField(max_length=6, choices=VERDICTS)
    cause = models.CharField(max_length=7, choices=CAUSES, default="said")
    record_a = models.ForeignKey(SourceRecord, models.CASCADE, null=True, related_name="+")
    record_b = models.ForeignKey(SourceRecord, models.CASCADE, null=True, related_name="+")
    subject_a = models.ForeignKey(Subject, models.CASCADE, null=True, related_name="+")
    subject_b = models.ForeignKey(Subject, models.CASCADE, null=True, related_name="+")
    reason = models.TextField(blank=True)
    said_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    record_a__isnull=False,
                    record_b__isnull=False,
                    subject_a__isnull=True,
                    subject_b__isnull=True,
                )
                | Q(
                    record_a__isnull=True,
                    record_b__isnull=True,
                    subject_a__isnull=False,
                    subject_b__isnull=False,
                ),
                name="override_is_about_a_pair",
            )
        ]


class Merge(Record):
    """Two persons taken to be one: proposed by one worker, agreed by another where the history asks it, reversible."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="merges")  # the older id, which stands
    other = models.ForeignKey(Subject, models.PROTECT, related_name="merged_into")
    reason = models.TextField()
    proposed_at = models.DateTimeField()
    needs_second = models.BooleanField(default=True)
    merged_at = models.DateTimeField(null=True)
    merged_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    undo_reason = models.TextField(blank=True)
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="merges_proposed")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "other"],
                name="one_open_merge_a_pair",
                condition=Q(merged_at__isnull=True, declined_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(merged_at__isnull=False) & ~Q(undo_reason=""),
                name="merge_undone_with_a_reason",
            ),
        ]


class MovedItem(Record):
    """One row that moved when a person was folded into another, so that undoing gives back exactly what was."""

    cause_id = models.UUIDField()  # the Merge or the PersonLink that moved it
    table_name = models.CharField(max_length=63)
    column_name = models.CharField(max_length=63)
    row_id = models.UUIDField()
    was_id = models.UUIDField(null=True)
    becomes_id = models.UUIDField(null=True)
    before = models.CharField(max_length=12, blank=True)  # the subject's state before it was redirected
    back_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["cause_id"], name="moved_by"),
            models.Index(fields=["row_id"], name="moved_row"),
        ]


class Consequence(Record):
    """Something that relied on a link later undone: flagged, shown to whoever did it, looked at again."""

    KINDS = (
        ("decision", "Decision"),
        ("request", "Question to a partner"),
        ("answer", "Answer from a partner"),
        ("look", "Looked at the record"),
        ("message", "Message to a referrer"),
        ("meeting", "Meeting"),
        ("clock", "Clock"),
        ("action", "Action"),
        ("contact", "Contact"),
    )
    cause_id = models.UUIDField()
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="consequences")  # the person relied on
    kind = models.CharField(max_length=8, choices=KINDS)
    record_id = models.UUIDField(null=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True)
    happened_at = models.DateTimeField()
    sentence = models.CharField(max_length=300)
    path = models.CharField(max_length=120, blank=True)
    flagged_at = models.DateTimeField()
    action_id = models.UUIDField(null=True)  # what was agreed about it
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["cause_id"], name="consequence_of")]


class Reading(Record):
    """One reader's answer where two must agree before a record is linked."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="readings")
    subject = models.ForeignKey(Subject, models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=9, choices=Proposal.VERDICTS)
    reason = models.TextField(blank=True)
    read_at = models.DateTimeField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="readings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "created_by"], name="one_reading_each")]


class ReviewClaim(Record):
    """A reviewer has taken one row of the queue; nobody else works on it meanwhile."""

    about_id = models.UUIDField()  # the proposal, merge or question
    subject = models.ForeignKey(Subject, models.CASCADE, related_name="+")
    claimed_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="claims")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about_id"], condition=Q(released_at__isnull=True), name="one_claim_now"
            )
        ]


class Calibration(Record):
    """What a weight is worth, laid over with people's answers: one version a night at most, the newest stands."""

    model = models.CharField(max_length=40)  # the shipped model it belongs to
    version = models.CharField(max_length=40)
    answers = models.PositiveIntegerField()
    points = models.JSONField()  # [[weight, probability], …], rising
    brier_before = models.FloatField()
    brier_after = models.FloatField()
    made_at = models.DateTimeField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
