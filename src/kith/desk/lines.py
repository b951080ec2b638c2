"""What stands on My work besides undecided concerns: read together in one statement, whichever of them a role has."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from kith.authority.who import Session
from kith.desk.queue import OF_REPLIES, source_words
from kith.desk.rows import Row
from kith.kit import words
from kith.people.reads import rows as ask

MOST = 100
LINES = {
    "tell": """
select 'tell', c.subject_id, p.subject_id, null::uuid, d.due_at, c.owner_id, c.reference::text,
       coalesce(a.name, '')::text, c.source_code::text, c.decided_at, null::timestamptz
  from frontdoor_contact c left join authority_agency a on a.id = c.agency_id
  left join work_deadline d on d.subject_id = c.subject_id and d.duty = 'contact.told' and d.met_at is null
   and d.superseded_at is null
  left join lateral (select n.subject_id from frontdoor_contactperson n
     where n.contact_id = c.subject_id and n.role = 'child' order by n.position limit 1) p on true
 where c.decided_at is not null and c.told_at is null order by d.due_at nulls last, c.decided_at limit %(most)s""",
    "second": """
select 'second', s.id, s.subject_id, s.about_id, null::timestamptz, null::uuid, w.name::text, left(s.why, 100),
       ''::text, s.asked_at, null::timestamptz
  from frontdoor_secondview s join authority_worker w on w.id = s.created_by_id
 where s.given_at is null and s.created_by_id <> %(me)s order by s.asked_at limit %(most)s""",
    "chase": """
select 'chase', m.id, null::uuid, m.subject_id, null::timestamptz, null::uuid, ''::text, ''::text, ''::text,
       m.sent_at, m.chased_at
  from frontdoor_message m
 where m.read_at is null and m.chased_at is not null and m.kind = 'outcome' order by m.sent_at limit 25""",
    "action": """
select 'action', a.id, a.subject_id, null::uuid, a.due_at, a.worker_id, coalesce(w.name, '')::text, a.what::text,
       ''::text, null::timestamptz, null::timestamptz
  from work_action a left join authority_worker w on w.id = a.worker_id
 where a.done_at is null and (a.worker_id = %(me)s or a.team_id = any(%(holders)s)
    or (%(whole)s and a.agency_id = %(agency)s and a.team_id is null and a.worker_id is null))
 order by a.due_at limit %(most)s""",
    "question": """
select 'question', q.id, q.subject_id, null::uuid, d.due_at, null::uuid, q.grade::text, left(q.question, 120),
       ''::text, q.sent_at, null::timestamptz
  from work_deadline d join work_request q on q.id = d.record_id
 where d.met_at is null and d.superseded_at is null and d.duty = any(%(replies)s) and d.agency_id = %(agency)s
 order by d.due_at limit 600""",
    "draft": """
select 'draft', d.id, null::uuid, null::uuid, null::timestamptz, null::uuid, d.path::text, d.title::text, ''::text,
       d.saved_at, null::timestamptz
  from authority_draft d where d.worker_id = %(me)s order by d.saved_at desc limit 10""",
    "done": """
select 'done', null::uuid, null::uuid, null::uuid, null::timestamptz, null::uuid, x.what, x.n::text, ''::text,
       null::timestamptz, null::timestamptz
  from (select 'decided' what, count(*) n from meetings_decision where created_by_id = %(me)s and made_at >= %(from)s
  union all select 'told', count(*) from frontdoor_message
   where created_by_id = %(me)s and kind = 'outcome' and sent_at >= %(from)s
  union all select 'answered', count(*) from work_answer where created_by_id = %(me)s and answered_at >= %(from)s
  union all select 'actions done', count(*) from work_action where done_by_id = %(me)s and done_at >= %(from)s
  union all select 'children heard', count(*) from people_voice where created_by_id = %(me)s and created_at >= %(from)s
  union all select 'notices', count(*) from authority_notice where read_at is null) x""",
}
ALWAYS = ("draft", "done")


class Line(NamedTuple):
    """One line as the statement gives it; `words`, `note` and `code` mean what its kind says."""

    kind: str
    pk: UUID | None
    subject: UUID | None
    about: UUID | None
    due: datetime | None
    owner_id: UUID | None
    words: str
    note: str
    code: str
    at: datetime | None
    then: datetime | None


Found = dict[str, list[Line]]


def read(by: Session, at: datetime, *kinds: str) -> Found:
    """Lines by kind, each in its own order, in one statement."""
    midnight = words.local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    given = {
        "me": by.worker_id,
        "holders": list(by.holders),
        "agency": by.agency_id,
        "whole": by.wide or by.agency_kind == "school",
        "replies": list(OF_REPLIES),
        "from": midnight,
        "most": MOST,
    }
    found: Found = defaultdict(list)
    for row in ask(" union all ".join(f"({LINES[kind]})" for kind in kinds), given):
        found[row[0]].append(Line(*row))
    return found


def to_tell(found: Found) -> list[Row]:
    """Decided, and whoever reported has not been told; the clock runs until they are."""
    return [
        Row(
            kind="tell",
            url=f"/contacts/{r.pk}/tell/",
            step="Tell the referrer",
            subject=r.subject,
            who="" if r.subject else r.words,
            owner_id=r.owner_id,
            due=r.due,
            verb="Tell",
            note=r.note or source_words(r.code),
        )
        for r in found["tell"]
    ]


def seconds_wanted(found: Found) -> list[Row]:
    """Second managers' views asked for by somebody else."""
    return [
        Row(
            kind="second",
            url=f"/contacts/{s.about}/children/{s.subject}/second/{s.pk}/",
            step="Give your view",
            subject=s.subject,
            now=True,
            note=f"asked by {s.words}: {s.note}",
        )
        for s in found["second"]
    ]


def chased(found: Found) -> list[Row]:
    """Outcomes nobody has opened although we asked again: ring."""
    return [
        Row(
            kind="chase",
            url=f"/contacts/{m.about}/",
            step="Ring whoever reported",
            who="Outcome not read",
            note=f"sent {m.at:%-d %B}, asked again {m.then:%-d %B}",
        )
        for m in found["chase"]
    ]


def actions(found: Found) -> list[Row]:
    """Actions this worker, their teams, or (where nobody is named) their agency has agreed to."""
    return [
        Row(
            kind="action",
            url=f"/work/actions/{a.pk}/done/",
            step="Say it is done",
            subject=a.subject,
            due=a.due,
            verb="Do",
            owner=a.words,
            owner_id=a.owner_id,
            note=a.note,
        )
        for a in found["action"]
    ]


def questions(found: Found) -> list[Row]:
    """Questions put to this session's agency and not answered yet, soonest due first."""
    return [
        Row(
            kind="question",
            url="/questions/",
            step="Answer",
            subject=q.subject,
            grade=q.words,
            due=q.due,
            verb="Answer",
            note=q.note,
        )
        for q in found["question"]
    ]


def drafts(found: Found) -> list[dict[str, Any]]:
    return [{"path": d.words, "title": d.note, "saved_at": d.at} for d in found["draft"]]


def done_today(found: Found) -> tuple[list[tuple[int, str]], int]:
    """(how many of what this worker finished today, unread notices)."""
    counts = {line.words: int(line.note) for line in found["done"]}
    unread = counts.pop("notices", 0)
    return [(n, what) for what, n in counts.items() if n], unread
