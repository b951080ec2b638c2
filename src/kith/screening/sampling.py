"""The second look: a random, stratified share of real screenings graded again without knowing the first grade, a share
of the reasons for none, and one story a month that everybody grades alone. What was drawn, of how many, with which
seed, is kept, so that anyone can draw it again."""

from __future__ import annotations

import secrets
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from kith.authority import who
from kith.authority.acts import Done, Refused, act
from kith.authority.county import profile
from kith.authority.models import TeamMember
from kith.authority.who import Session
from kith.kit.words import local
from kith.screening import rules
from kith.screening.models import KeptFigure, NotNeeded, Sample, Sampled, Screening, VignetteGrade

STORIES = Path(__file__).with_name("stories.toml")
Item = tuple[UUID, UUID, UUID]  # what is looked at again, its incident, the child


@act("sample.drawn")
def draw(*, by: Session, at: datetime, kind: str, month: date, seed: str = "") -> Done:
    """Draw the month's share of one kind, proportionally from each stratum; nothing is drawn of nothing."""
    if Sample.objects.filter(kind=kind, month=month).exists():
        raise Refused("This month's sample has been drawn already.")
    strata, items = frame_of(kind, month)
    chosen = rules.draw(strata, wanted(kind, len(items)), seed := seed or f"{kind}/{month}/{secrets.token_hex(8)}")
    sample = Sample(kind=kind, month=month, seed=seed, frame=len(items), drawn=sum(map(len, chosen.values())),
                    strata={name: [len(ids), len(chosen.get(name, ()))] for name, ids in strata.items()}, drawn_at=at,
                    created_by_id=by.worker_id)
    Sample.objects.bulk_create([sample])
    Sampled.objects.bulk_create([sampled(sample, name, items[key], by) for name, keys in chosen.items()
                                 for key in keys])
    return Done(sample, None, {"kind": kind, "frame": sample.frame, "drawn": sample.drawn})


def wanted(kind: str, frame: int) -> int:
    """How many the county looks at again."""
    local_rule = profile().screening
    if kind == "second_grading":
        return local_rule.second_grading_a_month
    return -(-frame * local_rule.not_needed_sampled_percent // 100)


def frame_of(kind: str, month: date) -> tuple[dict[str, list[str]], dict[str, Item]]:
    """The month's identifiers by stratum (grade and shift, or reason), and what stands behind each."""
    strata: dict[str, list[str]] = defaultdict(list)
    items: dict[str, Item] = {}
    begins, ends = bounds(month)
    found: list[Any] = list(
        Screening.objects.filter(submitted_at__gte=begins, submitted_at__lt=ends, response__isnull=False)
        .select_related("incident") if kind == "second_grading" else
        NotNeeded.objects.filter(said_at__gte=begins, said_at__lt=ends))
    for one in found:
        stratum = f"{one.officer_grade}, {one.incident.shift}" if kind == "second_grading" else one.reason
        strata[stratum].append(str(one.pk))
        items[str(one.pk)] = (one.pk, one.incident_id, one.subject_id)
    return dict(strata), items


def bounds(month: date) -> tuple[datetime, datetime]:
    """London midnight at the month's beginning and at its end."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return (datetime(month.year, month.month, 1, tzinfo=rules.LONDON),
            datetime(following.year, following.month, 1, tzinfo=rules.LONDON))


def sampled(sample: Sample, stratum: str, item: Item, by: Session) -> Sampled:
    key, incident, child = item
    which = {"screening_id": key} if sample.kind == "second_grading" else {"not_needed_id": key}
    return Sampled(sample=sample, incident_id=incident, subject_id=child, stratum=stratum, created_by_id=by.worker_id,
                   **which)


@act("second_look.given")
def give(*, by: Session, at: datetime, subject: UUID, item: Sampled, note: str, grade: str = "",
         agrees: bool | None = None) -> Done:
    """The second look of somebody who had no part in the first."""
    if item.given_at:
        raise Refused("Somebody has looked at this already.")
    if had_a_part(by, item):
        raise Refused("You had a part in this screening: somebody else gives the second look.")
    if len(note.strip()) < rules.LEAST_REASON:
        raise Refused("Write why, in a sentence.")
    Sampled.objects.filter(pk=item.pk).update(grade=grade, agrees=agrees, note=note.strip(), given_at=at,
                                              given_by=by.worker_id)
    return Done(item, subject, {"kind": item.sample.kind})


def had_a_part(by: Session, item: Sampled) -> bool:
    if item.screening is None:
        return bool(item.not_needed and item.not_needed.created_by_id == by.worker_id)
    first = {item.screening.created_by_id, item.screening.supervised_by_id, item.screening.owner_id}
    return by.worker_id in first


def draw_last_month() -> int:
    """Draw both samples of the month before, where they are missing (a sweep's work)."""
    with who.job("sweep") as by:
        today = local(by.now).date().replace(day=1)
        month = date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)
        missing = [kind for kind, _ in Sample.KINDS if not Sample.objects.filter(kind=kind, month=month).exists()]
        for kind in missing:
            draw(by=by, at=by.now, kind=kind, month=month)
        return len(missing)


@dataclass(frozen=True)
class Story:
    """A shared story: everybody grades the same one alone. Invented, as everything here."""

    key: str
    title: str
    text: str


@lru_cache(maxsize=1)
def stories() -> tuple[Story, ...]:
    table = tomllib.loads(STORIES.read_text(encoding="utf-8"))
    return tuple(Story(row["key"], row["title"], row["text"].strip()) for row in table["story"])


def story_of(month: date) -> Story:
    """The month's story: they take turns."""
    told = stories()
    return told[(month.year * 12 + month.month) % len(told)]


@act("vignette.graded")
def grade_story(*, by: Session, at: datetime, month: date, grade: str, note: str) -> Done:
    """One worker's grade of the month's story, once."""
    if VignetteGrade.objects.filter(month=month).exists():
        raise Refused("You have graded this month's story. The next comes on the first of the month.")
    team = TeamMember.objects.filter(worker=by.worker_id).values_list("team_id", flat=True).first()
    given = VignetteGrade(vignette=story_of(month).key, month=month, grade=grade, reason=note.strip(), given_at=at,
                          team_id=team, worker_id=by.worker_id)
    VignetteGrade.objects.bulk_create([given])
    return Done(given)


@act("figure.kept")
def keep_figure(*, by: Session, at: datetime, key: str, body: dict[str, Any]) -> Done:
    """A figure that the night's job has worked out, for the pages of the day."""
    made = KeptFigure(key=key, made_at=at, body=body, created_by_id=by.worker_id)
    KeptFigure.objects.bulk_create([made])
    return Done(made, None, {"key": key})


def kept_figure(key: str) -> KeptFigure | None:
    """The newest of its key, or None before the first night."""
    return KeptFigure.objects.filter(key=key).order_by("-made_at").first()
