"""Grants and locks of this room's own tables."""

from kith.authority.locks import Lock, protect
from kith.authority.models import Agency, Draft, Notice, Opening, Rota, Subject, Team, TeamMember, Worker, WorkerRole
from kith.authority.policy import HUB, ROLES, grant

PEOPLE_AT_WORK = tuple(r for r in ROLES if r not in ("partner_system",))
ADMINISTRATORS = ("administrator",)

# Who works where is known to everybody who has signed in: one rings whom one can see.
protect(Agency, Lock("reference", writers=ADMINISTRATORS, door_reads=True))
protect(Team, Lock("reference", writers=ADMINISTRATORS))
protect(Worker, Lock("reference", writers=ADMINISTRATORS))
protect(WorkerRole, Lock("reference", writers=ADMINISTRATORS))
protect(TeamMember, Lock("reference", writers=ADMINISTRATORS))
protect(Rota, Lock("reference", writers=("administrator", "hub_manager")))
protect(
    Subject,
    Lock(
        "record",
        "C1",
        subject="id",
        creator="created_by_id",
        anyone_creates=True,
        also="id = any ((select sec.reach('C2'))::uuid[])",
    ),
)
protect(Draft, Lock("mine", deletes=True))
protect(Notice, Lock("ours", column="holder_id"))
# Whoever opened reads their own; guardians review all but what is closed to them. Nobody opens in another's name.
protect(Opening, Lock("record", "C18", creator="worker_id", anyone_creates=True, also=(
    "worker_id = (select sec.worker()) or ((select sec.reaches_all('C18')) "
    "and subject_id <> all ((select sec.closed())::uuid[]))")))

grant("desk.viewed", "notice.read", to=PEOPLE_AT_WORK, because="you have signed in")
grant(
    "search.made",
    to=[r for r in PEOPLE_AT_WORK if r not in ("administrator", "senior_leader", "scrutineer", "referrer")],
    because="you may look for the children your work concerns",
)
grant(
    "glass.broken",
    to=("social_worker", "team_manager", "duty", "early_help_worker", "named_nurse", "sergeant", "constable"),
    when="*",
    because="a child may be in danger and you have no tie yet",
)
grant("opening.viewed", "opening.reviewed", to="guardian", opens=["C18"], because="you guard your agency's information")
grant("session.revoked", to=PEOPLE_AT_WORK, because="it is your own session, or you administer the site")
grant("rota.set", to=("hub_manager", "administrator"), because="you set the duty rota")
grant("ledger.sealed", to="job_sealing", because="the ledger is sealed in the background")
grant("hub.viewed", to=HUB, because="you work in the hub")
