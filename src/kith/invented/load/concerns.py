"""Contacts as they came: from the partner's receipt to the children named, their words, the grades and the telling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kith.invented import nouns
from kith.invented.load import codes
from kith.invented.load.arrived import source, unidentified
from kith.invented.load.kinfolk import Family
from kith.invented.load.owed import clock, contact_path, event
from kith.invented.load.place import FOLLOWED, Place
from kith.statute.calendar import london_instant

ACKNOWLEDGED = ("We have your concern. Its reference is {}. A decision will be made within one working day, "
                "sooner if a child may be in danger. We will tell you what comes of it.")
MESSAGE_BY = {"public": "receipt", "telephone": "telephone", "system": "system"}
CHILDREN = ("child", "looked_after")  # as what a household has them
TOLD_BACK = "What we decided after you spoke with us, and why."


@dataclass
class Concern:
    """One contact with everything that followed from it, gathered."""

    contact: nouns.Contact
    children: list[nouns.ContactChild] = field(default_factory=list)
    grades: list[nouns.RagGrade] = field(default_factory=list)
    voices: dict[UUID, nouns.VoiceEntry] = field(default_factory=dict)
    requests: list[nouns.Request] = field(default_factory=list)
    pictures: list[nouns.JointPicture] = field(default_factory=list)
    decisions: list[nouns.Decision] = field(default_factory=list)
    positions: list[nouns.Position] = field(default_factory=list)
    telling: nouns.Telling | None = None
    reference: str = ""
    subjects: dict[int, str] = field(default_factory=dict)  # position -> the child's subject
    sources: dict[int, str] = field(default_factory=dict)   # position -> the child's source record

    @property
    def key(self) -> str:
        return self.contact.key.hex

    @property
    def decided_at(self) -> datetime | None:
        return max((d.at for d in self.decisions), default=None)

    @property
    def matched_at(self) -> datetime | None:
        """When the index had looked; None where the worker's sweep has still to match it."""
        settled = [c.matched_at for c in self.children if c.match in ("confirmed", "new")]
        return max((at for at in settled if at), default=None) if len(settled) == len(self.children) else None

    @property
    def grade(self) -> str:
        return self.grades[-1].grade if self.grades else ""


def concerns_of(family: Family) -> list[Concern]:
    """The family's contacts in the order received, each with its rows."""
    found = {c.key: Concern(c) for c in sorted(family.rows.of(nouns.Contact), key=lambda c: c.received_at)}
    tables: tuple[tuple[type[Any], str], ...] = (
        (nouns.ContactChild, "children"), (nouns.RagGrade, "grades"), (nouns.Request, "requests"),
        (nouns.JointPicture, "pictures"), (nouns.Decision, "decisions"), (nouns.Position, "positions"))
    for noun, name in tables:
        for row in family.rows.of(noun):
            getattr(found[row.contact], name).append(row)
    for voice in family.rows.of(nouns.VoiceEntry):
        if voice.contact:
            found[voice.contact].voices[voice.subject] = voice
    for told in family.rows.of(nouns.Telling):
        found[told.contact].telling = told
    return list(found.values())


def write_concern(place: Place, family: Family, concern: Concern) -> None:
    """The contact, whom it names, its grades, its clocks and what was said back."""
    _contact(place, family, concern)
    for child in concern.children:
        _child(place, concern, child)
    _voices(place, concern)
    _grades(place, concern)
    _clocks(place, concern)
    _messages(place, concern)
    for picture in concern.pictures:
        place.sheets.add("frontdoor_jointpicture", place.id("picture", concern.key, picture.at), concern.key,
                         picture.text, picture.at, place.worker(picture.by))


def _contact(place: Place, family: Family, concern: Concern) -> None:
    c, key = concern.contact, concern.key
    concern.reference = place.reference(c.key)
    place.subject(key, "contact", c.received_at)
    channel, referrer = codes.CHANNEL[c.channel], _referrer(place, c)
    system = codes.SYSTEM.get(c.agency, "partner") if channel == "system" else ""
    typed, carried, seconds = _typing(channel, c.key)
    place.sheets.add(
        "frontdoor_contact", key, concern.reference, key, channel, c.received_at, c.occurred_at, c.source,
        place.agency(c.agency), referrer.key if referrer else None, c.referrer_name, c.referrer_role,
        c.referrer_contact, c.relationship, c.anonymous, system, c.source_ref if system else "", c.narrative,
        _others(family, concern),
        "yes" if c.family_told else "anonymous" if c.anonymous else codes.FAMILY_NOT_TOLD.get(c.why_not_told, ""),
        c.proposed_level, c.address, c.postcode, typed, carried, seconds, concern.grade, _owner(place, concern),
        concern.matched_at, concern.decided_at, concern.telling.at if concern.telling else None,
        _writer(place, concern, referrer), c.received_at)
    if c.received_at > place.now - FOLLOWED:
        for holder in _followers(place, c, referrer):
            place.tie(holder, key, "referred", c.received_at)


def _referrer(place: Place, contact: nouns.Contact) -> nouns.Worker | None:
    """Who sent it, where they sign in here: "PC 4000 Ben Carrow" signs in as Ben Carrow."""
    words = contact.referrer_name.split()
    return place.by_name.get(" ".join(words[2:] if words[:1] == ["PC"] else words))


def _typing(channel: str, key: UUID) -> tuple[int, int, int]:
    """Fields typed, fields carried over, seconds of typing: plausible, and none where a system sent it."""
    spread = key.int % 97
    if channel == "system":
        return 0, 0, 0
    carried = spread % 9 if channel == "form" else 0
    return 21 - carried + spread % 4, carried, 360 + 11 * spread


def _others(family: Family, concern: Concern) -> str:
    """Whether other children live there: asked before a decision, open until then."""
    if concern.decided_at is None and not concern.requests:
        return ""
    named = {c.subject for c in concern.children if c.subject}
    homes = {family.lives[child].household for child in named if child in family.lives}
    at_home = {m.person for m in family.lives.values() if m.household in homes and m.relation in CHILDREN}
    return "yes" if at_home - named else "no"


def _owner(place: Place, concern: Concern) -> str | None:
    if concern.decisions:
        return place.worker(concern.decisions[-1].by)
    return place.worker(concern.grades[0].by) if concern.grades else None


def _writer(place: Place, concern: Concern, referrer: nouns.Worker | None) -> str:
    """Who typed it in: the referrer at the form, a screener at the telephone, else nobody who signs in."""
    if concern.contact.channel == "telephone":
        return place.worker(next((c.matched_by for c in concern.children if c.matched_by), ""))
    return referrer.key.hex if referrer else place.writer


def _followers(place: Place, contact: nouns.Contact, referrer: nouns.Worker | None) -> list[str]:
    """Who may follow what became of it: the writer, and the deputies of the same school."""
    school = contact.source == "2A" and contact.agency != "council"
    return [*([referrer.key.hex] if referrer else []), *([place.id("agency", contact.agency)] if school else [])]


def _fields(concern: Concern, child: nouns.ContactChild) -> dict[str, str]:
    given = {
        "given_name": child.given, "family_name": child.family, "dob": codes.born_typed(child.born_typed),
        "expected_dob": child.expected_on.isoformat() if child.expected_on else "", "age": child.age_typed,
        "sex": child.sex, "address": concern.contact.address, "postcode": concern.contact.postcode,
        "nhs_number": child.nhs_number, "school": child.school}
    if child.expected_on and given["given_name"] == "Unborn":
        given["given_name"] = ""
    return {name: value for name, value in given.items() if value}


def _child(place: Place, concern: Concern, child: nouns.ContactChild) -> None:
    """A child as the referrer named them; whom nobody has confirmed stands for an unidentified child."""
    c, fields = concern.contact, _fields(concern, child)
    key = place.id("named", concern.key, child.position)
    arrived = place.id("arrived", concern.key, child.position)
    subject = child.subject.hex if child.subject else arrived
    agency = c.agency or "council"
    system = codes.CHANNEL[c.channel]
    source(place, key, subject, agency, system, key, c.received_at, fields)
    if subject == arrived or concern.decided_at is None:
        unidentified(place, arrived, "child", fields, key, c.received_at, to=subject if subject != arrived else None)
        _link(place, key, arrived, "arrived", place.writer, c.received_at, child.matched_at if child.subject else None)
    if child.subject:
        _link(place, key, subject, "person", place.worker(child.matched_by), child.matched_at or c.received_at, None)
    as_what = {"confirmed": "same", "new": "new"}.get(child.match, "")
    place.sheets.add("frontdoor_contactperson", place.id("contact-person", key), concern.key, subject, key, "child",
                     child.position - 1, child.matched_at if as_what else None, as_what, place.writer)
    if concern.decided_at is None:
        place.tie(place.hub, subject, "at_the_hub", c.received_at)
    event(place, "contact.received", subject, c.received_at, agency, record=concern.key, source=key,
          path=contact_path(c.key), facts={"source_code": c.source})
    concern.subjects[child.position], concern.sources[child.position] = subject, key


def _link(place: Place, record: str, subject: str, method: str, by: str, since: datetime,
          until: datetime | None) -> None:
    place.sheets.add("people_personlink", place.id("link", record, subject), record, subject, method, "", by, since,
                     until)


def _voices(place: Place, concern: Concern) -> None:
    """The child's words, under the child as named in this contact."""
    for voice, position in _heard(concern):
        told_at = london_instant(voice.told_back_on, place.profile.hours.hub_opens) if voice.told_back_on else None
        place.sheets.add(
            "people_voice", voice.key, concern.subjects[position], concern.sources[position], voice.heard_at,
            codes.METHOD.get(voice.method, voice.method), voice.place, voice.alone, voice.language, voice.verbatim,
            voice.observation, voice.interpretation, voice.wish, voice.heard_by or "Somebody who did not give a name",
            place.agency(voice.agency or "council"), told_at,
            TOLD_BACK if told_at else "", voice.heard_by if told_at else "", place.writer, concern.contact.received_at)


def _heard(concern: Concern) -> list[tuple[nouns.VoiceEntry, int]]:
    """Each voice entry with the place of its child among those named (the first, where nobody is confirmed)."""
    places: Mapping[UUID | None, int] = {c.subject: c.position for c in concern.children}
    unsure = [c.position for c in concern.children if c.subject is None]
    return [(v, places.get(child) or (unsure or [1]).pop(0)) for child, v in concern.voices.items()]


def _grades(place: Place, concern: Concern) -> None:
    before = ""
    for given, until in zip(concern.grades, [*concern.grades[1:], None], strict=False):
        key, by = place.id("grading", concern.key, given.at), place.worker(given.by)
        place.sheets.add("frontdoor_grading", key, concern.key, given.grade, before, given.because, given.at, by)
        clock(place, f"contact.{given.grade}", concern.key, concern.contact.received_at, entry=given.at,
              met=None if until else concern.decided_at, superseded=until.at if until else None)
        for subject in dict.fromkeys(concern.subjects.values()):
            event(place, f"contact.graded_{given.grade}", subject, given.at, "council", by=given.by, record=key,
                  path=contact_path(concern.contact.key), facts={"grade": given.grade})
        before = given.grade


def _clocks(place: Place, concern: Concern) -> None:
    c, told = concern.contact, concern.telling
    clock(place, "contact.decision", concern.key, c.received_at, met=concern.decided_at)
    clock(place, "contact.acknowledged", concern.key, c.received_at, met=c.acknowledged_at or c.received_at)
    if concern.decided_at:
        clock(place, "contact.told", concern.key, concern.decided_at, met=told.at if told else None)


def _messages(place: Place, concern: Concern) -> None:
    c, told, key = concern.contact, concern.telling, concern.key
    channel = MESSAGE_BY.get(codes.CHANNEL[c.channel], "page")
    if c.acknowledged_at:
        text = ACKNOWLEDGED.format(concern.reference)
        place.sheets.add("frontdoor_message", place.id("acknowledged", key), key, "acknowledgement", text,
                         c.acknowledged_at, channel, _read(place, c.acknowledged_at, key), place.writer)
    if told:
        place.sheets.add("frontdoor_message", place.id("told", key), key, "outcome", told.text, told.at, channel,
                         told.read_at, place.worker("priya"))
        for subject in dict.fromkeys(concern.subjects.values()):
            event(place, "contact.told", subject, told.at, "council", by="priya", record=place.id("told", key))


def _read(place: Place, sent: datetime, key: str) -> datetime | None:
    read = sent + timedelta(minutes=3 + int(key[:2], 16) % 170)
    return read if read < place.now else None
