"""Who people are. Everything that came from a source carries its subject and its source record, so that when a wrong
link is undone the items follow the record they came from."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.authority.models import Agency, Record, Subject, Worker


class SourceRecord(Record):
    """A person as one agency wrote them down, one version. Never changed; a correction is the next version."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="source_records")
    agency = models.ForeignKey(Agency, models.PROTECT)
    system = models.CharField(max_length=40)
    source_ref = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()
    fields = models.JSONField()  # as typed: given_name, family_name, dob, sex, address, postcode, nhs_number …
    created_by = models.ForeignKey(Worker, models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "system", "source_ref", "version"],
                                               name="one_version")]


class PersonLink(Record):
    """Which person a source record is taken to be, by whom and why, from when until when (bitemporal)."""

    METHODS = (("arrived", "New person on arrival"), ("person", "A person decided"), ("machine", "The index linked it"))
    source_record = models.ForeignKey(SourceRecord, models.PROTECT, related_name="links")
    subject = models.ForeignKey(Subject, models.PROTECT)
    method = models.CharField(max_length=8, choices=METHODS)
    weight = models.FloatField(null=True)  # bits
    model_version = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(Worker, models.PROTECT)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_record"], condition=Q(valid_to__isnull=True), name="one_link_now"),
            models.CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                                   name="link_ends_after_it_begins")]


class Person(models.Model):
    """What is taken to be true of a child or an adult now. Its id is the subject's."""

    PRECISION = (("exact", "exact"), ("month", "month"), ("year", "year"), ("estimated", "estimated"),
                 ("claimed", "claimed"), ("unknown", "not known"))
    subject = models.OneToOneField(Subject, models.CASCADE, primary_key=True, related_name="person")
    kind = models.CharField(max_length=5, choices=[("child", "child"), ("adult", "adult")])
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    known_as = models.CharField(max_length=100, blank=True)
    born_on = models.DateField(null=True)
    precision = models.CharField(max_length=9, choices=PRECISION, default="exact")
    expected_on = models.DateField(null=True)  # of an unborn child; kept after birth
    sex = models.CharField(max_length=1, choices=[("M", "Male"), ("F", "Female"), ("U", "Not known")], default="U")
    birth_order = models.PositiveSmallIntegerField(null=True)
    multiple_birth = models.BooleanField(default=False)
    died_on = models.DateField(null=True)
    area = models.CharField(max_length=60, blank=True)
    source_record = models.ForeignKey(SourceRecord, models.PROTECT, null=True)
    created_by = models.ForeignKey(Worker, models.PROTECT)

    class Meta:
        indexes = [models.Index(fields=["born_on"])]

    @property
    def is_unborn(self) -> bool:
        return self.born_on is None and self.expected_on is not None and self.died_on is None

    @property
    def name(self) -> str:
        full = f"{self.given_name} {self.family_name}".strip()
        return full or ("Unborn baby" if self.is_unborn else "Name not known")


class Name(Record):
    """Every name a person has gone by, in the script it was given in, with who gave it."""

    TYPES = [(t, t) for t in ("legal", "known_as", "alias", "previous", "transliterated", "unborn", "as_typed")]
    subject = models.ForeignKey(Subject, models.CASCADE, related_name="names")
    source_record = models.ForeignKey(SourceRecord, models.PROTECT, null=True)
    type = models.CharField(max_length=14, choices=TYPES)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    script = models.CharField(max_length=4, default="Latn")  # ISO 15924
    created_by = models.ForeignKey(Worker, models.PROTECT)


class Identifier(Record):
    """A number another body gave: NHS number, UPN. Two people cannot hold one number: the database refuses."""

    SCHEMES = (("nhs", "NHS number"), ("upn", "Unique pupil number"), ("council", "Council's case number"),
               ("police", "Police reference"), ("sui", "Consistent identifier"))
    subject = models.ForeignKey(Subject, models.CASCADE, related_name="identifiers")
    source_record = models.ForeignKey(SourceRecord, models.PROTECT, null=True)
    scheme = models.CharField(max_length=8, choices=SCHEMES)
    value = models.CharField(max_length=40)
    verified = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Worker, models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], condition=Q(ended_at__isnull=True),
                                               name="one_person_a_number")]


class Quality(Record):
    """A question about data for a person to answer: one number typed for two children, a date that cannot be."""

    KINDS = (("question", "Question"), ("broken", "Records that do not fit together"), ("conflict", "Number conflict"),
             ("drift", "The index would now decide otherwise"))
    subject = models.ForeignKey(Subject, models.CASCADE)
    source_record = models.ForeignKey(SourceRecord, models.PROTECT, null=True)
    what = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=KINDS, default="question")
    other = models.ForeignKey(Subject, models.CASCADE, null=True, related_name="+")
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    settled_note = models.TextField(blank=True, default="")
    created_by = models.ForeignKey(Worker, models.PROTECT)


class Address(Record):
    """Where somebody lives or lived. Never a restricted place: those stand in RestrictedAddress alone."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="addresses")
    source_record = models.ForeignKey(SourceRecord, models.PROTECT, null=True)
    lines = models.CharField(max_length=200)
    postcode = models.CharField(max_length=8, blank=True)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    created_by = models.ForeignKey(Worker, models.PROTECT)


class RestrictedAddress(Record):
    """A refuge or a protected place: encrypted, opened to named people only, its existence shown as "ring duty"."""

    subject = models.OneToOneField(Subject, models.CASCADE)
    sealed_text = models.BinaryField()
    created_by = models.ForeignKey(Worker, models.PROTECT)
    created_at = models.DateTimeField()


class HouseholdMember(Record):
    """A person lives in a household, from when until when, as what."""

    household = models.ForeignKey(Subject, models.CASCADE, related_name="members")
    subject = models.ForeignKey(Subject, models.CASCADE, related_name="memberships")
    source_record = models.ForeignKey(SourceRecord, models.PROTECT, null=True)
    role = models.CharField(max_length=40, blank=True)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    created_by = models.ForeignKey(Worker, models.PROTECT)


class Relationship(Record):
    """What one person is to another, said by whom, how surely. Read as: `subject` is the `kind` of `other`."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="relations")
    other = models.ForeignKey(Subject, models.CASCADE, related_name="relations_to")
    source_record = models.ForeignKey(SourceRecord, models.PROTECT, null=True)
    kind = models.CharField(max_length=20)
    confidence = models.CharField(max_length=9, default="stated")
    source = models.CharField(max_length=20, blank=True, default="")  # "index": the matcher's evidence, kept
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    created_by = models.ForeignKey(Worker, models.PROTECT)


class School(models.Model):
    """A school is an agency; its safeguarding lead signs in for it."""

    agency = models.OneToOneField(Agency, models.CASCADE, primary_key=True, related_name="school")
    urn = models.CharField(max_length=8, unique=True)
    phase = models.CharField(max_length=20)
    independent = models.BooleanField(default=False)
    starts_at = models.TimeField(default="08:50")
    terms = models.JSONField(default=list)       # [[first day, last day], …] ISO dates
    inset_days = models.JSONField(default=list)  # ISO dates


class SchoolPlace(Record):
    """A child on a school's roll, from when until when."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="school_places")
    source_record = models.ForeignKey(SourceRecord, models.PROTECT, null=True)
    school = models.ForeignKey(Agency, models.PROTECT)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    created_by = models.ForeignKey(Worker, models.PROTECT)


class Practice(Record):
    """The GP practice where a person is registered."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="practices")
    source_record = models.ForeignKey(SourceRecord, models.PROTECT, null=True)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=30, blank=True)
    until_on = models.DateField(null=True)
    created_by = models.ForeignKey(Worker, models.PROTECT)


class Voice(Record):
    """What a child said or showed, in their own words, apart from what anybody makes of it (P7; Lundy's model)."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="voices")
    source_record = models.ForeignKey(SourceRecord, models.PROTECT, null=True)
    heard_at = models.DateTimeField()
    method = models.CharField(max_length=20)
    place = models.CharField(max_length=120, blank=True)
    alone = models.BooleanField(null=True)
    with_whom = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)          # verbatim
    observed = models.TextField(blank=True)       # what was seen: demeanour, play, an infant
    interpretation = models.TextField(blank=True)
    wish = models.TextField(blank=True)           # what I want to happen
    who_may_see = models.TextField(blank=True)    # the child's own wish
    heard_by = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, models.PROTECT)
    told_back_at = models.DateTimeField(null=True)
    told_back = models.TextField(blank=True)
    told_back_by = models.CharField(max_length=120, blank=True)
    created_by = models.ForeignKey(Worker, models.PROTECT)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words="", observed=""), name="voice_says_something")]
        indexes = [models.Index(fields=["subject", "-heard_at"])]


class Event(Record):
    """One line of a subject's chronology, across agencies. Written by acts; never by hand."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="events")
    source_record = models.ForeignKey(SourceRecord, models.PROTECT, null=True)
    at = models.DateTimeField()
    agency = models.ForeignKey(Agency, models.PROTECT)
    verb = models.CharField(max_length=40)
    sentence = models.CharField(max_length=400)
    significant = models.BooleanField(default=False)
    record_id = models.UUIDField(null=True)
    path = models.CharField(max_length=120, blank=True)
    created_by = models.ForeignKey(Worker, models.PROTECT)

    class Meta:
        indexes = [models.Index(fields=["subject", "-at"])]


class Proposal(Record):
    """The index thinks a source record may be this person: reasons for and against, until somebody decides."""

    VERDICTS = (("same", "The same person"), ("different", "Different people"), ("unsure", "Not sure"))
    source_record = models.ForeignKey(SourceRecord, models.CASCADE, related_name="proposals")
    subject = models.ForeignKey(Subject, models.CASCADE)  # the person it may be
    weight = models.FloatField()
    probability = models.FloatField()
    guard = models.CharField(max_length=80, blank=True)
    guard_code = models.CharField(max_length=24, blank=True, default="")
    reasons = models.JSONField()
    against = models.JSONField()
    bars = models.JSONField()
    model_version = models.CharField(max_length=40)
    proposed_at = models.DateTimeField()
    verdict = models.CharField(max_length=9, choices=VERDICTS, blank=True)
    verdict_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="verdicts")
    verdict_at = models.DateTimeField(null=True)
    verdict_reason = models.TextField(blank=True)
    created_by = models.ForeignKey(Worker, models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_record", "subject"], name="one_proposal_a_pair"),
            models.CheckConstraint(condition=Q(verdict="", verdict_at__isnull=True, verdict_by__isnull=True)
                                   | ~Q(verdict="") & Q(verdict_at__isnull=False, verdict_by__isnull=False),
                                   name="verdict_has_who_and_when")]


class IndexRecord(models.Model):
    """The cleaned projection of a source record that the matcher reads. No role of the application reads it."""

    source_record = models.OneToOneField(SourceRecord, models.CASCADE, primary_key=True)
    subject = models.ForeignKey(Subject, models.CASCADE)
    packed = models.TextField()
    version = models.CharField(max_length=12, blank=True, default="", db_index=True)  # of the cleaner and the keys


class IndexKey(models.Model):
    """A narrow table: one key, one record. Its b-tree is the whole of candidate search, and can be made again."""

    pk = models.CompositePrimaryKey("key", "source_record_id")
    key = models.BigIntegerField()
    source_record = models.ForeignKey(SourceRecord, models.CASCADE, db_index=False, db_constraint=False)

    class Meta:
        indexes = [models.Index(fields=["source_record"], name="index_key_of_record")]
