"""One person's records: how they came to be one, what can be taken apart, merged, undone; and what relied on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q
from django.forms import Form
from django.http import Http404

from kith.authority.models import Subject
from kith.authority.pages import ActPage, ReadPage
from kith.desk.index_pages import forms
from kith.desk.index_pages.aftermath import aftermath
from kith.desk.index_pages.another import AnotherPerson
from kith.desk.index_pages.base import HOME, IndexLook, called, grouped, person, place
from kith.desk.index_pages.behind import held, in_a_line, lines, rows, told, words_once
from kith.frontdoor.bench import matching as side_by_side
from kith.frontdoor.bench.held import standing
from kith.kit import words
from kith.people import matching
from kith.people.index import acts, ground, quality, queue, reliance, sides
from kith.people.index.models import Merge
from kith.people.models import Person, SourceRecord
from kith.people.restricted import restricted


class Records(IndexLook, ReadPage):
    """Which records stand for this person, how each came to, what was merged, what people said for good."""

    verb, look, template, title = (
        "persons.viewed",
        "persons.viewed",
        "desk/index/records.html",
        "Records of one person",
    )

    def subject(self, **kwargs: Any) -> UUID:
        return person(kwargs["subject"])

    def context(self) -> dict[str, Any]:
        records = held(self.whom)
        wrong = set(
            queue.linked().filter(source_record__in=records).values_list("source_record_id", flat=True)
        )
        merges = list(
            Merge.objects.filter(Q(subject=self.whom) | Q(other=self.whom), merged_at__isnull=False)
            .select_related("merged_by", "undone_by")
            .order_by("-merged_at")
        )
        words = words_once(self.whom)
        names = self.names(
            {
                self.whom,
                *(w.subject for w in words if w.subject),
                *(s for m in merges for s in (m.subject_id, m.other_id)),
            }
        )
        return {
            "who": called(names, self.whom),
            "sheet": self.sheet(called(names, self.whom)),
            "rows": rows(self.whom, records, wrong),
            "about": self.whom,
            "merges": [(m, called(names, m.other_id)) for m in merges],
            "home": HOME,
            "child_url": f"/work/children/{self.whom}/",
            "story": quality.how_it_came_about([r.pk for r in records]),
            "words": [(w, called(names, w.subject)) for w in words if w.subject],
            "undone": aftermath(self.whom),
            "redirected": Subject.objects.filter(pk=self.whom, state="redirected")
            .values_list("redirected_to_id", flat=True)
            .first(),
        }


class Undoing(IndexLook, ActPage):
    """Before a link is undone: everything that relied on it. After: each of these is an action for somebody."""

    template, title = "desk/index/undo.html", "Undo a link"
    form: ClassVar[type[Form]] = forms.ReasonForm
    since: datetime
    press = "Undo it"

    def relied(self) -> list[reliance.Relied]:
        return reliance.consequences(self.whom, self.since, self.request.at) if self.whom else []

    def context(self) -> dict[str, Any]:
        relied = self.relied()
        return {
            "relied": grouped(relied),
            "count": len(relied),
            "since": self.since,
            "press": self.press,
            "says": self.says(),
            "back_url": place(self.whom),
            "title": self.title,
            "sheet": self.sheet(called(self.names([self.whom]), self.whom)),
        }

    def says(self) -> list[str]:
        return []

    def next(self, outcome: Any) -> str:
        return place(self.whom)


class UndoLink(Undoing):
    """A source record was taken to be the wrong person."""

    verb, title, done = (
        "match.undone",
        "Undo a wrong link",
        "The link is undone. What relied on it is now actions.",
    )

    def subject(self, **kwargs: Any) -> UUID:
        found = (
            queue.linked()
            .filter(source_record_id=kwargs["record"])
            .select_related("source_record__agency", "subject__person")
            .first()
        )
        if found is None:
            raise Http404
        self.link = found
        self.since = self.link.valid_from
        return self.link.subject_id

    def draft_key(self) -> tuple[str, str]:
        return ("UndoLink", str(self.kwargs["record"]))

    def says(self) -> list[str]:
        record = self.link.source_record
        typed = in_a_line(told(record, restricted([record.subject_id])))
        name = self.link.subject.person.name
        return [
            f"{record.agency.name} wrote: {typed}.",
            f"It has stood for {name} since "
            f"{words.long_date(self.since.date())}. It will stand for itself again, and what came with it goes back.",
            "The index will not link these two again. Whoever finds that it was right can put it back: in its concern, "
            "by a search and “Same person”; or by taking back what you say here, and a merge.",
        ]

    def act(self, answers: dict[str, Any]) -> Any:
        return matching.undo(
            by=self.request.by,
            at=self.request.at,
            source=self.link.source_record,
            reason=answers["reason"],
        )


class UndoMerge(Undoing):
    """Two people were made one and are two."""

    verb, title, done = (
        "persons.unmerged",
        "Undo a merge",
        "Undone: two people again. What relied on it is now actions.",
    )

    def subject(self, **kwargs: Any) -> UUID:
        found = Merge.objects.filter(pk=kwargs["merge"], merged_at__isnull=False, undone_at=None).first()
        if found is None:
            raise Http404
        self.merge = found
        self.since = found.merged_at or self.request.at
        return self.merge.subject_id

    def draft_key(self) -> tuple[str, str]:
        return ("UndoMerge", str(self.kwargs["merge"]))

    def says(self) -> list[str]:
        people = {
            p.pk: p.name for p in Person.objects.filter(pk__in=[self.merge.subject_id, self.merge.other_id])
        }
        return [
            f"{people.get(self.merge.other_id, 'A record')} was merged into "
            f"{people.get(self.merge.subject_id, 'another')} on {words.long_date(self.since.date())}: "
            f"{self.merge.reason}.",
            "Every link and every item goes back where it was. What was written since stays "
            "with the record it was written on, unless it came from a record that goes back.",
        ]

    def act(self, answers: dict[str, Any]) -> Any:
        return acts.unmerge(
            by=self.request.by, at=self.request.at, subject=self.whom, merge=self.merge, **answers
        )


class Split(Undoing):
    """Some of a person's records belong to somebody else."""

    verb, title, form = "persons.split", "Take records apart", forms.SplitForm
    done = "Taken apart: two people. What relied on it is now actions."
    press = "Make them a new person"

    def subject(self, **kwargs: Any) -> UUID:
        found = person(kwargs["subject"])
        self.held = held(found)
        self.since = (
            queue.linked()
            .filter(source_record__in=self.held)
            .order_by("valid_from")
            .values_list("valid_from", flat=True)
            .first()
            or self.request.at
        )
        return found

    def form_words(self) -> dict[str, Any]:
        return {"held": lines(self.held)}

    def says(self) -> list[str]:
        return [
            "The records you choose become a new person, with all that came with them. The two stay apart for good: "
            "neither the index nor a merge joins them until somebody takes that back."
        ]

    def act(self, answers: dict[str, Any]) -> Any:
        return acts.split(
            by=self.request.by,
            at=self.request.at,
            subject=self.whom,
            reason=answers["reason"],
            records=[UUID(r) for r in answers["records"]],
        )


class ProposeMerge(AnotherPerson):
    """Say that two people are one; a second person agrees where the history asks it."""

    verb, template, title = "persons.merge_proposed", "desk/index/propose.html", "These are one person"
    form = forms.ProposeMergeForm

    def act(self, answers: dict[str, Any]) -> Any:
        return acts.propose_merge(
            by=self.request.by,
            at=self.request.at,
            subject=self.whom,
            other=answers["whom"],
            reason=answers["reason"],
        )

    def next(self, outcome: Any) -> str:
        return f"/work/people/merges/{outcome.pk}/"


class DecideMerge(IndexLook, ActPage):
    """The second person reads both sides and agrees, or does not."""

    verb, template, title, form = (
        "persons.merged",
        "desk/index/merge.html",
        "Agree to a merge",
        forms.MergeAnswerForm,
    )
    keeps_draft = False

    def subject(self, **kwargs: Any) -> UUID:
        found = (
            Merge.objects.filter(pk=kwargs["merge"])
            .select_related("created_by", "merged_by", "declined_by")
            .first()
        )
        if found is None:
            raise Http404
        self.merge = found
        return self.merge.subject_id

    def context(self) -> dict[str, Any]:
        merge, pair = self.merge, [self.merge.subject_id, self.merge.other_id]
        people = {p.pk: p for p in Person.objects.filter(pk__in=pair)}
        held = side_by_side.held_about(pair, apart_from=merge.pk)
        facts = [{**held[s], **(side_by_side.person_fields(people[s]) if s in people else {})} for s in pair]
        found, names, how = sides.sides(pair), self.names(pair), standing(pair, self.request.at.date())
        return {
            "merge": merge,
            "rows": side_by_side.compared(facts[0], facts[1]),
            "home": HOME,
            "sheet": self.sheet(" and ".join(called(names, s) for s in pair)),
            "first": f"{called(names, pair[0])} (opened first)",
            "other": f"{called(names, pair[1])} (the other)",
            "both": [(called(names, s), how[s].said, s) for s in pair if s in how],
            "histories": [
                (called(names, s), found[s].history) for s in pair if s in found and found[s].history
            ],
            "said": [w.sentence for w in ground.words_between(*pair)],
            "open": not (merge.merged_at or merge.declined_at),
            "own": merge.created_by_id == self.request.by.worker_id,
            "place": place(merge.subject_id),
            "items": SourceRecord.objects.filter(subject_id=merge.other_id).count(),
        }

    def act(self, answers: dict[str, Any]) -> Any:
        to = {
            "by": self.request.by,
            "at": self.request.at,
            "subject": self.whom,
            "merge": self.merge,
            "note": answers["note"],
        }
        if answers["answer"] == "merge":
            return acts.merge_persons(**to)
        return acts.decline_merge(**to, never=answers["never"])

    def next(self, outcome: Any) -> str:
        return place(self.whom)
