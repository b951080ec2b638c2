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
