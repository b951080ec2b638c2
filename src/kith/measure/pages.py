"""What the main pages cost the signed-in hub screener in a county-sized database, locks on."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connections

from kith.invented.load.place import has_a_county
from kith.measure import cast, ground, served
from kith.measure.calling import Answer, Caller, counting, read_form
from kith.measure.marks import Row, against, beside
from kith.measure.timing import each, quantile

HOUSEHOLDS, COUNTY_HOUSEHOLDS = 8_000, 260_000
UNDER_18 = "people_person where kind = 'child' and born_on > current_date - interval '18 years'"
CHILDREN_OF_A_COUNTY = 125_000  # from here on a run counts as county size
SEED = 41
TIMES = 30
SEARCH = "/work/search/"
HEAVIEST = """
select e.subject_id from people_event e join people_person p using (subject_id)
  join authority_subject s on s.id = e.subject_id
 where p.kind = 'child' and s.state <> 'redirected' group by 1 order by count(*) desc, 1 limit %s"""
CHILDREN = """
select p.subject_id from people_person p join authority_subject s on s.id = p.subject_id
 where p.kind = 'child' and s.state <> 'redirected' order by md5(p.subject_id::text) limit %s"""
FULLEST = """
select p.contact_id from frontdoor_contactperson p group by 1 order by count(*) desc, 1 limit %s"""
CONTACTS = "select subject_id from frontdoor_contact order by received_at desc limit %s"
NAMES = """
select p.given_name, p.family_name from people_person p
 where p.kind = 'child' and p.given_name <> '' and p.family_name <> '' order by md5(p.subject_id::text) limit %s"""


@dataclass
class Visit:
    """One kind of page: its name in the table, and how to ask for the n-th of it."""

    name: str
    ask: Callable[[int], Answer]
    wall: str = ""                 # key of its wall mark, where it has one
    there: bool = True
    shows: bytes = b""             # what a good answer has in it
    queries: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    good: int = 0


def run(full: bool = False, households: int = 0) -> tuple[list[Row], list[str]]:
    """Seed a county, ask for each page, then start the real web server for memory and weights."""
    if not has_a_county():  # a database kept from an earlier run is measured again as it is
        ground.kith(["seed", "--households", str(households or (COUNTY_HOUSEHOLDS if full else HOUSEHOLDS)),
                     "--seed", str(SEED)], ground.here())
    prepare()
    token = cast.sign_in(cast.someone("hub_screener"))
    rows, notes = visiting(visits(Caller(token)))
    more, said = served.run(token, paths())
    return [*size(), *rows, *more], [*notes, *said, *smaller()]


def size() -> list[Row]:
    """How big the county is that was measured."""
    return [beside("people in the county", count("people_person"), "", "count"),
            beside("of them children", count(UNDER_18), "", "count"),
            beside("contacts in the county", count("frontdoor_contact"), "", "count")]


def smaller() -> list[str]:
    """Says so where the county was not of county size."""
    there = count(UNDER_18)
    return [] if there >= CHILDREN_OF_A_COUNTY else [
        f"The marks ask for a county of 130,000 children; this one has {there:,}. `--full` measures the whole."]


def prepare() -> None:
    """Statistics for the planner, as the nightly autovacuum would have left them."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze")


def ids(statement: str, most: int) -> list[UUID]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, [most])
        return [row[0] for row in cursor.fetchall()]


def names(most: int) -> list[str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(NAMES, [most])
        return [f"{given} {family}" for given, family in cursor.fetchall()]


def count(rows: str) -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"select count(*) from {rows}")
        return int((cursor.fetchone() or (0,))[0])


def mixed(heavy: Sequence[UUID], usual: Sequence[UUID]) -> list[UUID]:
    """The heaviest first (for the marks on counts and sizes), then usual ones, in a fixed order."""
    rest = [one for one in usual if one not in set(heavy)]
    random.Random(SEED).shuffle(rest)
    return [*heavy, *rest][:TIMES]


def visits(caller: Caller) -> list[Visit]:
    """My work, search, the child page, the contact page."""
    children = mixed(ids(HEAVIEST, 5), ids(CHILDREN, TIMES))
    contacts = mixed(ids(FULLEST, 5), ids(CONTACTS, TIMES))
    wanted = names(TIMES)
    return [Visit("my work", lambda n: caller.get("/work/"), "pages.work_wall"),
            Visit("search", searching(caller, wanted), "pages.search_wall", bool(wanted), b"/work/children/"),
            Visit("child page", lambda n: caller.get(f"/work/children/{children[n % len(children)]}/"),
                  "pages.child_wall", bool(children)),
            Visit("contact page", lambda n: caller.get(f"/contacts/{contacts[n % len(contacts)]}/"), "",
                  bool(contacts))]


def searching(caller: Caller, wanted: Sequence[str]) -> Callable[[int], Answer]:
    """Search as the form on the page asks it: the first field for words holds a name."""
    form = read_form(SEARCH, caller.get(SEARCH).body)
    field_name = (form.typed or ["words"])[0]
    return lambda n: caller.post(SEARCH, {**form.fields, field_name: wanted[n % len(wanted)]})


def paths() -> list[str]:
    """A few addresses for the real server, so that its workers hold what a working day leaves in them."""
    children, contacts = ids(HEAVIEST, 10), ids(CONTACTS, 10)
    return ["/work/", SEARCH, *(f"/work/children/{one}/" for one in children),
            *(f"/contacts/{one}/" for one in contacts)]


def visiting(wanted: Sequence[Visit], times: int = TIMES) -> tuple[list[Row], list[str]]:
    """Rows for the pages that answer; a note for each that does not."""
    rows, notes = [], []
    for visit in wanted:
        status = visit.ask(0).status if visit.there else 0
        if status != 200:
            notes.append(f"{visit.name}: not measured, the answer was {status or 'nothing to show'}.")
            continue
        rows += measured(visit, times)
    return rows, notes


def measured(visit: Visit, times: int) -> list[Row]:
    """Count first (each once, which warms up too), then time without counting."""
    for turn in range(times):
        with counting() as counted:
            answer = visit.ask(turn)
        if answer.status == 200:
            visit.queries.append(len(counted.own))
            visit.sizes.append(len(answer.body))
            visit.good += visit.shows in answer.body
    wall, cpu = each(times, visit.ask)
    note = f"of {len(visit.queries)} requests"
    rows = [against("pages.queries", max(visit.queries), visit.name, f"median {quantile(visit.queries, .5):.0f}"),
            against("pages.html", max(visit.sizes) / 1e3, visit.name, f"median {quantile(visit.sizes, .5) / 1e3:.0f}"),
            against("pages.cpu", quantile(cpu, 0.5), visit.name, f"p95 {quantile(cpu, .95):.1f}, {note}"),
            beside(f"{visit.name}: p50, wall", quantile(wall, 0.5), "ms", "wall")]
    if visit.shows:
        rows.append(beside(f"{visit.name}: answers that show somebody", visit.good, "", "count", note))
    if visit.wall:
        return [*rows, against(visit.wall, quantile(wall, 0.95), note=note)]
    return [*rows, beside(f"{visit.name}: p95, wall", quantile(wall, 0.95), "ms", "wall", note)]
