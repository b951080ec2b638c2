"""Contacts and what is done with them. The first contact of a referral gives the referral its identity: every other
contact about the same incident points at it, each kept, each acknowledged and told separately."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.authority.models import Agency, Record, Subject, Worker
from kith.people.models import SourceRecord

CHANNELS = (("form", "Referral form"), ("telephone", "Telephone"), ("public", "Public web form"),
            ("system", "Partner's system"), ("import", "Import"))
GRADES = (("red", "Red"), ("amber", "Amber"), ("green", "Green"))


class Contact(models.Model):
    """A concern as it came. Its id is a subject's, so that ties, clocks and the ledger work for it as for a child."""

    subject = models.OneToOneField(Subject, models.PROTECT, primary_key=True, related_name="contact")
    reference = models.CharField(max_length=12, unique=True)
    referral = models.ForeignKey("self", models.PROTECT, related_name="contacts")  # the first contact; often itself
    channel = models.CharField(max_length=9, choices=CHANNELS)
    received_at = models.DateTimeField()   # the partner's receipt, never the time of typing
    happened_at = models.DateTimeField(null=True)
    source_code = models.CharField(max_length=3)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True)  # of the referrer; none for the public
    referrer = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="referrals")
    referrer_name = models.CharField(max_length=120, blank=True)   # never of one who asked not to be named
    referrer_role = models.CharField(max_length=120, blank=True)
    referrer_contact = models.CharField(max_length=120, blank=True)
    relationship = models.CharField(max_length=120, blank=True)
    stays_unnamed = models.BooleanField(default=False)
    system = models.CharField(max_length=40, blank=True)           # partner's system and its own reference
    system_ref = models.CharField(max_length=80, blank=True)
    receipt_hash = models.BinaryField(null=True)

    what_happened = models.TextField()
    harm = models.TextField(blank=True)
    safe_now = models.TextField(blank=True)
    protective = models.TextField(blank=True)
    where_now = models.TextField(blank=True)
    seen_today = models.CharField(max_length=120, blank=True)
    others_at_home = models.CharField(max_length=3, blank=True)    # yes / no / nk: never left unanswered by us
    family_told = models.CharField(max_length=30, blank=True)      # yes, or the code of the reason why not
    service_consent = models.CharField(max_length=10, blank=True)  # for a service; sharing never waits for it
    help_tried = models.TextField(blank=True)
    needs = models.TextField(blank=True)                           # language, interpreter, disability
    proposed_level = models.PositiveSmallIntegerField(null=True)
    proposed_reason = models.TextField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    provenance = models.JSONField(default=dict)                    # field -> where it was carried over from
    typed_fields = models.PositiveSmallIntegerField(default=0)     # typed by a person on this form
    carried_fields = models.PositiveSmallIntegerField(default=0)   # already held, only confirmed
    typed_seconds = models.PositiveIntegerField(default=0)

    grade = models.CharField(max_length=5, choices=GRADES, blank=True)  # the newest Grading's
    owner = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="contacts_owned")
    matched_at = models.DateTimeField(null=True)        # the index has looked; a person may still have to choose
    decided_at = models.DateTimeField(null=True)        # every child of it is decided
    told_at = models.DateTimeField(null=True)
    handed_to_duty_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "system", "system_ref"], condition=~Q(system_ref=""),
                                               name="one_contact_a_partner_reference")]
        indexes = [models.Index(fields=["received_at"], condition=Q(decided_at__isnull=True), name="contact_undecided"),
                   models.Index(fields=["decided_at"], condition=Q(told_at__isnull=True), name="contact_untold"),
                   models.Index(fields=["-received_at"])]


class ContactPerson(Record):
    """A person named in a contact: a child it is about, or somebody around the child."""

    ROLES = (("child", "Child this is about"), ("other_child", "Other child at home"), ("mother", "Mother"),
             ("father", "Father"), ("carer", "Carer"), ("adult", "Other adult"), ("risk", "Person who may be a risk"))
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="people")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="contact_links")
    source_record = models.ForeignKey(SourceRecord, models.PROTECT)
    role = models.CharField(max_length=11, choices=ROLES)
    position = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)   # a person has said who this is
    settled_as = models.CharField(max_length=12, blank=True)  # same | new | unidentified | both
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["subject", "contact"])]


class Reporter(Record):
    """The name of somebody who asked not to be named: encrypted, opened to two named people in all."""

    subject = models.OneToOneField(Subject, models.CASCADE)
    sealed_text = models.BinaryField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")


class Grading(Record):
    """Every red, amber or green given to a contact: who, when and why. Lowering one needs a manager."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="gradings")  # the contact's
    grade = models.CharField(max_length=5, choices=GRADES)
    before = models.CharField(max_length=5, blank=True)
    reason = models.TextField()
    graded_at = models.DateTimeField()
    created_by = models.ForeignKey(Worker, models.PROTECT)


class JointPicture(Record):
    """What the answers mean together, in one hub worker's words: asked for before an Amber or Red decision."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="pictures")  # the referral's first contact
    text = models.TextField()
    written_at = models.DateTimeField()
    created_by = models.ForeignKey(Worker, models.PROTECT)


class HistoryShown(Record):
    """The history page as it was shown to whoever decided: earlier contacts of child, siblings and adults."""

    subject = models.ForeignKey(Subject, models.CASCADE)  # the child
    about_id = models.UUIDField()                         # the referral
    contacts_shown = models.PositiveIntegerField()
    shown_at = models.DateTimeField()
    created_by = models.ForeignKey(Worker, models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "about_id", "created_by"], name="shown_once_each")]


class Message(Record):
    """What a referrer is told: the acknowledgement at once, the outcome in words safe for them; chased until read."""

    KINDS = (("acknowledgement", "Acknowledgement"), ("outcome", "Outcome"), ("more", "Please tell us more"),
             ("reply", "The referrer's reply"))
    subject = models.ForeignKey(Subject, models.CASCADE, related_name="messages")  # the contact's
    kind = models.CharField(max_length=15, choices=KINDS)
    text = models.TextField()
    sent_at = models.DateTimeField()
    channel = models.CharField(max_length=10)   # page, e-mail without content, telephone, receipt, system
    failed = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(null=True)
    chased_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["sent_at"], condition=Q(read_at__isnull=True), name="message_unread")]


class PublicReport(Record):
    """A report from the public, stored before anything else happens to it. Written and read by definer functions."""

    receipt_hash = models.BinaryField(unique=True)
    answers = models.JSONField()
    received_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)   # became a contact
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)
    contact_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["received_at"], name="report_received")]


class SecondView(Record):
    """A second manager's look before a concern is closed without action (P1): asked for, then given."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="second_views")  # the child
    about_id = models.UUIDField()
    chosen = models.CharField(max_length=30)
    why = models.TextField()
    asked_at = models.DateTimeField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="seconds_asked")
    agrees = models.BooleanField(null=True)
    note = models.TextField(blank=True)
    given_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="seconds_given")

    class Meta:
        constraints = [models.CheckConstraint(
            condition=Q(agrees__isnull=True, given_at__isnull=True, given_by__isnull=True)
            | Q(agrees__isnull=False, given_at__isnull=False, given_by__isnull=False),
            name="second_view_has_who_and_when")]


class Naming(Record):
    """Who may read the name of somebody who asked not to be named: proposed by one guardian of information, agreed by
    another, for a time, and ended by either."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="namings")  # the contact's
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")          # who may read it
    reason = models.TextField()
    until_at = models.DateTimeField()
    proposed_at = models.DateTimeField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(agreed_at__isnull=True, agreed_by__isnull=True)
                                   | Q(agreed_at__isnull=False, agreed_by__isnull=False), name="naming_agreed_by"),
            models.CheckConstraint(condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                                   | Q(ended_at__isnull=False, ended_by__isnull=False), name="naming_ended_by"),
            models.CheckConstraint(condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("created_by")),
                                   name="naming_needs_two_guardians")]
