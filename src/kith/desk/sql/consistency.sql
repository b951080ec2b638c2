-- Figures on screening, added up where the rows are: a page is given tens of lines, never thousands. Each function gives
-- the teams whose figures the session may have (sec.screening_teams), and never a row about anybody. Planned anew for
-- each call: a plan for any time and any teams is twenty times slower than one for these.
-- The teams by name, so that a page can offer each.
drop function if exists sec.screening_team_names();
create function sec.screening_team_names() returns table (team uuid, name text)
language sql stable security definer set search_path = pg_catalog as $$
  select t.id, t.name::text from public.authority_team t
   where t.id = any ((select sec.screening_teams())::uuid[]) order by t.name $$;

-- How far what was called for got, and what stood in it: by team and by shift from `since`, by month from `earliest`.
drop function if exists sec.screening_reached(timestamptz, timestamptz, timestamptz, uuid);
create function sec.screening_reached(since timestamptz, until timestamptz, earliest timestamptz, one_team uuid)
returns table (what text, name text, eligible bigint, begun bigint, completed bigint, supervised bigint, shared bigint,
               acknowledged bigint, not_needed bigint, reached bigint, voice bigint, demeanour bigint, school bigint,
               others bigint, returned bigint)
language plpgsql stable security definer set search_path = pg_catalog set plan_cache_mode = force_custom_plan as $$
declare mine uuid[] := sec.screening_teams(); shut uuid[] := sec.closed();
begin
  return query
    with each as (
      select i.team_id as team, i.shift::text as tour, (date_trunc('month', i.began_at at time zone 'Europe/London'))::date as month, i.began_at >= since as inside,
             count(*) filter (where n.id is null) as c1,
             count(*) filter (where n.id is null and e.begun_at is not null) as c2, count(s.id) as c3,
             count(s.supervised_at) as c4, count(s.id) filter (where s.supervised_at is not null and s.shared_at is not null) as c5,
             count(s.id) filter (where s.supervised_at is not null and s.shared_at is not null and s.acknowledged_at is not null) as c6,
             count(n.id) as c7, count(s.reached_at) as c8, count(s.id) filter (where s.voice) as c9,
             count(s.id) filter (where s.demeanour) as c10, count(s.id) filter (where s.school) as c11,
             count(s.id) filter (where s.others) as c12,
             count(s.id) filter (where s.improved_at is not null or s.returned_at is not null) as c13
        from public.screening_expected e
        join public.screening_incident i on i.subject_id = e.incident_id
        left join public.screening_screening s on s.expected_id = e.id
        left join public.screening_notneeded n on n.expected_id = e.id
       where i.began_at >= earliest and i.began_at < until and i.team_id = any(mine)
         and (one_team is null or i.team_id = one_team) and e.subject_id <> all(shut)
       group by 1, 2, 3, 4),
    lines as (
      select 'team' as what, t.name::text as name, x.* from each x join public.authority_team t on t.id = x.team where x.inside
      union all select 'shift', x.tour, x.* from each x where x.inside
      union all select 'month', x.month::text, x.* from each x)
    select x.what, x.name, sum(c1)::bigint, sum(c2)::bigint, sum(c3)::bigint, sum(c4)::bigint, sum(c5)::bigint,
           sum(c6)::bigint, sum(c7)::bigint, sum(c8)::bigint, sum(c9)::bigint, sum(c10)::bigint, sum(c11)::bigint,
           sum(c12)::bigint, sum(c13)::bigint
      from lines x group by 1, 2 order by 1, 2;
end $$;

-- Grades along the line: the officer's, the sergeant's and the one the hub left it at (`what` = grades); and by team, and
-- by month from `earliest`, how many ended above green and how many of these the officer had graded lower.
drop function if exists sec.screening_grades(timestamptz, timestamptz, timestamptz, uuid);
create function sec.screening_grades(since timestamptz, until timestamptz, earliest timestamptz, one_team uuid)
returns table (what text, name text, officer text, sergeant text, hub text, n bigint, above bigint, low bigint)
language plpgsql stable security definer set search_path = pg_catalog set plan_cache_mode = force_custom_plan as $$
declare mine uuid[] := sec.screening_teams(); shut uuid[] := sec.closed();
        scale text[] := array['green', 'amber', 'red'];
begin
  return query
    with changed as (
      select distinct on (st.screening_id) st.screening_id as id, st.after from public.screening_step st
       where st.kind = 'regraded' and not st.by_hub order by st.screening_id, st.at desc),
    graded as (
      select i.team_id as team, i.began_at as began, s.officer_grade::text as first,
             case when s.supervised_at is not null then coalesce(c.after, s.officer_grade)::text end as second,
             case when s.shared_at is not null or s.not_shared_at is not null then s.grade::text end as third,
             case when s.supervised_at is not null or s.shared_at is not null or s.not_shared_at is not null
                  then s.grade::text end as ended
        from public.screening_screening s
        join public.screening_incident i on i.subject_id = s.incident_id
        left join changed c on c.id = s.id
       where i.began_at >= earliest and i.began_at < until and i.team_id = any(mine)
         and (one_team is null or i.team_id = one_team) and s.subject_id <> all(shut)
         and s.officer_name = ''),  -- what a force graded in its own system was never regraded here
    each as (
      select g.team, (date_trunc('month', g.began at time zone 'Europe/London'))::date as month,
             g.began >= since as inside, g.first, g.second, g.third, count(*) as k,
             count(*) filter (where g.ended <> 'green') as up,
             count(*) filter (where array_position(scale, g.first) < array_position(scale, g.ended)) as down
        from graded g group by 1, 2, 3, 4, 5, 6)
    select 'grades', '', x.first, x.second, x.third, sum(k)::bigint, sum(up)::bigint, sum(down)::bigint
      from each x where x.inside group by 3, 4, 5
    union all
    select 'team', t.name::text, null, null, null, sum(k)::bigint, sum(up)::bigint, sum(down)::bigint
      from each x join public.authority_team t on t.id = x.team where x.inside group by 2
    union all
    select 'month', x.month::text, null, null, null, sum(k)::bigint, sum(up)::bigint, sum(down)::bigint
      from each x group by 2
     order by 1, 2;
end $$;

-- By who the child is, as the log had it: called for, completed, with the child's words; one line a group.
drop function if exists sec.screening_kinds(timestamptz, timestamptz);
create function sec.screening_kinds(since timestamptz, until timestamptz)
returns table (what text, name text, eligible bigint, completed bigint, voice bigint)
language plpgsql stable security definer set search_path = pg_catalog set plan_cache_mode = force_custom_plan as $$
declare mine uuid[] := sec.screening_teams(); shut uuid[] := sec.closed();
begin
  return query
    with each as (
      select left(e.ethnicity, 1)::text as stated, e.sex::text as sex, e.age::integer as age, n.id is null as called,
             s.id is not null as made, coalesce(s.voice, false) as heard
        from public.screening_expected e
        join public.screening_incident i on i.subject_id = e.incident_id
        left join public.screening_screening s on s.expected_id = e.id
        left join public.screening_notneeded n on n.expected_id = e.id
       where i.began_at >= since and i.began_at < until and i.team_id = any(mine) and e.subject_id <> all(shut))
    select case when grouping(x.stated) = 0 then 'ethnicity' when grouping(x.sex) = 0 then 'sex' else 'age' end,
           case when grouping(x.stated) = 0 then x.stated when grouping(x.sex) = 0 then x.sex else x.age::text end,
           count(*) filter (where x.called), count(*) filter (where x.made), count(*) filter (where x.heard)
      from each x group by grouping sets ((x.stated), (x.sex), (x.age)) order by 1, 2;
end $$;

-- The blind second grading, added up: all pairs, pairs by the team that attended, and how many were given by month.
drop function if exists sec.screening_second_looks(date, date);
create function sec.screening_second_looks(since date, until date)
returns table (what text, name text, first text, second text, n bigint)
language plpgsql stable security definer set search_path = pg_catalog set plan_cache_mode = force_custom_plan as $$
begin
  if not sec.roles() && array['hub_manager', 'hub_police', 'senior_leader', 'scrutineer', 'job_sweep'] then return; end if;
  return query
    with given as (
      select a.month as month, coalesce(t.name, '')::text as team, s.officer_grade::text as one, d.grade::text as other
        from public.screening_sampled d join public.screening_sample a on a.id = d.sample_id
        join public.screening_screening s on s.id = d.screening_id
        join public.screening_incident i on i.subject_id = s.incident_id
        left join public.authority_team t on t.id = i.team_id
       where a.kind = 'second_grading' and d.given_at is not null and a.month >= since and a.month < until)
    select 'all', '', g.one, g.other, count(*) from given g group by 3, 4
    union all select 'team', g.team, g.one, g.other, count(*) from given g group by 2, 3, 4
    union all select 'month', g.month::text, null, null, count(*) from given g group by 2
    order by 1, 2, 3, 4;
end $$;

-- The list behind a figure for readers who may not see a child: no name, no number, no day; only what is counted.
-- `wanted` narrows it as the page's figure does: stage, shift, month, without (a part that is missing), move and by.
drop function if exists sec.screening_behind(timestamptz, timestamptz, uuid, jsonb, integer);
create function sec.screening_behind(since timestamptz, until timestamptz, one_team uuid, wanted jsonb, most integer)
returns table (team_name text, month date, trigger text, age_band text, stage text, officer text, grade text)
language plpgsql stable security definer set search_path = pg_catalog set plan_cache_mode = force_custom_plan as $$
declare mine uuid[] := sec.screening_teams(); shut uuid[] := sec.closed(); scale text[] := array['green', 'amber', 'red'];
begin
  if not sec.roles() && array['senior_leader', 'scrutineer'] then return; end if;
  return query
    with each as (
      select t.name::text as team, i.began_at as began, i.shift::text as tour, e.triggers[1]::text as called,
             case when e.age is null then 'not known' when e.age < 5 then '0 to 4' when e.age < 10 then '5 to 9'
                  when e.age < 16 then '10 to 15' else '16 and 17' end as band,
             case when n.id is not null then 'not_needed' when s.id is null and e.begun_at is null then 'eligible'
                  when s.id is null then 'started' when s.supervised_at is null then 'completed'
                  when s.shared_at is null then 'supervised' when s.acknowledged_at is null then 'shared'
                  else 'acknowledged' end as came,
             s.id is not null as made, s.voice, s.demeanour, s.school, s.others, s.officer_grade::text as one,
             s.officer_name = '' as here,
             case when wanted->>'by' = 'sergeant' then
                    case when s.supervised_at is not null then coalesce((select st.after from public.screening_step st
                      where st.screening_id = s.id and st.kind = 'regraded' and not st.by_hub
                      order by st.at desc limit 1), s.officer_grade)::text end
                  when wanted->>'by' = 'hub' then
                    case when s.shared_at is not null or s.not_shared_at is not null then s.grade::text end
                  when s.supervised_at is not null or s.shared_at is not null or s.not_shared_at is not null
                    then s.grade::text end as later
        from public.screening_expected e
        join public.screening_incident i on i.subject_id = e.incident_id
        join public.authority_team t on t.id = i.team_id
        left join public.screening_screening s on s.expected_id = e.id
        left join public.screening_notneeded n on n.expected_id = e.id
       where i.began_at >= since and i.began_at < until and i.team_id = any(mine)
         and (one_team is null or i.team_id = one_team) and e.subject_id <> all(shut))
    select x.team, (date_trunc('month', x.began at time zone 'Europe/London'))::date, x.called, x.band, x.came, x.one,
           x.later from each x
     where (wanted->>'stage' is null and x.came <> 'not_needed' or x.came = wanted->>'stage'
            or wanted->>'stage' = 'missing' and x.came in ('eligible', 'started'))
       and (wanted->>'shift' is null or x.tour = wanted->>'shift')
       and (wanted->>'month' is null
            or (date_trunc('month', x.began at time zone 'Europe/London'))::date::text = wanted->>'month')
       and (wanted->>'without' is null or x.made and not case wanted->>'without' when 'voice' then x.voice
              when 'demeanour' then x.demeanour when 'school' then x.school else x.others end)
       and (wanted->>'move' is null or x.here and x.later is not null and wanted->>'move' =
              case sign(array_position(scale, x.later) - array_position(scale, x.one))
                   when 1 then 'raised' when -1 then 'lowered' else 'kept' end)
     order by x.began desc limit most;
end $$;
