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
