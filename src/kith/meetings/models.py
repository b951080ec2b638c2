"""Decisions, positions and disagreements: the only record of a decision, also at the front door."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kith.authority.models import Agency, Record, Subject, Worker
from kith.people.models import Voice


class Decision(Record):
    """One decision about one child, append-only. A correction is a new decision that says which one it replaces."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=30)              # e.g. threshold
    about_id = models.UUIDField()                       # the referral, sitting or plan it decides
    chosen = models.CharField(max_length=30)
    level = models.PositiveSmallIntegerField(null=True)  # level of need 1-4
    indicator = models.CharField(max_length=200, blank=True)
    options_considered = models.TextField()
    rationale = models.TextField()
    evidence = ArrayField(models.UUIDField(), default=list)
    voice = models.ForeignKey(Voice, models.PROTECT, null=True)
    voice_influence = models.CharField(max_length=30, blank=True)
    voice_difference = models.TextField(blank=True)
    no_voice_reason = models.CharField(max_length=20, blank=True)
    obtain_voice_on = models.DateField(null=True)
    parents_view = models.TextField(blank=True)
    maker_role = models.CharField(max_length=30)
    second = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="seconded")
    second_note = models.TextField(blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    made_at = models.DateTimeField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="decisions")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(voice__isnull=False, no_voice_reason="") & ~Q(voice_influence="")
                | Q(voice__isnull=True, voice_influence="") & ~Q(no_voice_reason=""),
                name="voice_or_a_reason_for_none"),
            models.CheckConstraint(condition=~Q(no_voice_reason="not_yet_seen") | Q(obtain_voice_on__isnull=False),
                                   name="a_date_to_obtain_the_voice"),
            models.UniqueConstraint(fields=["subject", "kind", "about_id"], condition=Q(replaces__isnull=True),
                                    name="one_first_decision")]


class Position(Record):
    """What one of the three partners thinks about a proposed decision for one child, dissent kept for ever."""

    VIEWS = (("agree", "Agrees"), ("dissent", "Does not agree"), ("none", "No position by the due time"))
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="positions")
    about_id = models.UUIDField()
    agency = models.ForeignKey(Agency, models.PROTECT)
    view = models.CharField(max_length=7, choices=VIEWS)
    proposes = models.CharField(max_length=30, blank=True)  # the outcome this partner would choose
    reasons = models.TextField(blank=True)
    given_at = models.DateTimeField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(view="dissent") | ~Q(reasons=""),
                                              name="dissent_has_reasons")]
        indexes = [models.Index(fields=["about_id", "subject", "-given_at"])]


class Disagreement(Record):
    """Opened by dissent; closed only by the agency that raised it (P12)."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="disagreements")
    decision = models.ForeignKey(Decision, models.PROTECT)
    agency = models.ForeignKey(Agency, models.PROTECT)  # who raised it
    about = models.TextField()
    interim_step = models.TextField(blank=True)
    stage = models.CharField(max_length=20, default="line_managers")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    outcome = models.TextField(blank=True)
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(
            condition=Q(closed_at__isnull=True, closed_by__isnull=True, outcome="")
            | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome=""), name="closed_with_an_outcome")]
