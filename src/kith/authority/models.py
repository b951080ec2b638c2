"""Nouns of access: subjects, agencies, workers, ties, bars, seals, sessions, drafts. Acts write them, nothing else."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kith.authority.ids import uuid7


class Record(models.Model):
    """A row with an identifier made in Python."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class Agency(Record):
    """An organisation that holds a piece of a child's story: council, police, health, one school, a charity."""

    KINDS = ("council", "police", "health", "school", "voluntary", "partnership", "machine")
    key = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=[(k, k) for k in KINDS])
    phone = models.CharField(max_length=30, blank=True)

    class Meta:
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class Team(Record):
    agency = models.ForeignKey(Agency, models.PROTECT)
    key = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=30, blank=True)

    def __str__(self) -> str:
        return self.name


class Worker(Record):
    """A person who signs in, or a machine that acts for the partnership (its agency is of kind `machine`)."""

    name = models.CharField(max_length=120)
    email = models.EmailField(unique=True)
    phone = models.CharField(max_length=30, blank=True)
    job_title = models.CharField(max_length=120, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT)
    left_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class WorkerRole(Record):
    """One of the roles of the access matrix, held from a day until a day."""

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="held_roles")
    role = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["worker", "role"], name="one_role_once")]


class TeamMember(Record):
    team = models.ForeignKey(Team, models.CASCADE, related_name="members")
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "worker"], name="one_membership_once")]


class Rota(Record):
    """A spell on emergency duty: while it lasts, the duty role holds what the hub holds."""

    worker = models.ForeignKey(Worker, models.CASCADE)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="rota_ends_after_it_starts")]


class Credential(models.Model):
    """A password and a one-time-code key. No role of the application may read this table: see sec.credential."""

    worker = models.OneToOneField(Worker, models.CASCADE, primary_key=True)
    password = models.CharField(max_length=200)
    totp = models.BinaryField(null=True)  # encrypted; null until set up at first sign-in
    totp_used = models.CharField(max_length=6, blank=True)  # the last code, so that it is not used twice


class Session(models.Model):
    """Who is asking. The database looks the identity up here by the hash of a random token."""

    KINDS = ("person", "job", "partner")
    token_hash = models.BinaryField(primary_key=True)
    worker = models.ForeignKey(Worker, models.CASCADE)
    agency_id = models.UUIDField()
    kind = models.CharField(max_length=8, choices=[(k, k) for k in KINDS])
    purpose = models.CharField(max_length=60)
    roles = ArrayField(models.TextField(), default=list)
    holders = ArrayField(models.UUIDField(), default=list)
    opened_at = models.DateTimeField()
    active_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    idle = models.DurationField()
    revoked_at = models.DateTimeField(null=True)


class SignInFailure(models.Model):
    """A failed sign-in has no session, so it cannot stand in the ledger: a log of its own, by hash of the address."""

    at = models.DateTimeField()
    email_hash = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["email_hash", "at"])]


class Subject(Record):
    """The one noun everything points at: child, adult, household, place, contact. Its id is the person's stable id."""

    KINDS = ("child", "adult", "household", "contact", "place", "group", "theme", "incident")
    STATES = ("active", "unidentified", "redirected", "closed")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in KINDS])
    state = models.CharField(max_length=12, choices=[(k, k) for k in STATES], default="active")
    redirected_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="earlier")
    created_by = models.ForeignKey(Worker, models.PROTECT)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(
            condition=Q(state="redirected", redirected_to__isnull=False)
            | (~Q(state="redirected") & Q(redirected_to__isnull=True)), name="redirected_says_where")]


class Tie(Record):
    """Why a worker, a team or an agency may reach a subject, from when until when, and the entry that caused it."""

    holder_id = models.UUIDField()  # a worker, a team or an agency: never two with one id
    subject = models.ForeignKey(Subject, models.CASCADE)
    kind = models.CharField(max_length=30)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    cause = models.UUIDField(null=True)  # the ledger entry

    class Meta:
        indexes = [models.Index(fields=["holder_id", "kind", "subject"]), models.Index(fields=["subject", "kind"])]
        constraints = [models.UniqueConstraint(
            fields=["holder_id", "subject", "kind"], condition=Q(until_at__isnull=True), name="one_open_tie")]


class Bar(Record):
    """A worker must never see this subject (a relative, a neighbour). Beats every tie, wide roles and break-glass."""

    worker = models.ForeignKey(Worker, models.CASCADE)
    subject = models.ForeignKey(Subject, models.CASCADE)
    reason = models.CharField(max_length=200)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["worker", "subject"], name="one_bar_once")]


class Seal(Record):
    """A sealed subject: level 1 opens to named people only, level 2 (adoption, witness protection) is invisible too."""

    subject = models.OneToOneField(Subject, models.CASCADE)
    level = models.PositiveSmallIntegerField(choices=[(1, "named people"), (2, "invisible")])
    sealed_at = models.DateTimeField()


class Opens(models.Model):
    """Grants as rows, written by `kith migrate` from the rooms' policies: the text both locks read."""

    record_class = models.CharField(max_length=4)
    role = models.CharField(max_length=30)
    tie = models.CharField(max_length=30)  # "*": every subject not barred or sealed

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record_class", "role", "tie"], name="one_opening_once")]


class Clock(models.Model):
    """One row, in demo and test mode only: how far time has been moved on."""

    shift = models.DurationField()


class Draft(Record):
    """What somebody has typed and not yet sent. Only the writer can read it; it outlives a time-out and a restart."""

    worker = models.ForeignKey(Worker, models.CASCADE)
    page = models.CharField(max_length=60)
    about = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=120)
    path = models.CharField(max_length=200)
    answers = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["worker", "page", "about"], name="one_draft_a_page")]


class Opening(Record):
    """An emergency opening ("break glass"): one child, one hour, read only, reviewed by somebody else."""

    OUTCOMES = (("justified", "Justified"), ("training", "Training needed"), ("misuse", "Misuse"))
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="openings")
    subject = models.ForeignKey(Subject, models.PROTECT)
    reason_code = models.CharField(max_length=20)
    reason = models.TextField()
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    review_due_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="reviews")
    outcome = models.CharField(max_length=10, choices=OUTCOMES, blank=True)
    review_note = models.TextField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(
            condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, outcome="")
            | Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(outcome=""),
            name="reviewed_by_somebody_with_an_outcome")]


class Notice(Record):
    """A line for one worker, team or agency: what happened, and where to go. No case content."""

    holder_id = models.UUIDField()
    text = models.CharField(max_length=200)
    path = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(Worker, models.PROTECT)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["holder_id", "-created_at"])]
