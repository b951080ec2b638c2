"""Answers go with the contact or screening they belong to (C2), a child's words apart (C11); whoever wrote an answer
reads it. Tools themselves carry nobody's data."""

from kith.authority.locks import Lock, install_file, protect
from kith.authority.policy import ROLES, grant
from kith.instruments import models as m

MINE = "(created_by_id = (select sec.worker()) and subject_id <> all ((select sec.closed())::uuid[]))"
for model, record_class in ((m.Response, "C2"), (m.Answer, "C2"), (m.Words, "C11")):
    protect(model, Lock("record", record_class, creator="created_by_id", also=MINE, updates=False))
protect(m.Edition, Lock("reference"))
protect(m.Receipt, Lock("mine", updates=False))
install_file("kith.instruments", "editions.sql")

WORKERS = tuple(r for r in ROLES if r not in ("administrator", "partner_system", "scrutineer", "senior_leader"))
grant("response.given", to=WORKERS, because="you answer the tools of your work")
grant("response.viewed", to=WORKERS, because="you may see what this belongs to")
grant("response.exported", to=("hub_manager", "social_worker", "sergeant", "guardian"),
      because="you answer for what is passed on")
grant("tool.viewed", to=("administrator", "senior_leader", "sergeant", "hub_manager", "auditor", "business_unit"),
      because="you answer for the tools in use; no case is shown here")
