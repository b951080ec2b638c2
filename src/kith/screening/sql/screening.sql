-- Incidents at which somebody was whose record is closed to this session: a relative's home is not theirs to read.
create or replace function sec.closed_incidents() returns uuid[]
language sql stable security definer set search_path = pg_catalog as $$
  select coalesce(array_agg(distinct p.incident_id), '{}') from public.screening_incidentperson p
   where p.subject_id = any ((select sec.closed())::uuid[]) $$;

-- Whose figures a session may have: the hub's managers and police, leaders and the scrutineer all; a sergeant the team's.
create or replace function sec.screening_teams() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if sec.roles() && array['hub_manager', 'hub_police', 'senior_leader', 'scrutineer'] then
    return (select coalesce(array_agg(distinct i.team_id), '{}') from public.screening_incident i where i.team_id is not null);
  elsif 'sergeant' = any(sec.roles()) then
    return (select coalesce(array_agg(t.id), '{}') from public.authority_team t where t.id = any(sec.holders()));
  end if;
  return '{}';
end $$;

-- Counts by team, shift and month: how far what was called for got, and what was in it. Never a row about anybody.
drop function if exists sec.screening_counts(timestamptz, timestamptz);
create function sec.screening_counts(since timestamptz, until timestamptz)
returns table (team uuid, team_name text, shift text, month date, eligible bigint, begun bigint, completed bigint,
               supervised bigint, shared bigint, acknowledged bigint, not_needed bigint, reached bigint, voice bigint,
               demeanour bigint, school bigint, others bigint, returned bigint)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare mine uuid[] := sec.screening_teams();
begin
  return query
    select i.team_id, t.name::text, i.shift::text, (date_trunc('month', i.began_at at time zone 'Europe/London'))::date,
           count(*) filter (where n.id is null), count(*) filter (where n.id is null and e.begun_at is not null),
           count(s.id), count(s.id) filter (where s.supervised_at is not null),
           count(s.id) filter (where s.supervised_at is not null and s.shared_at is not null),
           count(s.id) filter (where s.supervised_at is not null and s.shared_at is not null and s.acknowledged_at is not null),
           count(n.id), count(s.id) filter (where s.reached_at is not null),
           count(s.id) filter (where s.voice), count(s.id) filter (where s.demeanour),
           count(s.id) filter (where s.school), count(s.id) filter (where s.others),
           count(s.id) filter (where s.improved_at is not null or s.returned_at is not null)
      from public.screening_expected e
      join public.screening_incident i on i.subject_id = e.incident_id
      join public.authority_team t on t.id = i.team_id
      left join public.screening_screening s on s.expected_id = e.id
      left join public.screening_notneeded n on n.expected_id = e.id
     where i.began_at >= since and i.began_at < until and i.team_id = any(mine)
       and e.subject_id <> all ((select sec.closed())::uuid[])
     group by 1, 2, 3, 4;
end $$;

-- Where grades moved: the officer's, the sergeant's and the one the hub left it at, counted by team and month.
drop function if exists sec.screening_movement(timestamptz, timestamptz);
create function sec.screening_movement(since timestamptz, until timestamptz)
returns table (team uuid, month date, officer text, sergeant text, hub text, n bigint)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare mine uuid[] := sec.screening_teams();
begin
  return query
    select i.team_id, (date_trunc('month', s.submitted_at at time zone 'Europe/London'))::date, s.officer_grade::text,
           case when s.supervised_at is null then null
                else coalesce(x.after, s.officer_grade)::text end,
           case when s.shared_at is null and s.not_shared_at is null then null else s.grade::text end, count(*)
      from public.screening_screening s
      join public.screening_incident i on i.subject_id = s.incident_id
      left join lateral (select st.after from public.screening_step st
             where st.screening_id = s.id and st.kind = 'regraded' and not st.by_hub order by st.at desc limit 1) x on true
     where s.submitted_at >= since and s.submitted_at < until and i.team_id = any(mine)
       and s.subject_id <> all ((select sec.closed())::uuid[])
     group by 1, 2, 3, 4, 5;
end $$;

-- By ethnicity, sex and age of the child, as the log had them: called for, completed, with the child's words.
drop function if exists sec.screening_equality(timestamptz, timestamptz);
create function sec.screening_equality(since timestamptz, until timestamptz)
returns table (ethnicity text, sex text, age integer, eligible bigint, completed bigint, voice bigint)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare mine uuid[] := sec.screening_teams();
begin
  return query
    select e.ethnicity::text, e.sex::text, e.age::integer, count(*) filter (where n.id is null), count(s.id),
           count(s.id) filter (where s.voice)
      from public.screening_expected e
      join public.screening_incident i on i.subject_id = e.incident_id
      left join public.screening_screening s on s.expected_id = e.id
      left join public.screening_notneeded n on n.expected_id = e.id
     where i.began_at >= since and i.began_at < until and i.team_id = any(mine)
       and e.subject_id <> all ((select sec.closed())::uuid[])
     group by 1, 2, 3;
end $$;

-- The blind second grading: the grade as sent and the second, month by month; no screening is named.
drop function if exists sec.screening_second_grades(timestamptz, timestamptz);
create function sec.screening_second_grades(since timestamptz, until timestamptz)
returns table (month date, stratum text, first text, second text, n bigint)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if not sec.roles() && array['hub_manager', 'hub_police', 'senior_leader', 'scrutineer', 'job_sweep'] then return; end if;
  return query
    select a.month, d.stratum::text, s.officer_grade::text, d.grade::text, count(*)
      from public.screening_sampled d join public.screening_sample a on a.id = d.sample_id
      join public.screening_screening s on s.id = d.screening_id
     where a.kind = 'second_grading' and d.given_at is not null and a.month >= since::date and a.month < until::date
     group by 1, 2, 3, 4;
end $$;

-- The shared stories: how everybody graded each, counted. Who gave which grade is nobody's to read.
drop function if exists sec.vignette_grades();
create function sec.vignette_grades() returns table (vignette text, month date, worker integer, grade text)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if not sec.roles() && array['hub_manager', 'hub_police', 'senior_leader', 'scrutineer'] then return; end if;
  return query
    select v.vignette::text, v.month, (dense_rank() over (partition by v.month order by md5(v.worker_id::text)))::integer,
           v.grade::text from public.screening_vignettegrade v;
end $$;

-- One officer's figures, for their own sergeant only and only from thirty incidents over two periods of six months; the
-- others stand without a name, so that the spread between all is known. Two periods: 1 the earlier, 2 the later.
drop function if exists sec.screening_officers(timestamptz);
create function sec.screening_officers(until timestamptz)
returns table (period integer, officer text, incidents bigint, done bigint, of bigint)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare team uuid[];
begin
  if not 'sergeant' = any(sec.roles()) then return; end if;
  team := sec.screening_teams();
  return query
    with each as (
      select case when i.began_at >= until - interval '6 months' then 2 else 1 end as p, i.officer_id as o,
             bool_or(i.team_id = any(team)) as own, count(distinct i.subject_id) as many, count(s.id) as made,
             count(*) filter (where n.id is null) as wanted
        from public.screening_expected e
        join public.screening_incident i on i.subject_id = e.incident_id
        left join public.screening_screening s on s.expected_id = e.id
        left join public.screening_notneeded n on n.expected_id = e.id
       where i.began_at >= until - interval '12 months' and i.began_at < until and i.officer_id is not null
       group by 1, 2),
    enough as (select o from each group by o having sum(many) >= 30 and count(*) = 2)
    select p, case when own and o in (select x.o from enough x) and o <> sec.worker() then w.name::text
                   else 'Officer ' || dense_rank() over (order by md5(o::text)) end, many, made, wanted
      from each join public.authority_worker w on w.id = o;
end $$;

-- The list behind a figure for readers who may not see a child: no name, no number, no day; only what is counted.
drop function if exists sec.screening_pseudonyms(timestamptz, timestamptz, uuid, text, integer);
create function sec.screening_pseudonyms(since timestamptz, until timestamptz, one_team uuid, stopped text, most integer)
returns table (team_name text, month date, trigger text, age_band text, stage text, grade text)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare mine uuid[] := sec.screening_teams();
begin
  if not sec.roles() && array['senior_leader', 'scrutineer'] then return; end if;
  return query
    select * from (
      select t.name::text, (date_trunc('month', i.began_at at time zone 'Europe/London'))::date, e.triggers[1]::text,
             case when e.age is null then 'not known' when e.age < 5 then '0 to 4' when e.age < 10 then '5 to 9'
                  when e.age < 16 then '10 to 15' else '16 and 17' end,
             case when s.id is null and e.begun_at is null then 'eligible' when s.id is null then 'started'
                  when s.supervised_at is null then 'completed'
                  when s.shared_at is null then 'supervised' when s.acknowledged_at is null then 'shared'
                  else 'acknowledged' end as reached, s.grade::text
        from public.screening_expected e
        join public.screening_incident i on i.subject_id = e.incident_id
        join public.authority_team t on t.id = i.team_id
        left join public.screening_screening s on s.expected_id = e.id
       where i.began_at >= since and i.began_at < until and i.team_id = any(mine)
         and (one_team is null or i.team_id = one_team) and e.subject_id <> all ((select sec.closed())::uuid[])
         and not exists (select from public.screening_notneeded n where n.expected_id = e.id)
       order by i.began_at desc) x
     where stopped = '' or x.reached = stopped limit most;
end $$;
