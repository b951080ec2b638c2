"""Who may open which address about somebody else's child: the spec that the test walks. A new address without a line
here fails.

The objects: a concern sent by `dsl` and another by `other_dsl` about children whom no worker is tied to, except through
the hub. So `alice`, a social worker with other work, stands for Charlie's kind: she sees nothing of these.
"""

from __future__ import annotations

HUB = frozenset({"screener", "hub", "manager", "manager2", "hub_police", "hub_health", "hub_education",
                 "hub_early_help"})
COUNCIL = frozenset({"screener", "hub", "manager", "manager2"})
DECIDERS = frozenset({"hub", "manager", "manager2"})
MANAGERS = frozenset({"manager", "manager2"})
PARTNERS = frozenset({"hub_police", "hub_health", "hub_education", "hub_early_help"})
FIELD = frozenset({"alice", "bob", "charlie", "team_manager", "nurse", "constable", "sergeant"})
SCHOOLS = frozenset({"dsl", "other_dsl"})
REFERRERS = PARTNERS | FIELD | SCHOOLS
EVERYBODY = HUB | FIELD | SCHOOLS | {"duty", "leader", "scrutineer", "guardian", "guardian_health", "administrator"}
SEARCHERS = EVERYBODY - {"leader", "scrutineer", "administrator", "duty"}  # duty: off the rota just now
EMERGENCY = frozenset({"alice", "bob", "charlie", "team_manager", "nurse", "constable", "sergeant"})
EDITORS = MANAGERS | {"hub_police", "hub_health", "leader"}
GUARDIANS = frozenset({"guardian", "guardian_health"})

CONTACT = "contacts/<uuid:contact>/"
CHILD = CONTACT + "children/<uuid:child>/"
PERSON = CONTACT + "people/<uuid:person>/"

TOOL_READERS = MANAGERS | {"administrator", "leader", "sergeant"}

MATRIX: dict[str, frozenset[str]] = {
    "responses/<uuid:response>/": frozenset(),  # nothing is answered yet
    "responses/<uuid:response>.<slug:kind>": frozenset(),
    "tools/": TOOL_READERS,
    "tools/<slug:key>/<str:version>/": TOOL_READERS,
    "tools/<slug:key>/<str:version>/try/": TOOL_READERS,
    CONTACT: HUB,
    CONTACT + "ask/": COUNCIL,
    CONTACT + "duty/": COUNCIL,
    CONTACT + "discuss/": DECIDERS,
    CONTACT + "grade/": COUNCIL,
    CONTACT + "join/<uuid:other>/": COUNCIL,
    CONTACT + "more/": COUNCIL,
    CONTACT + "others/": COUNCIL,
    CONTACT + "picture/": HUB,
    CONTACT + "take/": COUNCIL,
    CONTACT + "tell/": COUNCIL,
    PERSON + "match/": COUNCIL,
    PERSON + "number/": COUNCIL,
    CHILD + "correct/": frozenset(),  # nothing is decided yet
    CHILD + "decide/": DECIDERS,
    CHILD + "history/": HUB,
    CHILD + "position/": DECIDERS | {"hub_police", "hub_health"},
    CHILD + "second/": DECIDERS,
    CHILD + "second/<uuid:view>/": MANAGERS,
    CHILD + "voice/": HUB,
    CHILD + "voice/<uuid:voice>/told-back/": HUB,
    "contacts/new/": REFERRERS | COUNCIL,
    "contacts/phone/": COUNCIL,
    "contacts/phone/known/": COUNCIL,
    "contacts/sent/": REFERRERS | COUNCIL,
    "contacts/sent/<uuid:contact>/": frozenset({"dsl"}),
    "contacts/withheld/": GUARDIANS,
    "contacts/withheld/<uuid:contact>/": frozenset(),  # the concern of the matrix was reported under a name
    CONTACT + "reporter/": frozenset(),
    "emergency/": EMERGENCY,
    "imports/": MANAGERS | {"hub_police", "hub_health", "hub_education"},
    "imports/<uuid:pk>/": frozenset(),
    "imports/<uuid:pk>/rows-to-mend.csv": frozenset(),
    "imports/columns/<slug:layout>.csv": frozenset(),
    "imports/new/": MANAGERS | {"hub_police", "hub_health", "hub_education"},
    "imports/rows/<uuid:pk>/": frozenset(),
    "imports/rows/<uuid:pk>/mend/": frozenset(),
    "imports/rows/<uuid:pk>/settle/": frozenset(),
    "meetings/": HUB | FIELD | SCHOOLS,
    "meetings/new/": HUB | frozenset({"alice", "bob", "charlie", "team_manager"}),
    "meetings/unseen/": HUB,
    "meetings/drawn/": frozenset({"scrutineer"}),
    **{f"meetings/drawn/<uuid:drawn>/{page}": frozenset() for page in ("", "<slug:kind>/")},  # nothing is drawn yet
    "meetings/disagreements/": (HUB - {"screener"}) | FIELD | SCHOOLS,  # each reads their own agency's
    "meetings/disagreements/pairs/": MANAGERS | {"leader", "scrutineer"},
    **{f"meetings/disagreements/<uuid:disagreement>/{page}": frozenset() for page in ("", "answer/", "close/")},
    **{f"meetings/enquiries/<uuid:enquiry>/{page}": frozenset() for page in (
        "", "seen/", "attempted/", "conference/", "conclude/")},
    **{f"meetings/items/<uuid:item>/{page}": frozenset() for page in (
        "", "start/", "end/", "carry/", "withdraw/", "restrict/", "nothing-known/", "say/", "texts/<slug:name>/",
        "call/<slug:forum>/", "actions/<uuid:agreed>/done/", "children/<uuid:child>/position/",
        "children/<uuid:child>/decide/", "children/<uuid:child>/action/")},
    **{f"meetings/<uuid:sitting>/{page}": frozenset() for page in (
        "", "prepare/", "pack/", "screen/", "nominate/", "open/", "close/", "refresh/", "cancel/", "move/", "here/",
        "attend/", "leave/", "apologies/", "invite/", "invitation/", "calendar/", "pack/<slug:kind>/", "minutes/",
        "minutes/issue/", "minutes/<slug:kind>/")},
    "openings/": GUARDIANS,
    "openings/<uuid:opening>/": GUARDIANS,
    "questions/": PARTNERS | MANAGERS,
    "questions/<uuid:question>/": PARTNERS,
    "questions/<uuid:question>/decline/": PARTNERS,
    "questions/answered/": PARTNERS | MANAGERS,
    "questions/not-shared/": PARTNERS | MANAGERS,
    "questions/overdue/": PARTNERS | MANAGERS,
    "screenings/": frozenset({"constable", "sergeant"}),
    "screenings/<uuid:screening>/": frozenset(),  # of an incident that the matrix's world does not hold
    "screenings/<uuid:screening>/not-share/": frozenset(),
    "screenings/<uuid:screening>/regrade/": frozenset(),
    "screenings/<uuid:screening>/research/": frozenset(),
    "screenings/<uuid:screening>/return/": frozenset(),
    "screenings/<uuid:screening>/share/": frozenset(),
    "screenings/<uuid:screening>/supervise/": frozenset(),
    "screenings/<uuid:screening>/take/": frozenset(),
    "screenings/alerts/<uuid:alert>/": frozenset(),
    "screenings/board/": frozenset({"sergeant"}),
    "screenings/expected/<uuid:expected>/not-needed/": frozenset(),
    "screenings/incidents/<uuid:incident>/": frozenset(),
    "screenings/incidents/<uuid:incident>/begin/": frozenset(),
    "screenings/incidents/<uuid:incident>/screen/": frozenset(),
    "screenings/queue/": COUNCIL | {"hub_police"},
    "screenings/second/": MANAGERS | {"hub_police"},
    "screenings/second/<uuid:sampled>/": frozenset(),
    "screenings/story/": COUNCIL | {"hub_police", "constable", "sergeant"},
    "work/": EVERYBODY,
    "work/actions/<uuid:action>/done/": HUB,
    "work/children/<uuid:subject>/": HUB,
    "work/children/<uuid:subject>/hear/": HUB,
    "work/children/<uuid:subject>/voices/<uuid:voice>/tell/": HUB,
    "work/children/<uuid:subject>/why/": HUB,
    "work/clocks/<uuid:deadline>/explain/": DECIDERS,
    "work/duty/": MANAGERS,
    "work/figures/": MANAGERS | {"leader", "scrutineer"},
    "work/meetings/": MANAGERS | {"leader", "scrutineer"},
    "work/notices/": EVERYBODY - {"duty"},
    "work/people/links/<uuid:record>/undo/": COUNCIL,
    "work/people/merges/<uuid:merge>/": COUNCIL,
    "work/people/merges/<uuid:merge>/undo/": COUNCIL,
    "work/people/persons/<uuid:subject>/": COUNCIL,
    "work/people/persons/<uuid:subject>/born/": frozenset(),  # the child is born already
    "work/people/persons/<uuid:subject>/correct/": COUNCIL,
    "work/people/persons/<uuid:subject>/merge/": COUNCIL,
    "work/people/persons/<uuid:subject>/name/": COUNCIL,
    "work/people/persons/<uuid:subject>/never/": COUNCIL,
    "work/people/persons/<uuid:subject>/always/": COUNCIL,
    "work/people/persons/<uuid:subject>/number/": COUNCIL,
    "work/people/persons/<uuid:subject>/split/": COUNCIL,
    "work/people/persons/<uuid:subject>/words/<uuid:word>/": COUNCIL,
    "work/people/quality/": COUNCIL,
    "work/people/quality/without/<uuid:agency>/": COUNCIL,
    "work/people/questions/<uuid:question>/": COUNCIL,
    "work/people/review/": COUNCIL,
    "work/people/review/<uuid:proposal>/": COUNCIL,
    "work/public/": EDITORS,
    "work/public/editions/<uuid:id>/": EDITORS,
    "work/public/editions/<uuid:id>/draft/": EDITORS,
    "work/public/editions/<uuid:id>/publish/": EDITORS,
    "work/public/editions/<uuid:id>/sign/": EDITORS,
    "work/public/editions/<uuid:id>/withdraw/": EDITORS,
    "work/public/feedback/": MANAGERS,
    "work/public/feedback/<uuid:id>/": MANAGERS,
    "work/public/new/": MANAGERS,
    "work/recording/": MANAGERS | {"leader"},
    "work/sealing/": GUARDIANS,
    "work/sealing/lift/": GUARDIANS,
    "work/search/": SEARCHERS,
    "work/screening/": MANAGERS | {"hub_police", "leader", "scrutineer", "sergeant"},
    "work/screening/month/<str:month>/": MANAGERS | {"hub_police", "leader", "scrutineer", "sergeant"},
    "work/screening/list/": MANAGERS | {"hub_police", "leader", "scrutineer", "sergeant"},
    "work/site/": frozenset({"administrator"}),
    "work/site/holidays/": frozenset({"administrator"}),
    "work/site/holidays/<slug:on>/withdraw/": frozenset({"administrator"}),
    "work/site/rota/": MANAGERS | {"administrator"},
    "work/today/": MANAGERS,
}

PUBLIC = frozenset({
    "", ".well-known/security.txt", "accessibility/", "arrangements/", "arrangements/<slug:slug>/",
    "arrangements/<slug:slug>/<int:version>/", "children/", "contact/", "cookies/", "cookies/choose/", "easy-read/",
    "feedback/", "feedback/answers/", "news/", "news/<slug:slug>/", "news/<slug:slug>/<int:version>/", "offline/",
    "privacy/", "privacy/children/", "professionals/", "reading/", "reports/", "reports/<slug:slug>/",
    "reports/<slug:slug>/<int:version>/", "robots.txt", "security.txt", "worried/", "worried/receipt/",
    "worried/tell-us/",
})
