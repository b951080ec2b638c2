-- Many incidents at once, as the set of rows that acts.receive writes one by one. Only the intake job may; who and when
-- are the session's own, never the caller's. Foreign keys are asked at the commit, as for every other row.
create or replace function sec.keep_incidents(force uuid, log text, incidents jsonb, people jsonb, expected jsonb,
                                              clocks jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare me uuid := sec.worker(); mine uuid := sec.agency(); moment timestamptz := sec.now();
begin
  if not sec.roles() && array['job_intake'] then raise exception 'incidents are taken in by the intake job'; end if;
  with i as materialized (
    select * from jsonb_to_recordset(incidents) as x (id uuid, number text, kind text, began timestamptz,
      received timestamptz, summary text, address text, postcode text, officer uuid, officer_name text, team uuid,
      shift text, tie uuid, team_tie uuid)),
  subjects as (
    insert into public.authority_subject (id, kind, state, created_by_id, created_at)
    select id, 'incident', 'active', me, moment from i),
  ties as (
    insert into public.authority_tie (id, holder_id, subject_id, kind, from_at)
    select tie, officer, id, 'attended', moment from i where officer is not null
    union all select team_tie, team, id, 'team_attended', moment from i where team is not null)
  insert into public.screening_incident (subject_id, agency_id, system, number, kind, began_at, received_at, summary,
    address, postcode, officer_id, officer_name, team_id, shift, created_by_id, created_at)
  select id, force, log, number, kind, began, received, summary, address, postcode, officer, officer_name, team, shift,
         me, moment from i;

  with p as materialized (
    select * from jsonb_to_recordset(people) as x (id uuid, incident uuid, subject uuid, record uuid, link uuid,
      typed uuid, place uuid, kind text, role text, present boolean, position integer, given text, family text, born date,
      sex text, lines text, postcode text, script text, fields jsonb)),
  subjects as (
    insert into public.authority_subject (id, kind, state, created_by_id, created_at)
    select subject, kind, 'unidentified', me, moment from p),
  records as (
    insert into public.people_sourcerecord (id, subject_id, agency_id, system, source_ref, version, received_at, fields,
      created_by_id)
    select record, subject, force, log, record::text, 1, moment, fields, me from p),
  links as (
    insert into public.people_personlink (id, source_record_id, subject_id, method, model_version, reason, decided_by_id,
      valid_from)
    select link, record, subject, 'arrived', '', '', me, moment from p),
  lines as (
    insert into public.people_person (subject_id, kind, given_name, family_name, known_as, born_on, precision, sex,
      multiple_birth, area, source_record_id, created_by_id)
    select subject, kind, given, family, '', born, case when born is null then 'unknown' else 'exact' end, sex, false, '',
           record, me from p),
  names as (
    insert into public.people_name (id, subject_id, source_record_id, type, given_name, family_name, script, created_by_id)
    select typed, subject, record, 'as_typed', given, family, script, me from p),
  addresses as (
    insert into public.people_address (id, subject_id, source_record_id, lines, postcode, created_by_id)
    select place, subject, record, lines, postcode, me from p where lines <> '' or postcode <> '')
  insert into public.screening_incidentperson (id, incident_id, subject_id, source_record_id, kind, role, present,
    position, created_by_id)
  select id, incident, subject, record, kind, role, present, position, me from p;

  with e as materialized (
    select * from jsonb_to_recordset(expected) as x (id uuid, incident uuid, subject uuid, record uuid, triggers text[],
      sex text, ethnicity text, age smallint, began timestamptz, event uuid, sentence text, path text)),
  events as (
    insert into public.people_event (id, subject_id, source_record_id, at, agency_id, verb, sentence, significant,
      record_id, path, created_by_id)
    select event, subject, record, moment, mine, 'screening.expected', sentence, false, id, path, me from e)
  insert into public.screening_expected (id, incident_id, subject_id, source_record_id, triggers, sex, ethnicity, age,
    expected_at, created_by_id)
  select id, incident, subject, record, triggers, sex, ethnicity, age, began, me from e;

  insert into public.work_deadline (id, subject_id, duty, duty_version, record_id, started_at, due_at, reported_at,
    due_on, reason_code, reason, created_by_id)
  select id, incident, duty, version, record, started, due, reported, due_on, '', '', me
    from jsonb_to_recordset(clocks) as x (id uuid, incident uuid, duty text, version text, record uuid,
      started timestamptz, due timestamptz, reported timestamptz, due_on date);
end $$;

-- Whom incidents name, as their log has it, and whether the screening called for is there: for the intake job alone.
drop function if exists sec.logged_people(uuid[]);
create function sec.logged_people(which uuid[])
returns table (incident uuid, kind text, subject uuid, record uuid, fields jsonb, expected uuid, met boolean)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if not sec.roles() && array['job_intake'] then return; end if;
  return query
    select p.incident_id, p.kind::text, p.subject_id, p.source_record_id, r.fields, e.id,
           s.id is not null or n.id is not null
      from public.screening_incidentperson p
      join public.people_sourcerecord r on r.id = p.source_record_id
      left join public.screening_expected e on e.incident_id = p.incident_id and e.source_record_id = p.source_record_id
      left join public.screening_screening s on s.expected_id = e.id
      left join public.screening_notneeded n on n.expected_id = e.id
     where p.incident_id = any(which) order by p.incident_id, p.position;
end $$;
