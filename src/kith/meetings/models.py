"""Sittings and what is said, thought and decided in them. Decision, Position and Disagreement are the only record of a
decision, also at the front door. A forum is data (`kith.statute.forums`): no table knows one by its key."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from kith.authority.models import Agency, Record, Subject, Worker
from kith.people.models import Voice
from kith.work.models import Action


class Sitting(Record):
    """One meeting of a forum, under the terms in force when it was convened. No word about a child stands here."""

    forum = models.CharField(max_length=30)
    version = models.CharField(max_length=10)             # of the terms of reference
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    since = models.DateTimeField()                        # the agenda gathers what came after this
    place = models.CharField(max_length=120, blank=True)
    restricted = models.BooleanField(default=False)       # only who sits here reads what is said and decided
    chair = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="chaired")
    cause_id = models.UUIDField(null=True)                # the contact or the item it was convened from
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_because = models.CharField(max_length=200, blank=True)
    moves = models.PositiveSmallIntegerField(default=0)   # of its hour, and its cancelling: the calendar counts
    reads_until = models.DateTimeField(null=True)         # after closing: until when the room may read on
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="sittings_convened")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["starts_at"]), models.Index(fields=["forum", "starts_at"])]
        constraints = [models.CheckConstraint(
            condition=Q(cancelled_at__isnull=True) | Q(closed_at__isnull=True) & ~Q(cancelled_because=""),
            name="cancelled_with_a_reason")]

    @cached_property
    def places(self) -> list[Seat]:
        """Its seats with their agencies and named workers, read once a page; acts ask anew."""
        return list(self.seats.select_related("agency", "worker").order_by("pk"))


class Seat(Record):
    """A place at the table: of everybody in an agency with one of the roles, or of one named worker."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="seats")
    key = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, models.PROTECT)
    worker = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="seats")
    roles = ArrayField(models.CharField(max_length=30), default=list)
    partner = models.BooleanField(default=False)          # holds one of the three keys
    needed = models.BooleanField(default=False)
    apologies = models.CharField(max_length=200, blank=True)
    invited_at = models.DateTimeField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sitting", "key", "worker"], nulls_distinct=False,
                                               name="one_seat_once")]


class Attendance(Record):
    """Somebody sat in a seat, from when until when, in the room or on a call."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="attendances")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="attendances")
    by_call = models.BooleanField(default=False)
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seat", "worker"], condition=Q(left_at__isnull=True),
                                               name="sits_once")]


class Item(Record):
    """One household (or place, group, theme) before a sitting."""

    ENDS = (("decided", "Decided"), ("carried", "Carried to the next sitting"), ("withdrawn", "Withdrawn"))
    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="items")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="meeting_items")  # the first child, or the place
    household = models.ForeignKey(Subject, models.PROTECT, null=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    open_to = ArrayField(models.UUIDField(), null=True)   # seats; null: everybody in the room
    carries = models.PositiveSmallIntegerField(default=0)
    carried_from = models.OneToOneField("self", models.PROTECT, null=True, related_name="carried_to")
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=9, choices=ENDS, blank=True)
    ended_note = models.CharField(max_length=200, blank=True)
    seconds = models.PositiveIntegerField(default=0)      # spent on it, over every time it was open
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ended_as="", ended_at__isnull=True)
                                              | ~Q(ended_as="") & Q(ended_at__isnull=False), name="ended_as_something")]
        indexes = [models.Index(fields=["sitting", "position"])]


class ItemReason(Record):
    """Why an item stands on the agenda: in a sentence, from which source, by whom."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="reasons")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    source = models.CharField(max_length=30)              # a key of forum.SOURCES, or "nominated", "convened"
    source_id = models.UUIDField(null=True)
    text = models.CharField(max_length=300)
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "subject", "source", "source_id"], nulls_distinct=True,
                                               name="one_reason_once")]


class ItemChild(Record):
    """A child of the item: gets a decision of its own. Positions stay sealed until all three keys are given."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="children")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    owed_by = models.DateTimeField(null=True)             # when positions not yet given are due (urgent decision)
    revealed_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "subject"], name="one_child_once")]


class SharedText(Record):
    """One version of a text that anybody in the room may write. A text written on an old version stands aside, beside
    the other, until somebody joins the two: nothing is overwritten."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="texts")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    name = models.CharField(max_length=30)
    version = models.PositiveIntegerField()
    text = models.TextField()
    aside = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True)           # of a text that stood aside
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "name", "version"], condition=Q(aside=False),
                                               name="one_text_a_version")]


class Contribution(Record):
    """What one seat tells the room about a child, and who of the room may see it."""

    OUTCOMES = (("said", "Said"), ("nothing_known", "Nothing known"))
    HANDLING = (("room", "Everybody in the room"), ("partners", "Council, police and health only"),
                ("named", "Only the seats I choose"), ("own", "My own seat only"))
    item = models.ForeignKey(Item, models.CASCADE, related_name="contributions")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="contributions")
    outcome = models.CharField(max_length=13, choices=OUTCOMES)
    text = models.TextField(blank=True)
    means = models.TextField(blank=True)                  # what it means for the child now
    handling = models.CharField(max_length=8, choices=HANDLING, default="room")
    shown_to = ArrayField(models.UUIDField(), null=True)  # seats; null: everybody in the room
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    given_at = models.DateTimeField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(outcome="nothing_known") | ~Q(text=""),
                                              name="said_has_words"),
                       models.CheckConstraint(condition=Q(handling="room", shown_to__isnull=True)
                                              | ~Q(handling="room") & Q(shown_to__isnull=False),
                                              name="handling_says_who")]
        indexes = [models.Index(fields=["item", "-given_at"])]


class Decision(Record):
    """One decision about one child, append-only. A correction is a new decision that says which one it replaces."""

    HOW = (("agreed", "Agreed by all three partners"), ("majority", "By two of the three partners"),
           ("escalated", "Without a majority: escalated"), ("urgent", "Urgent, by one agency under its own duty"))
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
    how = models.CharField(max_length=9, choices=HOW, blank=True)   # in a meeting: how the three keys stood
    function_of = models.CharField(max_length=10, blank=True)       # whose statutory function it is
    quorate = models.BooleanField(null=True)
    urgent_because = models.TextField(blank=True)
    restricted = models.BooleanField(default=False)                 # of a restricted sitting: read in that room only
    best_placed = models.CharField(max_length=120, blank=True)      # who is best placed to work with the child
    best_placed_agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    best_placed_because = models.TextField(blank=True)
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
        indexes = [models.Index(fields=["about_id"])]


class Position(Record):
    """What one of the three partners thinks about a proposed decision for one child, dissent kept for ever."""

    VIEWS = (("agree", "Agrees"), ("dissent", "Does not agree"), ("none", "No position by the due time"),
             ("proposes", "Gives its position"), ("abstain", "Takes no side"))
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="positions")
    about_id = models.UUIDField()
    agency = models.ForeignKey(Agency, models.PROTECT)
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="positions")
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="positions")
    answers = models.JSONField(default=dict)                # to the forum's questions, coded
    view = models.CharField(max_length=8, choices=VIEWS)
    proposes = models.CharField(max_length=30, blank=True)  # the outcome this partner would choose
    reasons = models.TextField(blank=True)
    given_at = models.DateTimeField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(
            condition=~Q(view__in=("dissent", "proposes", "abstain")) | ~Q(reasons=""), name="a_position_has_reasons"),
                       models.CheckConstraint(condition=Q(item__isnull=True, seat__isnull=True)
                                              | Q(item__isnull=False, seat__isnull=False), name="a_seat_at_the_item")]
        indexes = [models.Index(fields=["about_id", "subject", "-given_at"])]


class Disagreement(Record):
    """Opened by dissent; moves up by itself; closed only by the agency that raised it (P12). The decision stands
    unaltered beside its successor, and the interim step is in force whatever the outcome."""

    OUTCOMES = (("changed", "The decision was changed"), ("partly", "Changed in part"), ("kept", "The decision stands"),
                ("withdrawn", "Withdrawn by whoever raised it"))
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="disagreements")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="disagreements")
    agency = models.ForeignKey(Agency, models.PROTECT)  # who raised it
    against = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")  # whose decision it is
    about = models.TextField()
    wants = models.CharField(max_length=30, blank=True)  # the outcome the raiser would choose
    interim_step = models.TextField()
    imminent = models.BooleanField(default=False)
    stage = models.CharField(max_length=20, default="line_managers")
    stage_from = models.DateTimeField(null=True)
    successor = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="settles")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    closed_as = models.CharField(max_length=9, choices=OUTCOMES, blank=True)
    outcome = models.TextField(blank=True)
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(
            condition=Q(closed_at__isnull=True, closed_by__isnull=True, outcome="")
            | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome=""), name="closed_with_an_outcome"),
            models.CheckConstraint(condition=~Q(interim_step=""), name="an_interim_step_stands")]


class DisagreementStep(Record):
    """A stage reached or a response given, one line each, never changed."""
    disagreement = models.ForeignKey(Disagreement, models.CASCADE, related_name="steps")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=20)
    agency = models.ForeignKey(Agency, models.PROTECT)
    text = models.TextField()
    at = models.DateTimeField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")


class ItemAction(Record):
    """An action agreed at an item: how often it was carried, and the evidence that it was done."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="actions")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    action = models.OneToOneField(Action, models.PROTECT, related_name="agreed_at")
    carries = models.PositiveSmallIntegerField(default=0)
    told_manager_at = models.DateTimeField(null=True)
    evidence = models.TextField(blank=True)
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")


class Enquiry(Record):
    """Begun by a decision for one child; the discussion that began it anchors its clocks, whatever is held later."""

    MODES = (("joint", "Joint, council and police"), ("single", "By the council alone"))
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="enquiries")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="enquiry")
    mode = models.CharField(max_length=6, choices=MODES)
    began_at = models.DateTimeField()                     # the discussion, not its recording
    concluded_at = models.DateTimeField(null=True)
    concluded_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=30, blank=True)
    reasons = models.TextField(blank=True)
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "enquiries"
        constraints = [
            models.UniqueConstraint(fields=["subject"], condition=Q(concluded_at__isnull=True),
                                    name="one_open_enquiry"),
            models.CheckConstraint(condition=Q(concluded_at__isnull=True, concluded_by__isnull=True, outcome="")
                                   | Q(concluded_at__isnull=False, concluded_by__isnull=False) & ~Q(outcome=""),
                                   name="concluded_with_an_outcome")]


class Sight(Record):
    """This child was seen: where, by whom, alone or why not, what the child said or showed (the voice entry)."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="sights")
    seen_at = models.DateTimeField()
    place = models.CharField(max_length=120)
    seen_by = models.CharField(max_length=120)
    alone = models.BooleanField()
    not_alone_because = models.CharField(max_length=200, blank=True)
    interpreter = models.CharField(max_length=120, blank=True)
    voice = models.OneToOneField(Voice, models.PROTECT)
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(alone=True) | ~Q(not_alone_because=""),
                                              name="alone_or_why_not")]


class Attempt(Record):
    """Somebody tried to see the child and did not: logged, and no clock stops for it."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="attempts")
    tried_at = models.DateTimeField()
    what_happened = models.TextField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")


class Minutes(Record):
    """One version of a sitting's minutes: from which moment it tells. What it says each reader reads for themselves."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="minutes")
    version = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)   # what a correction corrects, without a name
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [models.UniqueConstraint(fields=["sitting", "version"], name="one_minutes_a_version"),
                       models.CheckConstraint(condition=Q(version=1) | ~Q(note=""), name="a_correction_says_what")]


class MinutesReading(Record):
    """A receipt: who has read which version, as a page or a file, when first."""

    FORMS = (("page", "On the page"), ("pdf", "As PDF"), ("word", "As Word"))
    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="readings")
    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="+")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    form = models.CharField(max_length=4, choices=FORMS)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minutes", "worker", "form"], name="one_receipt_a_form")]


class MinutesChase(Record):
    """Whoever has not read a version was reminded, once."""

    minutes = models.OneToOneField(Minutes, models.CASCADE, related_name="chase")
    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="+")
    chased_at = models.DateTimeField()
    created_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
