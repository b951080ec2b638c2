-- Candidates for an arriving person: read by the matching job and by hub roles while they take a call, by nobody else.
-- Barred and sealed subjects are never candidates.
drop function if exists sec.candidates(bigint[], integer);
create function sec.candidates(keys bigint[], most integer)
returns table (source_record_id uuid, subject_id uuid, packed text)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if not sec.reaches_all('C20') then raise exception 'only the hub and the matching job may ask the index'; end if;
  return query
    with c as materialized (
      select k.source_record_id as id, count(*) as n from public.people_indexkey k
       where k.key = any(keys) group by 1 order by 2 desc limit most)
    select r.source_record_id, r.subject_id, r.packed
      from c join public.people_indexrecord r on r.source_record_id = c.id
     where r.subject_id <> all(sec.closed());
end $$;

-- Keys so common that they say nothing (a hostel's postcode, "unknown"), found by the data itself.
drop function if exists sec.common_keys(bigint[], integer);
create function sec.common_keys(keys bigint[], most integer) returns bigint[]
language plpgsql stable security definer set search_path = pg_catalog as $$
declare one bigint; n integer; found bigint[] := '{}';
begin
  foreach one in array keys loop
    select count(*) into n from (select from public.people_indexkey k where k.key = one limit most + 1) x;
    if n > most then found := found || one; end if;
  end loop;
  return found;
end $$;

create or replace function sec.index_record(record uuid, subject uuid, packed text, keys bigint[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not sec.reaches_all('C20') then raise exception 'only the hub and the matching job may write the index'; end if;
  insert into public.people_indexrecord (source_record_id, subject_id, packed) values (record, subject, packed)
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

-- Search finds people by the same keys, for any role, but only those its own ties reach.
drop function if exists sec.found(bigint[], integer);
create function sec.found(keys bigint[], most integer)
returns table (subject_id uuid, packed text)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare everyone boolean := sec.reaches_all('C1'); mine uuid[] := case when everyone then '{}' else sec.reach('C1') end;
begin
  if sec.worker() is null then return; end if;
  return query
    with c as materialized (
      select k.source_record_id as id, count(*) as n from public.people_indexkey k
        join public.people_indexrecord r on r.source_record_id = k.source_record_id
       where k.key = any(keys) and (everyone or r.subject_id = any(mine)) and r.subject_id <> all(sec.closed())
       group by 1 order by 2 desc limit most)
    select r.subject_id, r.packed from c join public.people_indexrecord r on r.source_record_id = c.id;
end $$;
