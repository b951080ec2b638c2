"""Pages of what a meeting leaves open: disagreements between agencies, enquiries, children not yet seen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F
from django.http import Http404

from kith.authority.acts import Refused
from kith.authority.pages import ActPage, ReadPage
from kith.kit import words
from kith.meetings import converting, disagreeing, enquiries, forms, terms
from kith.meetings.converting import Wanted
from kith.meetings.models import Decision, Disagreement, Enquiry, Item
from kith.meetings.signed import AtWork
from kith.people import reads as people
from kith.statute import codes
from kith.work import clocks
from kith.work.models import Deadline

HELD_INITIAL = "conference.held_initial"   # the verb that meets the clock of the initial conference


def lines_of(subjects: list[UUID], at: Any) -> dict[UUID, people.Line]:
    return people.lines(subjects, words.local(at).date())


def clock_of(record: UUID) -> Deadline | None:
    """The running clock that hangs on a record."""
    return clocks.running().filter(record_id=record).order_by("due_at").first()


class Disagreements(ReadPage):
    """Disagreements my agency is a party to, the most pressing first."""

    verb, template, title = "disagreement.viewed", "meetings/disagreements.html", "Disagreements"

    def context(self) -> dict[str, Any]:
        found = list(Disagreement.objects.select_related("agency", "against", "decision")
                     .order_by(F("closed_at").desc(nulls_first=True), "opened_at")[:200])
        still_open = sum(d.closed_at is None for d in found)
        known = lines_of([d.subject_id for d in found], self.request.at)
        rows = [{"d": d, "child": known.get(d.subject_id), "clock": clock_of(d.pk) if not d.closed_at else None,
                 "stage": disagreeing.STAGES[d.stage]} for d in found]
        return {"open": rows[:still_open], "closed": rows[still_open:]}


class Pairs(ReadPage):
    """How often each pair of agencies disagreed, for whoever scrutinises them: counts, no child."""

    verb, template, title = "disagreements.counted", "meetings/pairs.html", "Disagreements by pair of agencies"

    def context(self) -> dict[str, Any]:
        ends = dict(Disagreement.OUTCOMES)
        rows = [[raiser, about, disagreeing.STAGES.get(stage, stage), ends.get(closed, "Open"), str(count), str(days)]
                for raiser, about, stage, closed, count, days in disagreeing.by_pair()]
        return {"rows": rows, "head": ["Raised by", "About a decision of", "Stage reached", "What came of it",
                                       {"text": "How many", "numeric": True}, {"text": "Days", "numeric": True}]}


class OfDisagreement(AtWork):
    """Finds the disagreement under row security."""

    def subject(self, **kwargs: Any) -> UUID | None:
        found = (Disagreement.objects.filter(pk=kwargs["disagreement"])
                 .select_related("agency", "against", "decision", "decision__created_by", "successor").first())
        if found is None:
            raise Http404
        self.found = found
        return found.subject_id

    def context(self) -> dict[str, Any]:
        found, at = self.found, self.request.at
        return {"d": found, "stage": disagreeing.STAGES[found.stage], "clock": clock_of(found.pk),
                "child": lines_of([found.subject_id], at).get(found.subject_id), "home": self.home(),
                "steps": [(s, disagreeing.STAGES[s.stage]) for s in
                          found.steps.select_related("agency", "created_by").order_by("at")],
                "stages": disagreeing.STAGES, "mine": found.agency_id == self.by.agency_id,
                "chosen": decided_words(found.decision), "wants": wanted_words(found),
                "successor": decided_words(found.successor) if found.successor else ""}

    def home(self) -> str:
        return f"/meetings/disagreements/{self.found.pk}/"

    def next(self, outcome: Any) -> str:
        return self.home()

    def draft_key(self) -> tuple[str, str]:
        return (self.__class__.__name__, str(self.found.pk))

    def who(self) -> dict[str, Any]:
        return super().who() | {"subject": self.about, "disagreement": self.found}


def decided_words(decision: Decision) -> str:
    """What was decided, in the words of the forum or of the front door."""
    return outcome_words(decision, decision.chosen)


def wanted_words(disagreement: Disagreement) -> str:
    return outcome_words(disagreement.decision, disagreement.wants) if disagreement.wants else ""


def outcome_words(decision: Decision, chosen: str) -> str:
    door = dict(codes.choices("contact_decision"))
    item = Item.objects.filter(pk=decision.about_id).select_related("sitting").first()
    if item is None:
        return door.get(chosen, chosen)
    return {o.key: o.name for o in terms.of(item.sitting).outcome}.get(chosen, chosen)


class DisagreementPage(OfDisagreement, ReadPage):
    """The first decision and the step that stands meanwhile; stages with their clocks; what each agency said."""

    verb, template, title = "disagreement.viewed", "meetings/disagreement.html", "Disagreement"


class Answer(OfDisagreement, ActPage):
    """What my agency says at this stage."""

    verb, template, title, form = "disagreement.answered", "meetings/act.html", "Answer", forms.Answer
    done = "Kept. Only the agency that raised it closes it."

    def act(self, answers: dict[str, Any]) -> Any:
        return disagreeing.answer(**self.who(), **answers)


class CloseDisagreement(OfDisagreement, ActPage):
    """The raiser says what came of it. The first decision stays as it was."""

    verb, template, title = "disagreement.resolved", "meetings/act.html", "Close the disagreement"
    form, done = forms.CloseDisagreement, "Closed. The first decision stands unaltered on the record."

    def subject(self, **kwargs: Any) -> UUID | None:
        about = super().subject(**kwargs)
        if self.found.agency_id != self.by.agency_id:
            raise Http404
        return about

    def later(self) -> list[Decision]:
        return list(Decision.objects.filter(subject_id=self.found.subject_id, made_at__gt=self.found.opened_at)
                    .order_by("-made_at"))

    def form_words(self) -> dict[str, Any]:
        return {"decisions": [(str(d.pk), f"{decided_words(d)}, {words.exact(d.made_at)}") for d in self.later()]}

    def act(self, answers: dict[str, Any]) -> Any:
        successor = next((d for d in self.later() if str(d.pk) == answers.pop("successor")), None)
        return disagreeing.close_disagreement(**self.who(), successor=successor, **answers)


class Unseen(ReadPage):
    """Children in an enquiry whom nobody has seen yet, the longest wait first."""

    verb, template, title = "unseen.viewed", "meetings/unseen.html", "Children not yet seen"

    def context(self) -> dict[str, Any]:
        return {"unseen": unseen_rows(self.request.at)}


def unseen_rows(at: Any) -> list[dict[str, Any]]:
    """Each child not yet seen in a running enquiry: name, since when, by when, how often somebody tried."""
    found = enquiries.not_yet_seen()
    known = lines_of([e.subject_id for e in found], at)
    due = dict(clocks.running().filter(duty="enquiry.child_seen", subject_id__in=[e.subject_id for e in found])
               .values_list("subject_id", "due_at"))
    return [{"child": known[e.subject_id], "enquiry": e, "due": due.get(e.subject_id), "tries": e.attempts.count(),
             "url": f"/meetings/enquiries/{e.pk}/"} for e in found if e.subject_id in known]


class OfEnquiry(AtWork):
    """Finds the enquiry under row security."""

    def subject(self, **kwargs: Any) -> UUID | None:
        found = Enquiry.objects.filter(pk=kwargs["enquiry"]).select_related("decision", "concluded_by").first()
        if found is None:
            raise Http404
        self.found = found
        return found.subject_id

    def context(self) -> dict[str, Any]:
        found, at = self.found, self.request.at
        timers = clocks.running(found.subject_id).filter(duty__in=("enquiry.child_seen", "conference.initial"))
        return {"enquiry": found, "home": self.home(), "child": lines_of([found.subject_id], at).get(found.subject_id),
                "sights": found.sights.select_related("voice", "created_by").order_by("-seen_at"),
                "attempts": found.attempts.select_related("created_by").order_by("-tried_at"),
                "timers": [(clocks.words(t), t.due_at) for t in timers.order_by("due_at")],
                "outcome": dict(codes.choices("enquiry_outcome")).get(found.outcome, "")}

    def home(self) -> str:
        return f"/meetings/enquiries/{self.found.pk}/"

    def next(self, outcome: Any) -> str:
        return self.home()

    def draft_key(self) -> tuple[str, str]:
        return (self.__class__.__name__, str(self.found.pk))

    def initial(self) -> dict[str, Any]:
        local = words.local(self.request.at)
        return {"on": local.date(), "time": f"{local:%H:%M}", "seen_by": self.by.name}

    def who(self) -> dict[str, Any]:
        return super().who() | {"subject": self.about, "enquiry": self.found}


class EnquiryPage(OfEnquiry, ReadPage):
    """One child's enquiry: seen or not, the clocks, what the child said or showed."""

    verb, template, title = "enquiry.viewed", "meetings/enquiry.html", "Enquiry"


class Seen(OfEnquiry, ActPage):
    """This child was seen: where, by whom, alone or why not, and what the child said or showed."""

    verb, template, title, form = "enquiry.child_seen", "meetings/act.html", "This child was seen", forms.Seen
    done = "Kept. What the child said stands with their own words."

    def act(self, answers: dict[str, Any]) -> Any:
        plain = {k: answers[k] for k in ("place", "seen_by", "not_alone_because", "interpreter", "words", "observed",
                                         "wish", "who_may_see")}
        alone = {"yes": True, "no": False}.get(answers["alone"])
        return enquiries.see(**self.who(), seen_at=answers["at_moment"], alone=alone, **plain)


class BookConference(OfEnquiry, ActPage):
    """The day of the conference, within its clock and never at a weekend."""

    verb, template, title, form = "sitting.convened", "meetings/act.html", "Book the conference", forms.Call
    done = "Booked. Invite the agencies and the family's worker by name."

    def initial(self) -> dict[str, Any]:
        return {"time": "10:00", "why": "The enquiry found that the child may be at continuing risk of harm."}

    def act(self, answers: dict[str, Any]) -> Any:
        by, at = self.by, self.request.at
        forum = next((f for f in terms.on(answers["at_moment"]) if f.held_as == HELD_INITIAL), None)
        if forum is None:
            raise Refused("No meeting of this county is the initial conference. Ask whoever keeps the forums.")
        wanted = Wanted(forum.key, answers["at_moment"], cause=self.found.pk, children=(self.found.subject_id,),
                        why=answers["why"], place=answers["place"])
        return converting.call(wanted, by=by, at=at)[0]

    def next(self, outcome: Any) -> str:
        return f"/meetings/{outcome.pk}/"


class Attempted(OfEnquiry, ActPage):
    """Somebody tried, and did not see the child. No clock stops."""

    verb, template, title = "enquiry.visit_attempted", "meetings/act.html", "A visit that did not see the child"
    form, done = forms.Attempted, "Kept. The clock runs on until the child is seen."

    def act(self, answers: dict[str, Any]) -> Any:
        return enquiries.attempt(**self.who(), tried_at=answers["at_moment"], what_happened=answers["what_happened"])


class Conclude(OfEnquiry, ActPage):
    verb, template, title, form = "enquiry.concluded", "meetings/act.html", "Conclude the enquiry", forms.Conclude
    done = "Concluded."

    def act(self, answers: dict[str, Any]) -> Any:
        return enquiries.conclude(**self.who(), **answers)
