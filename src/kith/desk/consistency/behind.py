"""The children behind a figure, for readers who may see them: row security says who, the figure of which kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from kith.desk.consistency import judging
from kith.desk.consistency.asking import PARTS, Span
from kith.screening import reads, sampling
from kith.screening.models import SHIFTS, Expected, Step
from kith.statute import codes

STAGES = {**dict(codes.choices("screening_stage")), "not_needed": "Said not to be needed", "missing": "Never sent"}
WHOLE = ("not_needed", "missing")   # not stages where somebody stopped, but all of a kind
ALLOWED: dict[str, tuple[str, ...]] = {
    "stage": tuple(STAGES), "shift": tuple(key for key, _ in SHIFTS), "without": PARTS,
    "move": ("raised", "lowered", "kept"), "by": ("sergeant", "hub"), "who": tuple(judging.WHO)}
STOPPED: dict[str, dict[str, Any]] = {
    "eligible": {"screening__isnull": True, "begun_at__isnull": True, "not_needed__isnull": True},
    "started": {"screening__isnull": True, "begun_at__isnull": False, "not_needed__isnull": True},
    "completed": {"screening__isnull": False, "screening__supervised_at__isnull": True},
    "supervised": {"screening__supervised_at__isnull": False, "screening__shared_at__isnull": True},
    "shared": {"screening__supervised_at__isnull": False, "screening__shared_at__isnull": False,
               "screening__acknowledged_at__isnull": True},
    "acknowledged": {"screening__supervised_at__isnull": False, "screening__shared_at__isnull": False,
                     "screening__acknowledged_at__isnull": False},
    "not_needed": {"not_needed__isnull": False},
    "missing": {"screening__isnull": True, "not_needed__isnull": True}}
DONE = Q(screening__shared_at__isnull=False) | Q(screening__not_shared_at__isnull=False)
SUPERVISED = Q(screening__supervised_at__isnull=False)
ORDER = ("green", "amber", "red")
NOTHING = Value(None, output_field=CharField(null=True))


def wanted(asked: Mapping[str, str]) -> dict[str, str] | None:
    """What narrows the list, of all parameters of an address; None where one of them says nothing we know."""
    found = {name: asked[name] for name in (*ALLOWED, "month") if asked.get(name)}
    known = all(found[name] in ALLOWED[name] for name in ALLOWED if name in found)
    return found if known and ("month" not in found or month_of(found["month"])) else None


def month_of(iso: str) -> date | None:
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return None
    return day if day.day == 1 else None


def children(span: Span, asked: Mapping[str, str]) -> QuerySet[Expected]:
    """Expected screenings of the period that the figure counted."""
    found = reads.expected().filter(incident__began_at__gte=span.since, incident__began_at__lt=span.until)
    found = found.filter(**STOPPED[asked["stage"]]) if "stage" in asked else found.filter(not_needed__isnull=True)
    if "shift" in asked:
        found = found.filter(incident__shift=asked["shift"])
    if "who" in asked:
        found = found.filter(of_group(*asked["who"].split("-")))
    if month := month_of(asked.get("month", "")):
        begins, ends = sampling.bounds(month)
        found = found.filter(incident__began_at__gte=begins, incident__began_at__lt=ends)
    if "without" in asked:
        found = found.filter(**{"screening__isnull": False, f"screening__{asked['without']}": False})
    return moved(found, asked["move"], asked.get("by", "")) if "move" in asked else found


def of_group(what: str, which: str) -> Q:
    """Children of one group of the tables by who they are, as the log had them."""
    if what == "ethnicity":
        return Q(ethnicity__startswith=which) if which else ~Q(ethnicity__regex=f"^[{''.join(judging.ETHNICITIES)}]")
    if what == "sex":
        return Q(sex=which) if which else ~Q(sex__in=list(judging.SEXES))
    low, high = next((low, high) for low, high, _ in judging.BANDS if str(low) == which) if which else (0, 17)
    return Q(age__range=(low, high)) if which else Q(age__isnull=True) | ~Q(age__range=(low, high))


def moved(found: QuerySet[Expected], move: str, by: str) -> QuerySet[Expected]:
    """Those whose later grade (the sergeant's, the hub's, or the newest of both) is higher, lower or the same."""
    pairs = Q()
    for at, first in enumerate(ORDER):
        later = {"raised": ORDER[at + 1:], "lowered": ORDER[:at], "kept": (first,)}[move]
        pairs |= Q(screening__officer_grade=first, later__in=later)
    here = Q(screening__officer_name="")  # what a force graded in its own system was never regraded here
    return found.annotate(later=later_grade(by)).filter(pairs, here)


def later_grade(by: str) -> Case:
    """The grade given after the officer's, None where nobody has given one."""
    if by == "sergeant":
        steps = Step.objects.filter(screening=OuterRef("screening"), kind="regraded", by_hub=False).order_by("-at")
        changed = Coalesce(Subquery(steps.values("after")[:1]), F("screening__officer_grade"))
        return Case(When(SUPERVISED, then=changed), default=NOTHING)
    return Case(When(DONE if by == "hub" else DONE | SUPERVISED, then=F("screening__grade")), default=NOTHING)


def title(asked: Mapping[str, str]) -> str:
    """What the list is of, in words."""
    said = []
    if stage := asked.get("stage"):
        said.append(STAGES[stage] if stage in WHOLE else f"Got as far as: {STAGES[stage].lower()}")
    if "without" in asked:
        said.append(f"Completed without: {PART_WORDS[asked['without']]}")
    if "move" in asked:
        who = {"sergeant": "by the sergeant", "hub": "by the hub"}.get(asked.get("by", ""), "later")
        said.append(f"Grade {asked['move']} {who}")
    if "who" in asked:
        said.append(judging.WHO[asked["who"]])
    if "shift" in asked:
        said.append(f"{asked['shift'].capitalize()} shift")
    if "month" in asked:
        said.append(f"{asked['month'][5:7]}/{asked['month'][:4]}")
    return "; ".join(said) or "Called for"


PART_WORDS = {"voice": "the child's words", "demeanour": "how the child was", "school": "the school",
              "others": "other children"}
