-- Figures for those who answer for the hub but may not see a child: counts, never rows.
drop function if exists sec.hub_figures();
create function sec.hub_figures() returns table (figure text, n bigint)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if not sec.roles() && array['senior_leader', 'scrutineer', 'hub_manager', 'duty'] then return; end if;
  return query
    select 'open', count(*) from public.frontdoor_contact where decided_at is null
    union all select 'red', count(*) from public.frontdoor_contact where decided_at is null and grade = 'red'
    union all select 'ungraded', count(*) from public.frontdoor_contact where decided_at is null and grade = ''
    union all select 'untold', count(*) from public.frontdoor_contact where decided_at is not null and told_at is null
    union all select 'breached', count(*) from public.work_deadline
       where met_at is null and superseded_at is null and due_at < sec.now()
    union all select 'unexplained', count(*) from public.work_deadline
       where met_at is null and superseded_at is null and due_at < sec.now() and explained_at is null
    union all select 'openings', count(*) from public.authority_opening where opened_at > sec.now() - interval '30 days'
    union all select 'unreviewed', count(*) from public.authority_opening where reviewed_at is null
    union all select 'misuse', count(*) from public.authority_opening where outcome = 'misuse';
end $$;

-- Who is signed in: for the administrator who may have to end a session. No word of what they look at.
drop function if exists sec.sessions_open();
create function sec.sessions_open()
returns table (worker_id uuid, name text, agency text, sessions bigint, opened_at timestamptz, active_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if not 'administrator' = any(sec.roles()) then return; end if;
  return query
    select w.id, w.name::text, a.name::text, count(*), min(s.opened_at), max(s.active_at)
      from public.authority_session s join public.authority_worker w on w.id = s.worker_id
      join public.authority_agency a on a.id = w.agency_id
     where s.kind = 'person' and s.revoked_at is null and s.expires_at > clock_timestamp()
       and s.active_at + s.idle > clock_timestamp()
     group by w.id, w.name, a.name order by max(s.active_at) desc limit 200;
end $$;

-- The sweep has recomputed the running clocks after a proclaimed holiday.
create or replace function sec.holiday_applied(day date) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not 'job_sweep' = any(sec.roles()) then raise exception 'the sweep applies holidays'; end if;
  update public.work_holiday set applied_at = sec.now() where "on" = day;
end $$;

-- Whose guardians hear of an emergency opening: the agencies that work with the child now. Agencies, never people.
create or replace function sec.agencies_with(child uuid) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if sec.worker() is null or (sec.ctx()).kind <> 'person' or sec.is_closed(child) then return; end if;
  return query select distinct i.agency_id from public.work_involvement i
                where i.subject_id = child and i.until_at is null;
end $$;

-- Emergency openings that nobody reviewed in time, and when each level above was last told: counts, never rows.
drop function if exists sec.openings_overdue();
create function sec.openings_overdue()
returns table (overdue bigint, leaders_told timestamptz, scrutineer_told timestamptz)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if not 'job_sweep' = any(sec.roles()) then raise exception 'the sweep counts openings'; end if;
  return query
    select (select count(*) from public.authority_opening o where o.reviewed_at is null and o.review_due_at < sec.now()),
           max(n.created_at) filter (where r.role = 'senior_leader'), max(n.created_at) filter (where r.role = 'scrutineer')
      from public.authority_notice n join public.authority_workerrole r on r.worker_id = n.holder_id
     where n.path = '/work/figures/#openings';
end $$;

-- A record to seal, or a sealed one to open again: one person of exactly this name and date of birth, for a guardian.
-- Absent, ambiguous and barred are one answer; nothing is listed.
create or replace function sec.person_to_seal(given text, family text, born date, is_sealed boolean) returns uuid
language plpgsql stable security definer set search_path = pg_catalog as $$
declare found uuid[];
begin
  if not 'guardian' = any(sec.roles()) or born is null then return null; end if;
  select array_agg(distinct coalesce(s.redirected_to_id, s.id)) into found
    from public.people_person p join public.authority_subject s on s.id = p.subject_id
   where p.born_on = born and lower(btrim(p.family_name)) = lower(btrim(family))
     and lower(btrim(given)) in (lower(btrim(p.given_name)), lower(btrim(p.known_as)))
     and exists (select from public.authority_seal x where x.subject_id = p.subject_id) = is_sealed
     and not exists (select from public.authority_bar b where b.subject_id = p.subject_id and b.worker_id = sec.worker());
  if coalesce(cardinality(found), 0) <> 1 then return null; end if;
  return found[1];
end $$;

-- What recording costs, for leaders who may see no concern: by agency and form, and nothing of fewer than five.
drop function if exists sec.recording_figures(timestamptz);
create function sec.recording_figures(since timestamptz)
returns table (agency text, form text, contacts bigint, typed bigint, carried bigint, seconds double precision,
               answers bigint, answers_carried bigint)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if not sec.roles() && array['senior_leader', 'hub_manager'] then return; end if;
  return query
    select a.name::text, c.channel::text, count(*), sum(c.typed_fields), sum(c.carried_fields),
           percentile_cont(0.5) within group (order by c.typed_seconds) filter (where c.typed_seconds > 0),
           0::bigint, 0::bigint
      from public.frontdoor_contact c left join public.authority_agency a on a.id = c.agency_id
     where c.received_at >= since group by 1, 2 having count(*) >= 5
    union all
    select a.name::text, 'answers', 0, 0, 0, null, count(*),
           case when count(w.carried_from_id) >= 5 and count(*) - count(w.carried_from_id) >= 5
                then count(w.carried_from_id) end
      from public.work_answer w join public.authority_agency a on a.id = w.agency_id
     where w.answered_at >= since group by 1 having count(*) >= 5
     order by 1 nulls last, 2;
end $$;
