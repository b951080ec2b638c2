"""Who drafts, signs and publishes for the partnership, and who reads what visitors say (class S1 of
record)."""

from kith.authority.locks import Lock, install_file, protect
from kith.authority.policy import grant
from kith.public import models as m

EDITORS = ("hub_manager", "business_unit")
SIGNERS = ("hub_manager", "hub_police", "hub_health", "senior_leader")
STAFF = ("hub_manager", "business_unit", "hub_police", "hub_health", "senior_leader")

# No subject stands behind these tables: the role alone opens them, narrow or wide.
EDITING = Lock("record", "S1", subject="id", also="(select sec.reaches_all('S1'))")
ANSWERING = Lock("record", "S2", subject="id", also="(select sec.reaches_all('S2'))")

protect(m.Page, EDITING)
protect(m.Edition, EDITING)
protect(
    m.Signature,
    Lock(
        "record",
        "S1",
        subject="id",
        also="(select sec.reaches_all('S1'))",
        updates=False,
        creator="signed_by_id",
    ),
)
protect(m.Feedback, ANSWERING)
install_file(
    "kith.public",
    "site.sql",
    door=(
        "editions_published(text[])",
        "edition_read(text, integer)",
        "edition_versions(text)",
        "edition_signers(uuid)",
    ),
)
install_file("kith.public", "feedback.sql", door=("leave_feedback(uuid, text, text)", "feedback_answers()"))

grant("edition.viewed", to=STAFF, because="you help to publish for the partnership", opens=["S1"])
grant(
    "edition.drafted",
    "edition.published",
    "edition.withdrawn",
    to=EDITORS,
    because="you keep the partnership's public pages",
)
grant("edition.signed", to=SIGNERS, because="you sign for one of the three safeguarding partners")
grant("feedback.viewed", to=EDITORS, because="you answer what visitors say about the site", opens=["S2"])
grant("feedback.answered", to=EDITORS, because="you answer what visitors say about the site")
