"""A small invented world for tests: three partners, a school, one worker for each role, and Charlie."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connections
from django.test import Client

from kith.authority import sealing, signin, who
from kith.authority.models import Agency, Team, TeamMember, Worker, WorkerRole
from kith.authority.who import Session
from kith.frontdoor import acts, intake
from kith.frontdoor.models import Contact
from kith.people.arrivals import Arriving
from kith.people.models import School

AGENCIES = [
    ("council", "Thornshire County Council", "council"),
    ("police", "Thornshire Constabulary", "police"),
    ("health", "NHS Thornshire", "health"),
    ("ashbrook", "Ashbrook Primary", "school"),
    ("saltmere", "Saltmere Academy", "school"),
    ("harbour", "Harbour Lights", "voluntary"),
]
TEAMS = [
    ("hub", "Thornshire hub", "council"),
    ("north", "North assessment team", "council"),
    ("nurses", "Safeguarding nurses", "health"),
    ("response", "Elmcaster response", "police"),
]
WORKERS = [  # key, name, agency, roles, teams
    ("screener", "Priya Screener", "council", ["hub_screener"], ["hub"]),
    ("hub", "Hal Hubworker", "council", ["hub_social_worker"], ["hub"]),
    ("manager", "Morag Manager", "council", ["hub_manager"], ["hub"]),
    ("manager2", "Mina Manager", "council", ["hub_manager"], ["hub"]),
    ("hub_police", "Pat Constable", "police", ["hub_police"], ["hub"]),
    ("hub_health", "Nia Nurse", "health", ["hub_health"], ["hub"]),
    ("hub_education", "Ed Ucation", "council", ["hub_education"], ["hub"]),
    ("hub_early_help", "Ella Early", "council", ["hub_early_help"], ["hub"]),
    ("duty", "Dov Duty", "council", ["duty"], ["hub"]),
    ("alice", "Alice Social", "council", ["social_worker"], ["north"]),
    ("bob", "Bob Social", "council", ["social_worker"], ["north"]),
    ("team_manager", "Tess Manager", "council", ["team_manager"], ["north"]),
    ("charlie", "Charlie Nobody", "council", ["social_worker"], []),
    ("nurse", "Nora Named", "health", ["named_nurse"], ["nurses"]),
    ("constable", "Colin Constable", "police", ["constable"], ["response"]),
    ("sergeant", "Sara Sergeant", "police", ["sergeant"], ["response"]),
    ("dsl", "Dee Lead", "ashbrook", ["school_lead"], []),
    ("other_dsl", "Olu Lead", "saltmere", ["school_lead"], []),
    ("leader", "Lena Director", "council", ["senior_leader"], []),
    ("scrutineer", "Sol Scrutineer", "harbour", ["scrutineer"], []),
    ("guardian", "Gus Guardian", "council", ["guardian"], []),
    ("guardian_health", "Gita Guardian", "health", ["guardian"], []),
    ("administrator", "Ada Admin", "council", ["administrator"], []),
    ("partner", "Police system", "police", ["partner_system"], []),
]


def arrange() -> None:
    """Write the world as the owner: the only use of that login in the tests."""
    agencies = {k: Agency(key=k, name=n, kind=kind, phone="01632 960000") for k, n, kind in AGENCIES}
    Agency.objects.using("owner").bulk_create(agencies.values())
    teams = {k: Team(key=k, name=n, agency=agencies[a]) for k, n, a in TEAMS}
    Team.objects.using("owner").bulk_create(teams.values())
    for key, name, agency, roles, in_teams in WORKERS:
        worker = Worker(name=name, email=f"{key}@example.org", agency=agencies[agency], phone="01632 960001")
        worker.save(using="owner", force_insert=True)
        WorkerRole.objects.using("owner").bulk_create(WorkerRole(worker=worker, role=r) for r in roles)
        TeamMember.objects.using("owner").bulk_create(TeamMember(worker=worker, team=teams[t]) for t in in_teams)
    School.objects.using("owner").bulk_create(
        School(agency=agencies[k], urn=str(900001 + n), phase="primary") for n, k in enumerate(("ashbrook", "saltmere"))
    )


class World:
    """What a test asks of the world: sessions, clients, a contact to begin with."""

    def worker(self, key: str) -> Worker:
        return Worker.objects.using("owner").get(email=f"{key}@example.org")

    def agency(self, key: str) -> Agency:
        return Agency.objects.using("owner").get(key=key)

    def token(self, key: str, **options) -> str:
        worker = self.worker(key).pk
        from django.db import transaction

        with transaction.atomic():
            who.take_role("door")
            return signin.open_session(worker, **options)

    @contextmanager
    def at_work(self, key: str) -> Iterator[Session]:
        """A transaction under this worker's session, as the application's login."""
        with who.working_as(self.token(key)) as by:
            yield by

    def client(self, key: str | None = None) -> Client:
        client = Client()
        if key:
            client.cookies["kith_session"] = self.token(key)
        return client

    def forward(self, span: timedelta) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute("select coalesce((select shift from authority_clock limit 1), interval '0')")
            shift = cursor.fetchone()[0]
            cursor.execute("delete from authority_clock")
            cursor.execute("insert into authority_clock (shift) values (%s)", [shift + span])

    def set_clock(self, moment: datetime) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute("delete from authority_clock")
            cursor.execute("insert into authority_clock (shift) values (%s - clock_timestamp())", [moment])

    def contact(
        self, by_key: str = "dsl", *, child: Arriving | None = None, others=(), words: str = "Daddy did it", **fields
    ) -> Contact:
        """A concern filed for real by one worker, acknowledged and matched."""
        child = child or Arriving(
            given_name="Noor", family_name="Karim", dob="2019-05-02", address="4 Mill Lane", postcode="TS9 1AA", sex="F"
        )
        with self.at_work(by_key) as by:
            voices = [acts.Said(position=0, words=words, heard_by="Dee Lead", alone=True)] if words else []
            return intake.take_in(
                by=by,
                at=by.now,
                received_at=fields.pop("received_at", by.now),
                channel=fields.pop("channel", "form"),
                source_code=fields.pop("source_code", "2A"),
                agency=by.agency_id,
                referrer_id=by.worker_id,
                what_happened=fields.pop("what_happened", "A bruise on the arm in the shape of a belt."),
                people=[("child", child), *others],
                voices=voices,
                others_at_home=fields.pop("others_at_home", "no"),
                **fields,
            )

    def child_of(self, contact: Contact) -> UUID:
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "select subject_id from frontdoor_contactperson where contact_id = %s and role = 'child' "
                "order by position",
                [contact.pk],
            )
            return cursor.fetchone()[0]


def seal_everything(seconds: float = 20) -> None:
    """Seal until nothing is left. A transaction open anywhere on the server holds the newest entries back a while."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        sealing.seal()
        with connections["owner"].cursor() as cursor:
            cursor.execute("select count(*) from authority_entry e left join authority_leaf l using (seq) "
                           "where l.seq is null")
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.05)
    raise AssertionError("the ledger could not be sealed: is a transaction left open on the server?")
