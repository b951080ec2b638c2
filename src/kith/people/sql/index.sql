-- Candidates for an arriving person: read by the matching job and by hub roles while they take a call, by nobody else.
-- Barred and sealed subjects are never candidates. A key that more than `common` records share says nothing (a hostel's
-- postcode, "unknown"): the data itself finds it, and no more than `common` + 1 of its lines are ever read. Three such
-- keys together say a great deal: a child of whom hundreds of reports are held has nothing but common keys.
drop function if exists sec.candidates(bigint[], integer);
drop function if exists sec.common_keys(bigint[], integer);
create or replace function sec.candidates(keys bigint[], common integer, most integer)
returns table (source_record_id uuid, subject_id uuid, packed text)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare shut uuid[] := sec.closed();
begin
  if not sec.reaches_all('C20') then raise exception 'only the hub and the matching job may ask the index'; end if;
  return query
    with shared as materialized (  -- inlined, each would be read twice
      select array(select k.source_record_id from public.people_indexkey k where k.key = asked.key
                    limit common + 1) as by from unnest(keys) as asked (key)),
    c as materialized (
      select u.id, count(*) as n from shared s cross join lateral unnest(s.by) as u (id)
       group by 1 having count(*) >= 3 or bool_or(cardinality(s.by) <= common) order by 2 desc limit most)
    select r.source_record_id, r.subject_id, r.packed
      from c join public.people_indexrecord r on r.source_record_id = c.id
     where r.subject_id <> all(shut);
end $$;

create or replace function sec.index_record(record uuid, subject uuid, packed text, keys bigint[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not sec.reaches_all('C20') then raise exception 'only the hub and the matching job may write the index'; end if;
  insert into public.people_indexrecord (source_record_id, subject_id, packed, version)
  values (record, subject, packed, '')
    on conflict (source_record_id) do update set subject_id = excluded.subject_id, packed = excluded.packed;
  delete from public.people_indexkey k where k.source_record_id = record;
  insert into public.people_indexkey (key, source_record_id) select x, record from unnest(keys) x;
end $$;

create or replace function sec.index_moves(record uuid, subject uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not sec.reaches_all('C20') then raise exception 'only the hub and the matching job may write the index'; end if;
  update public.people_indexrecord r set subject_id = subject where r.source_record_id = record;
end $$;

-- The family of the children this session works with: who is related to them and who lives with them. A worker who
-- reaches a child reaches the names of those around the child, and no more of them.
create or replace function sec.kin() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog as $$
declare mine uuid[] := sec.reach('C3'); shut uuid[] := sec.closed(); found uuid[];
begin
  if mine = '{}' then return mine; end if;
  select array_agg(distinct x.id) into found from (
    select r.subject_id as id from public.people_relationship r where r.other_id = any(mine)
    union select r.other_id from public.people_relationship r where r.subject_id = any(mine)
    union select o.subject_id from public.people_householdmember m
            join public.people_householdmember o on o.household_id = m.household_id
           where m.subject_id = any(mine)) x where x.id <> all(shut);
  return coalesce(found, '{}');
end $$;

-- The reader's own school, if the reader works for one.
create or replace function sec.school() returns uuid
language sql stable security definer set search_path = pg_catalog as $$
  select a.id from public.authority_agency a where a.id = sec.agency() and a.kind = 'school' $$;

-- Search finds people by the same keys, for any role, but only those its own ties reach.
drop function if exists sec.found(bigint[], integer);
create function sec.found(keys bigint[], most integer)
returns table (subject_id uuid, packed text)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare everyone boolean := sec.reaches_all('C1'); mine uuid[]; shut uuid[] := sec.closed();
begin
  if sec.worker() is null then return; end if;
  if everyone then  -- the keys alone say who has most in common; who is closed is left out of the few that remain
    return query
      with c as materialized (
        select k.source_record_id as id, count(*) as n from public.people_indexkey k
         where k.key = any(keys) group by 1 order by 2 desc limit most * 2)
      select r.subject_id, r.packed from c join public.people_indexrecord r on r.source_record_id = c.id
       where r.subject_id <> all(shut) order by c.n desc limit most;
  else
    mine := sec.reach('C1');
    return query
      with c as materialized (
        select k.source_record_id as id, count(*) as n from public.people_indexkey k
          join public.people_indexrecord r on r.source_record_id = k.source_record_id
         where k.key = any(keys) and r.subject_id = any(mine) and r.subject_id <> all(shut)
         group by 1 order by 2 desc limit most)
      select r.subject_id, r.packed from c join public.people_indexrecord r on r.source_record_id = c.id;
  end if;
end $$;

-- A source record is taken to be somebody else: everything that came from it follows it, in every room.
create or replace function sec.follow_record(record uuid, was uuid, becomes uuid) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare t text; n bigint; total bigint := 0;
begin
  if not sec.reaches_all('C20') then raise exception 'only the hub and the matching job may link'; end if;
  if becomes = any(sec.closed()) or was = any(sec.closed()) then raise exception 'not a subject you may link'; end if;
  for t in select c.table_name from information_schema.columns c
            join information_schema.columns s using (table_schema, table_name)
           where c.table_schema = 'public' and c.column_name = 'source_record_id' and s.column_name = 'subject_id'
             and c.table_name not in ('people_person', 'people_personlink', 'people_proposal', 'people_indexkey') loop
    execute format('update public.%I set subject_id = $1 where source_record_id = $2 and subject_id = $3', t)
      using becomes, record, was;
    get diagnostics n = row_count;
    total := total + n;
  end loop;
  update public.people_sourcerecord set subject_id = becomes where id = record;
  return total;
end $$;

-- A placeholder made on arrival turns out to be a known person: what was hung on it moves too, and it points there.
create or replace function sec.redirect(was uuid, becomes uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare t text;
begin
  if not sec.reaches_all('C20') or becomes = any(sec.closed()) then raise exception 'not a subject you may link'; end if;
  foreach t in array array['work_deadline', 'work_action', 'work_request', 'work_answer', 'work_involvement',
                           'work_agencynote', 'work_healthdetail', 'frontdoor_historyshown', 'people_event'] loop
    execute format('update public.%I set subject_id = $1 where subject_id = $2', t) using becomes, was;
  end loop;
  update public.people_relationship set other_id = becomes where other_id = was;
  insert into public.authority_tie (id, holder_id, subject_id, kind, from_at, until_at, cause)
  select gen_random_uuid(), holder_id, becomes, kind, from_at, until_at, cause from public.authority_tie
   where subject_id = was on conflict do nothing;
  update public.authority_tie set until_at = sec.now() where subject_id = was and until_at is null;
  update public.authority_subject set state = 'redirected', redirected_to_id = becomes where id = was;
end $$;

create or replace function sec.unredirect(was uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not sec.reaches_all('C20') then raise exception 'not a subject you may link'; end if;
  update public.authority_subject set state = 'unidentified', redirected_to_id = null where id = was;
  -- What reached the placeholder before it was linked reaches it again.
  update public.authority_tie t set until_at = null
   where t.subject_id = was and t.until_at is not null
     and not exists (select from public.authority_tie o where o.subject_id = was and o.holder_id = t.holder_id
                      and o.kind = t.kind and o.until_at is null)
     and t.id = (select n.id from public.authority_tie n where n.subject_id = was and n.holder_id = t.holder_id
                  and n.kind = t.kind order by n.from_at desc limit 1);
end $$;
