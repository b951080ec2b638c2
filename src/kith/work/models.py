"""Involvements, deadlines, actions and questions between agencies."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.authority.models import Agency, Record, Subject, Team, Worker


class Involvement(Record):
    """An agency works with a subject in a named way, from when until when. Access follows it, clocks hang on it."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="involvements")
    agency = models.ForeignKey(Agency, models.PROTECT)
    team = models.ForeignKey(Team, models.PROTECT, null=True)
    worker = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="involvements")
    kind = models.CharField(max_length=40)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")),
                                              name="involvement_ends_after_it_begins")]


class Deadline(Record):
    """A running or stopped clock. `due_at` is stored and indexed; due soon and overdue are reads, never a status."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="deadlines")
    duty = models.CharField(max_length=40)
    duty_version = models.CharField(max_length=80)
    record_id = models.UUIDField(null=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True)  # who owes it, where one agency does
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()           # close of business for clocks counted in days
    reported_at = models.DateTimeField()      # met or breached is judged by this
    due_on = models.DateField(null=True)      # set for clocks counted in days
    met_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True)  # the breach was announced, once
    explained_at = models.DateTimeField(null=True)
    explained_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="explanations")
    reason_code = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(met_at__isnull=True, superseded_at__isnull=True),
                                name="deadline_running")]
        constraints = [
            models.UniqueConstraint(fields=["subject", "duty", "record_id"], nulls_distinct=False,
                                    condition=Q(met_at__isnull=True, superseded_at__isnull=True),
                                    name="one_running_clock"),
            models.CheckConstraint(condition=Q(explained_at__isnull=True, explained_by__isnull=True, reason="")
                                   | Q(explained_at__isnull=False, explained_by__isnull=False) & ~Q(reason=""),
                                   name="explained_by_somebody_with_a_reason")]


class Action(Record):
    """Who does what for a subject, so that what, by when, and the difference it made."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="actions")
    agency = models.ForeignKey(Agency, models.PROTECT)
    team = models.ForeignKey(Team, models.PROTECT, null=True)
    worker = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="actions")
    what = models.CharField(max_length=300)
    so_that = models.CharField(max_length=300, blank=True)
    due_at = models.DateTimeField(null=True)
    cause_id = models.UUIDField(null=True)  # the decision, meeting item or breach it came from
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    difference = models.TextField(blank=True)
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(done_at__isnull=True), name="action_open")]
        constraints = [models.CheckConstraint(condition=Q(done_at__isnull=True, done_by__isnull=True)
                                              | Q(done_at__isnull=False, done_by__isnull=False),
                                              name="action_done_by_somebody")]


class Request(Record):
    """A question to one agency about a subject, with its purpose, its lawful basis and when an answer is due (P2)."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="requests")
    about_id = models.UUIDField()             # the referral it serves
    agency = models.ForeignKey(Agency, models.PROTECT)
    question = models.TextField()
    purpose = models.TextField()
    lawful_basis = models.CharField(max_length=30)
    gateway = models.CharField(max_length=30)
    necessity = models.TextField(blank=True)
    family_told = models.CharField(max_length=30)  # yes, or the code of the reason why not
    grade = models.CharField(max_length=5)
    sent_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)  # decided without an answer: the silence stays on the record
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "about_id", "agency", "question"], name="asked_once")]
        indexes = [models.Index(fields=["agency", "-sent_at"]), models.Index(fields=["about_id"])]


class Answer(Record):
    """One agency's answer: what it holds, nothing known, or declined with a reason and a day to look again."""

    OUTCOMES = (("answered", "Answered"), ("nothing_known", "Nothing known"), ("declined", "Not shared"))
    request = models.OneToOneField(Request, models.CASCADE)
    subject = models.ForeignKey(Subject, models.CASCADE)
    agency = models.ForeignKey(Agency, models.PROTECT)
    outcome = models.CharField(max_length=13, choices=OUTCOMES)
    text = models.TextField(blank=True)
    means = models.TextField(blank=True)            # what this means for the child
    records_to = models.DateTimeField(null=True)    # how fresh the source is
    carried_from = models.ForeignKey("self", models.SET_NULL, null=True)  # pre-filled from this earlier answer
    decline_reason = models.CharField(max_length=30, blank=True)
    review_on = models.DateField(null=True)
    answered_at = models.DateTimeField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(
            condition=~Q(outcome="declined") | ~Q(decline_reason="") & Q(review_on__isnull=False),
            name="declined_with_reason_and_review")]


class AgencyNote(Record):
    """What an agency keeps to itself beside an answer. Row security shows it to that agency alone."""

    subject = models.ForeignKey(Subject, models.CASCADE)
    agency = models.ForeignKey(Agency, models.PROTECT)
    record_id = models.UUIDField()
    text = models.TextField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()


class HealthDetail(Record):
    """Health detail beside an answer: health staff read it; others see only that it exists."""

    subject = models.ForeignKey(Subject, models.CASCADE)
    agency = models.ForeignKey(Agency, models.PROTECT)
    record_id = models.UUIDField()
    text = models.TextField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()


class Holiday(models.Model):
    """A one-off bank holiday added (or withdrawn) by the county: the only part of the calendar that is a row."""

    on = models.DateField(primary_key=True)
    name = models.CharField(max_length=80)
    withdrawn = models.BooleanField(default=False)
    applied_at = models.DateTimeField(null=True)  # running clocks were recomputed
