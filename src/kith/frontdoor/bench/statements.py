"""The questions of the bench in SQL, each made once. Row security judges every table they read."""

from __future__ import annotations

from kith.authority.models import Agency, Worker
from kith.frontdoor.bench.rows import columns, part
from kith.frontdoor.models import Contact, ContactPerson
from kith.people.models import Person, Proposal, SourceRecord, Voice
from kith.work.models import Answer, Deadline, Request

ASIDE = ("receipt_hash", "system", "system_ref", "typed_fields", "carried_fields", "typed_seconds", "matched_at",
         "created_by_id", "created_at")  # columns of a contact the bench has no use for
CONTACT = part(Contact, "c", *(f.attname for f in Contact._meta.concrete_fields if f.attname not in ASIDE))
AGENCY = part(Agency, "a", "key", "name", "kind", "phone")
REFERRER, OWNER = part(Worker, "r", "name"), part(Worker, "o", "name")
NAMED = part(ContactPerson, "p", "contact_id", "subject_id", "source_record_id", "role", "position", "settled_at",
             "settled_as")
ARRIVED = part(SourceRecord, "s", "fields", "subject_id", "system", "received_at")
PERSON = part(Person, "n", "kind", "given_name", "family_name", "born_on", "expected_on", "died_on")
SIDE = part(Person, "n", "given_name", "family_name", "known_as", "born_on", "expected_on", "died_on", "sex",
            "birth_order", "kind")  # a candidate stands beside what arrived: more of the line is compared
PROPOSAL = part(Proposal, "q", "source_record_id", "subject_id", "weight", "probability", "reasons", "against", "bars",
                "verdict", "verdict_reason", "guard")
REQUEST = part(Request, "q", "subject_id", "about_id", "agency_id", "question", "grade", "sent_at", "seen_at",
               "withdrawn_at")
ANSWER = part(Answer, "w", "request_id", "outcome", "text", "means", "records_to", "decline_reason", "review_on",
              "answered_at")
VOICE, DEADLINE = part(Voice, "v"), part(Deadline, "d")
TYPED = "s.fields->>'given_name', s.fields->>'family_name'"
FOUND = part(Contact, "c", "reference", "received_at", "postcode")

CONTACTS = f"""
select {columns(CONTACT, AGENCY, REFERRER, OWNER)}, m.read_at, g.reason, j.text, j.written_at, reply.all
  from frontdoor_contact c left join authority_agency a on a.id = c.agency_id
  left join authority_worker r on r.id = c.referrer_id left join authority_worker o on o.id = c.owner_id
  left join lateral (select x.read_at from frontdoor_message x where x.subject_id = c.subject_id and x.kind = 'outcome'
    and x.failed = '' order by x.sent_at desc limit 1) m on true
  left join lateral (select x.reason from frontdoor_grading x where x.subject_id = c.subject_id
    order by x.graded_at desc limit 1) g on true
  left join lateral (select x.text, x.written_at from frontdoor_jointpicture x where x.subject_id = c.referral_id
    order by x.written_at desc limit 1) j on true
  left join lateral (select jsonb_agg(jsonb_build_array(x.id, x.text, x.sent_at, x.read_at, w.name)
      order by x.sent_at desc) as all
    from frontdoor_message x left join authority_worker w on w.id = x.created_by_id
    where x.subject_id = c.subject_id and x.kind = 'reply') reply on true
 where c.referral_id = (select y.referral_id from frontdoor_contact y where y.subject_id = %s)
 order by c.received_at
"""
PEOPLE = f"""
select {columns(NAMED, ARRIVED, PERSON)}, d.chosen, d.level, d.made_at, maker.name, d.voice_id, d.voice_influence,
       d.voice_difference, d.no_voice_reason, d.obtain_voice_on, v.id, v.agrees,
       exists (select from frontdoor_historyshown h where h.subject_id = p.subject_id and h.about_id = %(referral)s
         and h.created_by_id = %(worker)s),
       (select count(distinct x.agency_id) from meetings_position x where x.subject_id = p.subject_id
         and x.about_id = %(referral)s)
  from frontdoor_contact c join frontdoor_contactperson p on p.contact_id = c.subject_id
  join people_sourcerecord s on s.id = p.source_record_id left join people_person n on n.subject_id = p.subject_id
  left join lateral (select x.* from meetings_decision x where x.subject_id = p.subject_id
    and x.about_id = %(referral)s and x.kind = %(kind)s order by x.made_at desc limit 1) d on true
  left join authority_worker maker on maker.id = d.created_by_id
  left join lateral (select x.id, x.agrees from frontdoor_secondview x where x.subject_id = p.subject_id
    and x.about_id = %(referral)s order by x.asked_at desc limit 1) v on true
 where c.referral_id = %(referral)s order by c.received_at, p.position
"""
PROPOSALS = f"""
select {columns(PROPOSAL, SIDE)} from people_proposal q left join people_person n on n.subject_id = q.subject_id
 where q.source_record_id = any(%s) order by q.weight desc
"""
VOICES = f"select {columns(VOICE)} from people_voice v where v.subject_id = any(%s) order by v.heard_at desc"
CLOCKS = f"""
select {columns(DEADLINE)} from work_deadline d where d.subject_id = any(%s) and d.superseded_at is null
 order by d.due_at
"""
REQUESTS = f"""
select {columns(REQUEST, AGENCY, ANSWER, PERSON)}, asker.name
  from work_request q join authority_agency a on a.id = q.agency_id left join work_answer w on w.request_id = q.id
  left join people_person n on n.subject_id = q.subject_id
  left join authority_worker asker on asker.id = q.created_by_id
 where q.about_id = %s order by a.name, q.sent_at, q.id
"""
AROUND = """
select 1 as place, r.subject_id, n.given_name, n.family_name, n.kind, 'is', r.kind, n.born_on
  from people_relationship r left join people_person n on n.subject_id = r.subject_id
 where r.other_id = any(%(children)s) and (r.until_on is null or r.until_on >= %(on)s)
union all
select 2, r.other_id, n.given_name, n.family_name, n.kind, 'of', r.kind, n.born_on
  from people_relationship r left join people_person n on n.subject_id = r.other_id
 where r.subject_id = any(%(children)s) and (r.until_on is null or r.until_on >= %(on)s)
union all
select 3, m.subject_id, n.given_name, n.family_name, n.kind, 'home', m.role, n.born_on
  from people_householdmember k join people_householdmember m on m.household_id = k.household_id
   and (m.until_on is null or m.until_on >= %(on)s)
  left join people_person n on n.subject_id = m.subject_id
 where k.subject_id = any(%(children)s) and k.until_on is null
union all
select 4, i.subject_id, i.kind, a.name, w.name,
       coalesce(nullif(w.phone, ''), nullif(t.phone, ''), a.phone), '', null
  from work_involvement i join authority_agency a on a.id = i.agency_id
  left join authority_worker w on w.id = i.worker_id left join authority_team t on t.id = i.team_id
 where i.subject_id = any(%(children)s) and i.until_at is null
union all
select 5, p.subject_id, 'School', a.name, '', a.phone, '', null
  from people_schoolplace p join authority_agency a on a.id = p.school_id
 where p.subject_id = any(%(children)s) and p.until_on is null
union all
select 6, p.subject_id, 'GP practice', p.name, '', p.phone, '', null
  from people_practice p where p.subject_id = any(%(children)s) and p.until_on is null
 order by 1, 5, 8, 7
"""
PROFESSIONALS_FROM = 4   # places of AROUND below this one are family, the others services
EARLIER = f"""
select {columns(PERSON)}, p.subject_id, {TYPED}, c.subject_id, c.reference, c.received_at, c.source_code, c.grade,
       a.name, (select d.chosen from meetings_decision d where d.subject_id = p.subject_id
         and d.about_id = c.referral_id and d.kind = %(kind)s order by d.made_at desc limit 1)
  from frontdoor_contactperson p join frontdoor_contact c on c.subject_id = p.contact_id
  join people_sourcerecord s on s.id = p.source_record_id
  left join people_person n on n.subject_id = p.subject_id left join authority_agency a on a.id = c.agency_id
 where p.subject_id = any(%(family)s) and c.referral_id <> %(referral)s
 order by c.received_at desc limit %(most)s
"""
SAME_INCIDENT = f"""
select {columns(FOUND, AGENCY, PERSON)}, p.subject_id, {TYPED}
  from frontdoor_contact c join frontdoor_contactperson p on p.contact_id = c.subject_id
  join people_sourcerecord s on s.id = p.source_record_id
  left join people_person n on n.subject_id = p.subject_id left join authority_agency a on a.id = c.agency_id
 where c.decided_at is null and c.received_at between %(from)s and %(to)s and c.referral_id <> %(referral)s
   and (p.subject_id = any(%(people)s) or (%(postcode)s <> '' and c.postcode = %(postcode)s)
     or exists (select from people_proposal q where q.source_record_id = p.source_record_id
       and q.subject_id = any(%(people)s) and q.verdict <> 'different'))
 order by c.received_at, p.position limit 40
"""
PARTNERS = f"""
select {columns(AGENCY)}, array_agg(distinct h.role) from authority_agency a
  join authority_worker w on w.agency_id = a.id and w.left_at is null
  join authority_workerrole h on h.worker_id = w.id and h.role = any(%s)
 group by a.id order by a.name
"""
