"""The contact's page: left the concern as it came, right what is known, below the clocks and the next act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse

from kith.authority import policy
from kith.authority.pages import ReadPage
from kith.authority.policy import HUB, PARTNERS_IN_HUB, may
from kith.authority.who import Session
from kith.frontdoor import acts, naming
from kith.frontdoor.bench import family, paths, reads, sources, steps, ways
from kith.frontdoor.bench.base import OnBench
from kith.frontdoor.bench.reads import GRADE_COLOURS, Bench, Child
from kith.frontdoor.bench.sources import Reply
from kith.frontdoor.models import Contact
from kith.people.models import Proposal, Voice
from kith.statute import codes
from kith.work import clocks
from kith.work.models import Deadline

LONDON = ZoneInfo("Europe/London")
LAST = 3   # earlier contacts shown on the bench; the history has them all
FIELDS = (("safe_now", "Safe now?"), ("where_now", "Where the child is now"), ("seen_today", "Seen today"),
          ("protective", "What keeps the child safe"), ("family_told", "Family told"),
          ("service_consent", "Agreed to a service"), ("help_tried", "Help tried before"),
          ("needs", "Language and needs"), ("address", "Address then"))


class ContactPage(OnBench, ReadPage):
    """One contact, and everything needed for the next act, in one look."""

    verb = "contact.viewed"
    template = "frontdoor/bench/contact.html"
    title = "Contact"

    def subject(self, **kwargs: Any) -> UUID | None:
        """The contact for the hub; for a worker in the field the child through whom they may read it."""
        if self.by.has(*HUB):
            return super().subject(**kwargs)
        mine = (c.subject for c in self.bench.children if policy.leave(self.by, self.verb, c.subject))
        return next(mine, self.bench.contact.pk)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shown = super().get(request, *args, **kwargs)
        self.take_in_replies()
        return shown

    def context(self) -> dict[str, Any]:
        found, by, at = self.bench, self.by, self.request.at
        deadlines, around = reads.clocks_of(found), family.around(found)
        asked = sources.replies(reads.requests_of(found.referral), deadlines, at)
        proposals = reads.proposals_for(found.people)
        earlier = family.earlier_contacts(found, around.relatives)
        if not earlier:
            self.nothing_earlier()
        voices, step = reads.voices_of(found.subjects), steps.next_step(found, asked, by)
        return super().context() | {
            "concerns": [concern(c, found, at) for c in found.contacts], "by_child": by_child(found, voices),
            "people": [person_line(p, found, proposals) for p in reads.once(found.people)],
            "relatives": around.relatives, "earlier": earlier[:LAST], "more_earlier": len(earlier) - LAST,
            "cumulative": family.cumulative(earlier, at, len(found.children) > 1),
            "professionals": around.professionals, "replies": asked,
            "sources": sources.sources(asked, sources.partners()), "clocks": main_clocks(found, deadlines),
            "step": step, "own_answers": own_answers(asked, by), "ways": ways.ways(found, asked, by, step),
            "twins": family.same_incident(found, maybe(proposals)),
            "children": [{"line": c, "checks": steps.checks(found, c), "positions": steps.positions_words(c),
                          "used": voice_used(c, voices), "links": child_links(found, c, by)} for c in found.children],
            "new_replies": [r for c in found.contacts for r in c.replies if r.read_at is None],
            "screens": may(by, "contact.graded"), "me": by.worker_id,
            "grade_colour": GRADE_COLOURS.get(found.grade, "")}

    def nothing_earlier(self) -> None:
        """The page says that nothing earlier is held: the empty history is read, and need not be opened to see so."""
        unread = [c for c in self.bench.undecided if not c.unsettled and not c.facts.history_shown]
        if unread and may(self.by, "contact.viewed_no_history"):
            acts.show_no_history(by=self.by, at=self.request.at, referral=self.bench.referral,
                                 children=[c.subject for c in unread])
            for child in unread:
                child.facts = replace(child.facts, history_shown=True)


def concern(contact: Contact, found: Bench, at) -> dict[str, Any]:
    """One contact as it came: who, by which door, the fields with where each came from."""
    rows = [{"key": label, "value": shown(contact, name), "source": contact.provenance.get(name, "")}
            for name, label in FIELDS if getattr(contact, name) or name in ("safe_now", "where_now", "family_told")]
    rows += [{"key": f"Why {reads.called(p)} was not heard", "value": why, "source": "says whoever reported"}
             for p in found.people if p.contact_id == contact.pk and (why := reads.why_not_heard(p))]
    if contact.proposed_level:
        proposed = f"Level {contact.proposed_level}. {contact.proposed_reason}"
        rows.append({"key": "Level they propose", "value": proposed})
    return {"contact": contact, "rows": rows, "from": said_by(contact), "is_this": contact.pk == found.contact.pk,
            "source": codes.label("contact_source", contact.source_code), "url": paths.contact(contact.pk),
            "withheld": naming.standing(contact.pk, at) if contact.stays_unnamed else []}


def shown(contact: Contact, name: str) -> str:
    value = str(getattr(contact, name) or "")
    if name == "family_told":
        known = dict(codes.choices("family_not_told_reason"))
        return {"yes": "Yes", "": ""}.get(value, f"No: {known.get(value, value)}")
    return f"{value}, {contact.postcode}" if name == "address" and contact.postcode else value


def said_by(contact: Contact) -> str:
    """Who told us, as far as they may be named."""
    if contact.stays_unnamed:
        who = "Somebody who asked not to be named"
    else:
        who = contact.referrer_name or (contact.referrer.name if contact.referrer else "Name not given")
    parts = [who, contact.referrer_role, contact.agency.name if contact.agency else "", contact.relationship]
    return ", ".join(p for p in parts if p)


def by_child(found: Bench, voices: Iterable[Voice]) -> list[dict[str, Any]]:
    """Each child with their words, newest first, or why there are none here."""
    kept: dict[UUID, list[Voice]] = {c.subject: [] for c in found.children}
    for voice in voices:
        kept[voice.subject_id].append(voice)
    return [{"child": c, "voices": kept[c.subject], "none": "" if kept[c.subject] else none_here(c)}
            for c in found.children]


def none_here(child: Child) -> str:
    """Why no words of this child stand on the page: not yet born, not heard, or no longer open to the hub."""
    who = "the child" if child.name == "Name not known" else child.name
    if child.not_heard:
        return f"No words of {who} have reached us. Why, says whoever reported: {'; '.join(child.not_heard)}"
    if child.decision is not None:
        return (f"Decided. What {who} said is open to those who work with the child now." if child.decision.voice
                else "")
    if child.facts.unborn:
        return ""
    return f"No words of {who} have reached us. Nobody said why. Hear the child, or say in the decision why not."


def voice_used(child: Child, voices: Iterable[Voice]) -> Voice | None:
    """The child's words that the decision stands on."""
    made = child.decision
    return next((v for v in voices if made and v.pk == made.voice), None)


def own_answers(asked: Iterable[Reply], by: Session) -> frozenset[UUID]:
    """Questions put to this worker's own agency, which its representative in the hub answers on its own page."""
    mine = by.has(*PARTNERS_IN_HUB)
    return frozenset(r.request.pk for r in asked if mine and r.request.agency_id == by.agency_id)


def maybe(proposals: dict) -> set:
    return {p.subject_id for each in proposals.values() for p in each if p.verdict != "different"}


def person_line(person, found: Bench, proposals: dict) -> dict[str, Any]:
    """A named person with where the matching stands, in words."""
    candidates: Sequence[Proposal] = [p for p in proposals.get(person.source_record_id, ())
                                      if p.verdict in ("", "unsure")]
    state = {"machine": "Linked by the index", "same": "Matched", "new": "New to us",
             "unidentified": "Not identified", "both": "Unclear: both twins"}.get(person.settled_as, "")
    if not person.settled_at:
        state = f"{len(candidates)} may match" if candidates else "Nobody like this is known: say if new"
    return {"person": person, "name": reads.called(person), "age": reads.age_words(
        reads.person_of(person), found.at.astimezone(LONDON).date()), "role": person.get_role_display(), "state": state,
        "written": reads.written_otherwise([person]), "open": person.settled_at is None,
        "candidates": candidates[:3] if person.settled_at is None else [],
        "url": paths.person(person.contact_id, person.pk)}


def main_clocks(found: Bench, deadlines: Iterable[Deadline]) -> list[dict[str, Any]]:
    """The statutory clock of the first receipt, the grade's, and telling; each in the register's words."""
    own: dict[str, Deadline] = {}
    for each in deadlines:
        if each.record_id is None and each.duty.startswith("contact.") and each.duty != "contact.acknowledged":
            own.setdefault(each.duty, each)
    return [{"deadline": d, "label": label_of(d), "verb": "Tell" if d.duty == "contact.told" else "Decide",
             "name": clocks.words(d), "explain": f"/work/clocks/{d.pk}/explain/"}
            for d in own.values()]


def label_of(deadline: Deadline) -> str:
    return {"contact.decision": "By law", "contact.told": "Outcome"}.get(
        deadline.duty, deadline.duty.removeprefix("contact.").capitalize())


def child_links(found: Bench, child: Child, by: Session) -> list[dict[str, str]]:
    """What may be done about one child now, for this worker."""
    own, made = found.contact.pk, child.decided
    links = [("voice", "Hear the child", "voice.heard", True), ("history", "History", "contact.viewed", True),
             ("position", "Positions" if made else "Give a position", "position.given", True),
             ("second", "Ask a second manager", "second.asked", not made and not child.first.second_id),
             (f"second/{child.first.second_id}", "Give the second manager's view", "second.given",
              child.first.second_id is not None and child.first.second_agrees is None),
             ("decide", "Decide", "child.decided", not made),
             ("correct", "Correct by a new decision", "decision.corrected", made)]
    return [{"text": text, "url": paths.child(own, child.subject, key)} for key, text, verb, now in links
            if now and may(by, verb)]
