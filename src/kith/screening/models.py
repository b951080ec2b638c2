"""Incidents, the screening each child at one should have, and what became of it. State is a time with its record: what
an officer, a sergeant or the hub said stands in rows of its own and is never overwritten."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kith.authority.models import Agency, Record, Subject, Team, Worker
from kith.instruments.models import Response
from kith.people.models import SourceRecord

GRADES = (("red", "Red"), ("amber", "Amber"), ("green", "Green"))
SHIFTS = (("early", "Early"), ("late", "Late"), ("night", "Night"))


class Incident(models.Model):
    """An incident of the force's command and control, under the force's own number. Its id is a subject's."""

    subject = models.OneToOneField(Subject, models.PROTECT, primary_key=True, related_name="incident")
    agency = models.ForeignKey(Agency, models.PROTECT)
    system = models.CharField(max_length=40)
    number = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)                 # code of incident_kind
    began_at = models.DateTimeField()
    received_at = models.DateTimeField()                   # when the log reached us
    summary = models.TextField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    officer = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="incidents_attended")
    officer_name = models.CharField(max_length=120)        # as the log names them
    team = models.ForeignKey(Team, models.PROTECT, null=True)
    shift = models.CharField(max_length=5, choices=SHIFTS)
    matched_at = models.DateTimeField(null=True)           # the index has looked at everybody named
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "system", "number"], name="one_incident_a_number")]
        indexes = [models.Index(fields=["-began_at"]), models.Index(fields=["officer", "-began_at"]),
                   models.Index(fields=["created_at"], condition=Q(matched_at__isnull=True),
                                name="incident_unmatched")]


class IncidentPerson(Record):
    """Somebody at or linked to an incident, as the log names them."""

    ROLES = (("at_home", "Child of the home"), ("victim", "Victim"), ("suspect", "Suspect"), ("missing", "Missing"),
             ("witness", "Witness"), ("mother", "Mother"), ("father", "Father"), ("carer", "Carer"),
             ("adult", "Other adult"), ("risk", "Person who may be a risk"))
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="people")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    source_record = models.ForeignKey(SourceRecord, models.PROTECT)
    kind = models.CharField(max_length=5, choices=[("child", "child"), ("adult", "adult")])
    role = models.CharField(max_length=8, choices=ROLES)
    present = models.BooleanField()
    position = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "source_record"], name="named_once_an_incident")]
        indexes = [models.Index(fields=["subject"])]


class Expected(Record):
    """A screening that an incident calls for, of one child: the denominator of every figure."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="expected")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")  # the child
    source_record = models.ForeignKey(SourceRecord, models.PROTECT)
    triggers = ArrayField(models.CharField(max_length=20))
    sex = models.CharField(max_length=1, default="U")       # as the log has them: for figures only
    ethnicity = models.CharField(max_length=2, blank=True)  # self-defined, 18+1; blank: not stated
    age = models.PositiveSmallIntegerField(null=True)       # whole years at the incident
    expected_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)             # the sergeant was told by name
    missed_to = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "source_record"], name="expected_once_a_child")]
        indexes = [models.Index(fields=["subject"]), models.Index(fields=["-expected_at"])]


class NotNeeded(Record):
    """Why an expected screening was not made after all, coded; a share is looked at by a second person."""

    expected = models.OneToOneField(Expected, models.CASCADE, related_name="not_needed")
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    source_record = models.ForeignKey(SourceRecord, models.PROTECT)
    reason = models.CharField(max_length=20)
    note = models.TextField(blank=True)
    said_at = models.DateTimeField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")


class Screening(Record):
    """One child's screening after one incident. Its answers are the response's; its grade is the newest Grading's."""

    expected = models.OneToOneField(Expected, models.CASCADE, related_name="screening")
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="screenings")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")  # the child
    source_record = models.ForeignKey(SourceRecord, models.PROTECT)
    response = models.ForeignKey(Response, models.PROTECT, null=True, related_name="+")  # the newest
    tool = models.CharField(max_length=40)
    tool_version = models.CharField(max_length=20)
    domestic_abuse = models.BooleanField(default=False)
    officer_grade = models.CharField(max_length=5, choices=GRADES)
    officer_reason = models.TextField(blank=True)
    grade = models.CharField(max_length=5, choices=GRADES)
    handled_as = models.CharField(max_length=5, choices=GRADES)  # the grade, or what an alert makes of it
    voice = models.BooleanField(default=False)      # the child's words stand in it
    demeanour = models.BooleanField(default=False)
    school = models.BooleanField(default=False)
    others = models.BooleanField(default=False)     # other children and adults named, or said to be none
    submitted_at = models.DateTimeField()           # the first time
    improved_at = models.DateTimeField(null=True)   # the last time it came back improved
    returned_at = models.DateTimeField(null=True)   # standing back with the officer; empty again once improved
    supervised_at = models.DateTimeField(null=True)
    supervised_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    # Of one made in the force's own system, as it names them: who supervised it, who made it.
    supervisor_name = models.CharField(max_length=120, blank=True, default="", db_default="")
    officer_name = models.CharField(max_length=120, blank=True, default="", db_default="")
    reached_at = models.DateTimeField(null=True)    # on the hub's queue
    owner = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    shared_at = models.DateTimeField(null=True)
    contact_id = models.UUIDField(null=True)        # the front door's contact that it became
    not_shared_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)  # somebody at the front door has taken it on
    weighed_at = models.DateTimeField(null=True)    # the escalation rule has looked at it as it stands
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="screenings_made")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(supervised_at__isnull=True, supervised_by__isnull=True,
                                               supervisor_name="")
                                   | Q(supervised_at__isnull=False)
                                   & (Q(supervised_by__isnull=False) | ~Q(supervisor_name="")),
                                   name="supervised_by_somebody"),
            models.CheckConstraint(condition=Q(shared_at__isnull=True) | Q(not_shared_at__isnull=True),
                                   name="shared_or_not")]
        indexes = [models.Index(fields=["subject", "-submitted_at"]), models.Index(fields=["-submitted_at"]),
                   models.Index(fields=["contact_id"]),
                   models.Index(fields=["submitted_at"], condition=Q(weighed_at__isnull=True),
                                name="screening_unweighed")]


class SentIn(Record):
    """A screening of one child that the force made and finished in its own system, as it came. It is the front door's
    contact from the first; here it waits for the incident whose expected screening it is."""

    agency = models.ForeignKey(Agency, models.PROTECT)
    number = models.CharField(max_length=60)               # of the incident
    contact_id = models.UUIDField()                        # the front door's contact that it became
    position = models.PositiveSmallIntegerField()          # which of its children
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    dob = models.CharField(max_length=40, blank=True)      # as typed
    nhs_number = models.CharField(max_length=20, blank=True)
    tool = models.CharField(max_length=40)
    tool_version = models.CharField(max_length=20, blank=True)
    grade = models.CharField(max_length=5, choices=GRADES, blank=True)  # the officer's; blank: none that we know
    reason = models.TextField(blank=True)
    officer_name = models.CharField(max_length=120, blank=True)
    supervisor_name = models.CharField(max_length=120, blank=True)
    supervised_at = models.DateTimeField(null=True)
    voice = models.BooleanField()
    demeanour = models.BooleanField()
    school = models.BooleanField()
    others = models.BooleanField()
    sent_at = models.DateTimeField()                       # when it reached the force's safeguarding unit
    kept_at = models.DateTimeField()
    expected = models.ForeignKey(Expected, models.CASCADE, null=True, related_name="sent_in")
    met_at = models.DateTimeField(null=True)               # it was found to be that expected screening
    asked_at = models.DateTimeField(null=True)             # the incident names nobody who is surely this child
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact_id", "position"], name="sent_in_once_a_child"),
            models.CheckConstraint(condition=Q(expected__isnull=True, met_at__isnull=True)
                                   | Q(expected__isnull=False, met_at__isnull=False), name="met_is_met_by_something")]
        indexes = [models.Index(fields=["agency", "number"], condition=Q(met_at__isnull=True), name="sent_in_waiting")]


class Step(Record):
    """One step of the line of review, with its words: returned, supervised, researched, shared, not shared."""

    KINDS = (("returned", "Returned for improvement"), ("improved", "Improved"), ("supervised", "Supervised"),
             ("regraded", "Grade changed"), ("researched", "Researched"), ("shared", "Shared with the front door"),
             ("not_shared", "Not shared"), ("taken", "Taken on in the hub"))
    screening = models.ForeignKey(Screening, models.CASCADE, related_name="steps")
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    source_record = models.ForeignKey(SourceRecord, models.PROTECT)
    kind = models.CharField(max_length=10, choices=KINDS)
    codes = ArrayField(models.CharField(max_length=20), default=list)  # of what is missing, or why not shared
    text = models.TextField(blank=True)
    before = models.CharField(max_length=5, blank=True)  # grades, of a change of grade
    after = models.CharField(max_length=5, blank=True)
    by_hub = models.BooleanField(default=False)
    at = models.DateTimeField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["screening", "at"])]


class Alert(Record):
    """Screenings that together call for a specialist's look; withdrawn when what it rests on is undone."""

    SCOPES = (("child", "this child"), ("household", "this household"))
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")  # the child of the last of them
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="+")
    scope = models.CharField(max_length=9, choices=SCOPES)
    reason = models.CharField(max_length=20)
    words = models.CharField(max_length=120)
    raised_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    looked_note = models.TextField(blank=True)
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(
            condition=Q(looked_at__isnull=True, looked_by__isnull=True, looked_note="")
            | Q(looked_at__isnull=False, looked_by__isnull=False) & ~Q(looked_note=""),
            name="looked_at_by_somebody_who_said_so")]
        indexes = [models.Index(fields=["subject"], condition=Q(withdrawn_at__isnull=True), name="alert_standing")]


class Cause(Record):
    """A screening that an alert rests on."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="causes")
    screening = models.ForeignKey(Screening, models.CASCADE, related_name="+")
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "screening"], name="one_cause_once")]


class Sample(Record):
    """A random share drawn for a second look: which, of how many, with the seed that draws it again."""

    KINDS = (("second_grading", "Blind second grading"), ("not_needed", "Reasons for no screening"))
    kind = models.CharField(max_length=14, choices=KINDS)
    month = models.DateField()                       # its first day
    seed = models.CharField(max_length=64)
    frame = models.PositiveIntegerField()            # how many it was drawn from
    drawn = models.PositiveIntegerField()
    strata = models.JSONField(default=dict)          # stratum -> [of how many, drawn]
    drawn_at = models.DateTimeField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "month"], name="one_sample_a_month")]


class Sampled(Record):
    """One of a sample: graded again without knowing the first grade, or a reason checked."""

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="items")
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    screening = models.ForeignKey(Screening, models.CASCADE, null=True, related_name="second_looks")
    not_needed = models.ForeignKey(NotNeeded, models.CASCADE, null=True, related_name="second_looks")
    stratum = models.CharField(max_length=40, blank=True)
    grade = models.CharField(max_length=5, choices=GRADES, blank=True)
    agrees = models.BooleanField(null=True)
    note = models.TextField(blank=True)
    given_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(screening__isnull=True) ^ Q(not_needed__isnull=True),
                                   name="sampled_is_about_one_thing"),
            models.CheckConstraint(condition=Q(given_at__isnull=True, given_by__isnull=True)
                                   | Q(given_at__isnull=False, given_by__isnull=False),
                                   name="second_look_by_somebody")]


class VignetteGrade(Record):
    """What a worker would give the month's shared story, graded alone. The story is a file: all read the same."""

    vignette = models.CharField(max_length=40)
    month = models.DateField()
    grade = models.CharField(max_length=5, choices=GRADES)
    reason = models.TextField()
    given_at = models.DateTimeField()
    team = models.ForeignKey(Team, models.PROTECT, null=True)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vignette", "month", "worker"], name="one_grade_a_story")]


class KeptFigure(Record):
    """A figure that takes too long for a page, as the night's job left it. Counts and coefficients, never a person."""

    key = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    body = models.JSONField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["key", "-made_at"])]
