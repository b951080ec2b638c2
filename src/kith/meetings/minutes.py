"""Minutes: written by the meeting itself, as this reader may see it. Read under the reader's own row security and as
things stood at a moment, so that they cannot say more than the board does, nor change once issued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, groupby
from uuid import UUID

from django.db.models import Q

from kith.authority.who import Session
from kith.kit import words
from kith.kit.documents import Block, Document, Footer, Listing, Paragraph, Quote, Section, Table
from kith.meetings import board, terms
from kith.meetings.models import Contribution, Decision, Item, ItemAction, ItemChild, Position, Sitting
from kith.people import reads as people
from kith.people.models import Voice
from kith.people.reads import Line
from kith.statute.forum import Forum

MARKING = "OFFICIAL-SENSITIVE"
HOW_WORDS = {"named": "shown to the seats it names", "partners": "shown to council, police and health",
             "own": "shown to this seat only"}
KEPT_BY_CHILD = "The child's words were used. The child said who may see them, so they are not repeated here."


@dataclass
class Heard:
    """Everything of a sitting that this reader may see, read once, as it stood at `until`."""

    sitting: Sitting
    until: datetime
    term: Forum = field(init=False)
    items: list[Item] = field(init=False)
    lines: dict[UUID, Line] = field(init=False)

    def __post_init__(self) -> None:
        self.term = terms.of(self.sitting)
        found = self.sitting.items.exclude(ended_as="withdrawn").filter(created_at__lte=self.until)
        self.items = list(found.prefetch_related("children", "reasons").order_by("position"))
        ids, until = [i.pk for i in self.items], self.until
        everybody = [c.subject_id for i in self.items for c in i.children.all()]
        self.lines = people.lines(everybody, words.local(until).date())
        told = Contribution.objects.filter(item__in=ids, given_at__lte=until).exclude(replaced_by__given_at__lte=until)
        self.told = by_item(told.select_related("seat", "created_by").order_by("item_id", "seat__name", "given_at"))
        self.texts = {i.pk: texts(i, until) for i in self.items}
        decided = Decision.objects.filter(about_id__in=ids, made_at__lte=until)
        self.decisions = {(d.about_id, d.subject_id): d for d in decided.select_related("voice").order_by("made_at")}
        views = Position.objects.filter(item__in=ids, given_at__lte=until).select_related("seat")
        self.views = {(p.item_id, p.subject_id, p.seat_id): p for p in views.order_by("given_at")}
        agreed = ItemAction.objects.filter(item__in=ids, action__created_at__lte=until)
        self.actions = by_item(agreed.select_related("action__agency", "action__worker").order_by("item_id", "pk"))

    def children(self, item: Item) -> list[ItemChild]:
        return [c for c in item.children.all() if c.subject_id in self.lines]

    def positions(self, child: ItemChild) -> list[Position]:
        """Those that the room had read by then: sealed ones are nobody's minutes."""
        if child.revealed_at is None or child.revealed_at > self.until:
            return []
        mine = (child.item_id, child.subject_id)
        return [p for key, p in self.views.items() if key[:2] == mine]

    @property
    def subjects(self) -> list[UUID]:
        """Every child that this reader reads about here."""
        return list(dict.fromkeys(c.subject_id for i in self.items for c in self.children(i)))


def by_item(rows: Iterable) -> dict[UUID, list]:
    return {item: list(some) for item, some in groupby(rows, key=lambda row: row.item_id)}


def texts(item: Item, until: datetime) -> dict[str, str]:
    """The shared texts of an item as they stood, those not yet joined beside the newest."""
    found: dict[str, str] = {}
    stood = Q(aside=False) | Q(joined_at__isnull=True) | Q(joined_at__gt=until)
    for each in item.texts.filter(stood, written_at__lte=until).order_by("aside", "version", "written_at"):
        found[each.name] = f"{found[each.name]}\n\nWritten at the same time: {each.text}" if each.aside else each.text
    return found


def document(sitting: Sitting, *, by: Session, at: datetime, until: datetime | None = None,
             version: int = 0) -> Document:
    """The minutes (`version` 1 and on) or, before, the pack, for this reader."""
    heard = Heard(sitting, until or at)
    what = "Minutes" if version else "Pack"
    title = f"{what}: {heard.term.name}, {words.long_date(words.local(sitting.starts_at).date())}"
    told = f"Version {version}, as things stood" if version else "As things stand"
    mine = f"{by.name}, {by.agency_name}"
    return Document(title=title, marking=MARKING, sections=(frame(heard), present(heard), *items(heard)),
                    subtitle=f"{told} {words.exact(heard.until)}. For {mine}: what only others may read is left out.",
                    footer=Footer(by=mine, purpose="their agency's record of this meeting", at=at))


def frame(heard: Heard) -> Section:
    sitting, term = heard.sitting, heard.term
    rows = [("Purpose", term.purpose),
            ("When", f"{words.exact(sitting.starts_at)} to {words.local(sitting.ends_at):%H:%M}"),
            ("Where", sitting.place or "Not said"), ("Chair", sitting.chair.name if sitting.chair else "Not said"),
            ("Lawful basis", term.lawful_basis),
            ("What is left out", f"{term.redaction[:1].upper()}{term.redaction[1:]}")]
    if sitting.cancelled_at:
        rows.append(("Cancelled", sitting.cancelled_because))
    return Section("This meeting", (Table("The meeting and its terms", ("What", "Said"), tuple(rows)),))


def present(heard: Heard) -> Section:
    """Who sat, how and when; who sent apologies; who was missing."""
    came: dict[UUID, list[str]] = {}
    for one in heard.sitting.attendances.select_related("worker").order_by("arrived_at"):
        if one.arrived_at <= heard.until:
            left = f" to {words.local(one.left_at):%H:%M}" if one.left_at and one.left_at <= heard.until else ""
            how = "on a call" if one.by_call else "in the room"
            since = f"{words.local(one.arrived_at):%H:%M}"
            came.setdefault(one.seat_id, []).append(f"{one.worker.name}, {how} from {since}{left}")
    rows = []
    for seat in chain.from_iterable(board.seats_by_key(heard.sitting).values()):  # in the order of the terms
        absent = seat.apologies or ("Nobody came; needed for the quorum" if seat.needed else "Nobody came")
        name = f"{seat.name}: {seat.worker.name}" if seat.worker else seat.name
        rows.append((name, seat.agency.name, "\n".join(came.get(seat.pk, [])) or absent))
    return Section("Who was there", (Table("Seats and who took them", ("Seat", "Agency", "Who came"), tuple(rows)),))


def items(heard: Heard) -> Iterator[Section]:
    for number, item in enumerate(heard.items, 1):
        names = words.join_and([heard.lines[c.subject_id].said for c in heard.children(item)])
        inner = tuple(one_child(heard, item, c) for c in heard.children(item) if says_something(heard, c))
        yield Section(f"{number}. {names or 'Not open to you'}", tuple(blocks(heard, item)), inner)


def blocks(heard: Heard, item: Item) -> Iterator[Block]:
    """What was said at an item: why, the shared texts, each agency's line, actions, how it ended."""
    if reasons := tuple(dict.fromkeys(r.text for r in item.reasons.all())):
        yield Listing(tuple(f"Why: {r}" for r in reasons))
    names = {t.key: t.name for t in heard.term.text}
    for key, text in heard.texts[item.pk].items():
        yield Paragraph(f"{names.get(key, key)}: {text}")
    if told := heard.told.get(item.pk):
        rows = tuple((c.seat.name, said(c), c.means) for c in told)
        yield Table("What each agency told the room", ("Agency", "Told", "What it means for the child now"), rows)
    if actions := heard.actions.get(item.pk):
        yield Table("Actions", ("Who", "What", "So that", "By"), tuple(action(a) for a in actions))
    if item.ended_as and item.ended_at and item.ended_at <= heard.until:
        yield Paragraph(f"{item.get_ended_as_display()}. {item.ended_note}".strip())


def said(told: Contribution) -> str:
    text = "Looked, and holds nothing." if told.outcome == "nothing_known" else told.text
    handling = HOW_WORDS.get(told.handling, "")
    return f"{text}\n({handling})" if handling else text


def action(agreed: ItemAction) -> tuple[str, str, str, str]:
    one = agreed.action
    who = f"{one.agency.name}, {one.worker.name}" if one.worker else one.agency.name
    return who, one.what, one.so_that, words.exact(one.due_at) if one.due_at else "Not said"


def says_something(heard: Heard, child: ItemChild) -> bool:
    return (child.item_id, child.subject_id) in heard.decisions or bool(heard.positions(child))


def one_child(heard: Heard, item: Item, child: ItemChild) -> Section:
    """One child's decision and the keys it rests on. Each child has its own, never the family's."""
    decision = heard.decisions.get((item.pk, child.subject_id))
    found: list[Block] = list(decided(heard.term, decision)) if decision else [Paragraph("Not decided.")]
    if views := heard.positions(child):
        rows = tuple((p.seat.name if p.seat else "", view(heard.term, p), p.reasons) for p in views)
        found.append(Table("Positions, given before the others were read", ("Seat", "Position", "Why"), rows))
    return Section(heard.lines[child.subject_id].name, tuple(found))


def decided(term: Forum, made: Decision) -> Iterator[Block]:
    outcome = term.outcome_of(made.chosen)
    whose = "the meeting's own" if made.function_of in ("", "meeting") else f"the {made.function_of}'s"
    under = f" ({outcome.under})" if outcome.under else ""
    quorum = "" if made.quorate is not False else " The room was not quorate."
    yield Paragraph(f"Decided: {outcome.name}. {made.get_how_display()}. The function is {whose}{under}.{quorum}")
    yield Paragraph(f"Why: {made.rationale}")
    yield from heard_from(made.voice, made)
    if made.best_placed:
        yield Paragraph(f"Best placed: {made.best_placed}. {made.best_placed_because}")
    for dispute in made.disagreements.select_related("agency"):
        yield Paragraph(f"{dispute.agency.name} does not agree. In force meanwhile: {dispute.interim_step}")


def heard_from(voice: Voice | None, made: Decision) -> Iterator[Block]:
    """The child's words, unless the child said who may see them."""
    if voice is None:
        return
    if voice.who_may_see:
        yield Paragraph(KEPT_BY_CHILD)
    elif voice.words:
        yield Quote(voice.words, f"{voice.heard_by}, {words.exact(voice.heard_at)}. {made.voice_difference}")
    else:
        yield Paragraph(f"Seen by {voice.heard_by}: {voice.observed}. {made.voice_difference}")


def view(term: Forum, position: Position) -> str:
    return term.outcome_of(position.proposes).name if position.proposes in term.decides else position.get_view_display()
