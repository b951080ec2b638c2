"""Who may send, import, see and mend what arrives from partners' systems (C21). A row belongs to the
agency it came from: its own people in the hub see it; so do the hub's managers until it has become a
contact, which has locks of its own."""

from __future__ import annotations

from kith.authority.locks import Lock, protect
from kith.authority.policy import grant
from kith.exchange import models as m

IMPORTERS = ("hub_manager", "hub_police", "hub_health", "hub_education")
OWN = (
    "(agency_id = (select sec.agency()) and (select sec.roles()) && "
    "array['hub_manager', 'hub_police', 'hub_health', 'hub_education'])"
)
JOB = "(select sec.roles()) && array['job_intake']"
MANAGER = "(select sec.roles()) && array['hub_manager']"
SENDER = "(created_by_id = (select sec.worker()) and (select sec.roles()) && array['partner_system'])"
OPEN = (
    "((contact_id is null or contact_id <> all ((select sec.closed())::uuid[])) and "
    "(incident_id is null or incident_id <> all ((select sec.closed_incidents())::uuid[])))"
)

# Nobody but the intake job holds C21 whole; people and partners add rows, and only the job changes one.
protect(
    m.Arrival,
    Lock(
        "record",
        "C21",
        subject="contact_id",
        creator="created_by_id",
        anyone_creates=True,
        also=f"{JOB} or ({OPEN} and ({OWN} or {SENDER})) or (contact_id is null and incident_id is null and {MANAGER})",
    ),
)
protect(
    m.Import,
    Lock(
        "record",
        "C21",
        subject="id",
        creator="created_by_id",
        anyone_creates=True,
        updates=False,
        also=f"{OWN} or {JOB} or {MANAGER}",
    ),
)
protect(
    m.Settlement,
    Lock(
        "record",
        "C21",
        subject="arrival_id",
        creator="created_by_id",
        anyone_creates=True,
        updates=False,
        also=f"{OWN} or {JOB} or {MANAGER}",
    ),
)

grant(
    "arrival.kept",
    "arrival.taken",
    "arrival.refused",
    "arrival.quarantined",
    "arrival.failed",
    to="partner_system",
    because="your system sends concerns",
)
grant(
    "arrival.worked",
    "arrivals.worked",
    "arrival.taken",
    "arrival.refused",
    "arrival.quarantined",
    "arrival.failed",
    "arrival.stuck",
    to="job_intake",
    opens=["C21"],
    because="what arrives is taken in",
)
grant("import.received", to="job_intake", because="a log too large for a page is brought in at the site's own machine")
grant("quality.raised", to=("partner_system", "job_intake"), because="a code that nobody knows is a question")
grant(
    "import.viewed",
    "import.received",
    "import.downloaded",
    "arrival.viewed",
    "arrival.mended",
    "arrival.settled",
    to=IMPORTERS,
    because="you bring in your agency's records and mend what could not be read",
)
