-- Persons and their links: moved together, given back exactly, kept apart for good. Every function here is asked by an
-- act; the database asks again whether the session may change links, and never touches a sealed or barred subject.
create or replace function sec.must_link(subjects uuid[]) returns void
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if not sec.reaches_all('C20M') then raise exception 'not yours to link'; end if;
  if subjects && sec.closed() then raise exception 'not a subject you may link'; end if;
end $$;

-- Whom a subject stands for now: itself, or the person it was folded into (at most eight deep).
create or replace function sec.stands_for(subject uuid) returns uuid
language plpgsql stable security definer set search_path = pg_catalog as $$
declare here uuid := subject; there uuid;
begin
  for n in 1..8 loop
    select s.redirected_to_id into there from public.authority_subject s where s.id = here;
    if there is null then return here; end if;
    here := there;
  end loop;
  return here;
end $$;

-- Columns that point at a person: every foreign key to a subject, but for tables that keep history or access itself.
create or replace function sec.person_columns() returns table (t text, col text, pk text)
language sql stable security definer set search_path = pg_catalog as $$
  select c.relname::text, a.attname::text, p.attname::text
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    join pg_index i on i.indrelid = k.conrelid and i.indisprimary
    join pg_attribute p on p.attrelid = k.conrelid and p.attnum = i.indkey[0]
   where k.contype = 'f' and n.nspname = 'public' and k.confrelid = 'public.authority_subject'::regclass
     and p.attname <> a.attname and p.atttypid = 'uuid'::regtype
     and c.relname not in ('people_personlink', 'people_override', 'people_merge', 'people_consequence',
                           'authority_tie', 'authority_bar', 'authority_seal', 'authority_opening', 'authority_subject')
   order by 1, 2 $$;

-- Everything hung on `was` hangs on `becomes` from now on; each row moved is written down under `cause`. A row that
-- would be there twice (the same question asked of both) stays where it is.
create or replace function sec.fold(cause uuid, was uuid, becomes uuid) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare c record; one uuid; total bigint := 0; fresh uuid;
begin
  perform sec.must_link(array[was, becomes]);
  for c in select * from sec.person_columns() loop
    for one in execute format('select %I from public.%I where %I = $1', c.pk, c.t, c.col) using was loop
      begin
        execute format('update public.%I set %I = $1 where %I = $2', c.t, c.col, c.pk) using becomes, one;
        insert into public.people_moveditem (id, cause_id, table_name, column_name, row_id, was_id, becomes_id, before)
        values (gen_random_uuid(), cause, c.t, c.col, one, was, becomes, '');
        total := total + 1;
      exception when unique_violation or exclusion_violation then null;
      end;
    end loop;
  end loop;
  for c in select * from public.authority_tie x
            where x.subject_id = was and (x.until_at is null or x.until_at > sec.now()) loop
    fresh := gen_random_uuid();
    begin
      insert into public.authority_tie (id, holder_id, subject_id, kind, from_at, until_at, cause)
      values (fresh, c.holder_id, becomes, c.kind, c.from_at, c.until_at, c.cause);
      insert into public.people_moveditem (id, cause_id, table_name, column_name, row_id, was_id, becomes_id, before)
      values (gen_random_uuid(), cause, 'authority_tie', 'given', fresh, was, becomes, '');
    exception when unique_violation then null;
    end;
    if c.until_at is null then
      update public.authority_tie set until_at = sec.now() where id = c.id;
      insert into public.people_moveditem (id, cause_id, table_name, column_name, row_id, was_id, becomes_id, before)
      values (gen_random_uuid(), cause, 'authority_tie', 'ended', c.id, was, becomes, '');
    end if;
  end loop;
  for c in select b.worker_id, b.reason, b.declared_at,
                  case when b.subject_id = was then becomes else was end as about
             from public.authority_bar b where b.subject_id in (was, becomes) loop
    fresh := gen_random_uuid();
    insert into public.authority_bar (id, worker_id, subject_id, reason, declared_at)
    values (fresh, c.worker_id, c.about, c.reason, c.declared_at) on conflict do nothing;
    if found then
      insert into public.people_moveditem (id, cause_id, table_name, column_name, row_id, was_id, becomes_id, before)
      values (gen_random_uuid(), cause, 'authority_bar', 'given', fresh, was, becomes, '');
    end if;
  end loop;
  insert into public.people_moveditem (id, cause_id, table_name, column_name, row_id, was_id, becomes_id, before)
  select gen_random_uuid(), cause, 'authority_subject', 'redirected_to_id', s.id, s.redirected_to_id, becomes, s.state
    from public.authority_subject s where s.id = was or s.redirected_to_id = was;
  update public.authority_subject set state = 'redirected', redirected_to_id = becomes
   where id = was or redirected_to_id = was;
  return total;
end $$;

-- What one cause moved goes back where it was, unless it has moved on by another cause since.
create or replace function sec.unfold(cause uuid) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare m record; pk text; now_at uuid; total bigint := 0;
begin
  perform sec.must_link(array(select distinct x.was_id from public.people_moveditem x
                               where x.cause_id = cause and x.was_id is not null));
  for m in select x.*, (select p.pk from sec.person_columns() p where p.t = x.table_name limit 1) as key
             from public.people_moveditem x where x.cause_id = cause and x.back_at is null loop
    if m.table_name = 'authority_tie' and m.column_name = 'given' then
      update public.authority_tie set until_at = least(until_at, sec.now()) where id = m.row_id;
    elsif m.table_name = 'authority_tie' then
      begin update public.authority_tie set until_at = null where id = m.row_id;
      exception when unique_violation then null; end;
    elsif m.table_name = 'authority_bar' then
      delete from public.authority_bar where id = m.row_id;
    elsif m.table_name = 'authority_subject' then
      update public.authority_subject s set redirected_to_id = m.was_id, state = m.before where s.id = m.row_id;
    elsif m.key is not null then
      execute format('select %I from public.%I where %I = $1', m.column_name, m.table_name, m.key)
        into now_at using m.row_id;
      if now_at = m.becomes_id or now_at = sec.stands_for(m.becomes_id) then
        begin
          execute format('update public.%I set %I = $1 where %I = $2', m.table_name, m.column_name, m.key)
            using m.was_id, m.row_id;
          total := total + 1;
        exception when unique_violation then null; end;
      end if;
    end if;
    update public.people_moveditem set back_at = sec.now() where id = m.id;
  end loop;
  return total;
end $$;

-- A placeholder stands for itself again: whatever folded it last is undone. False where nothing was written down.
create or replace function sec.unfold_subject(was uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare cause uuid;
begin
  select m.cause_id into cause from public.people_moveditem m
   where m.table_name = 'authority_subject' and m.row_id = was and m.back_at is null order by m.id limit 1;
  if cause is null then return false; end if;
  perform sec.unfold(cause);
  return true;
end $$;

-- Source records in a merge's own words: which link was made for which, so that undoing makes the old ones again.
create or replace function sec.note_links(cause uuid, made uuid[], ended uuid[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  perform sec.must_link('{}');
  insert into public.people_moveditem (id, cause_id, table_name, column_name, row_id, was_id, becomes_id, before)
  select gen_random_uuid(), cause, 'people_personlink', 'link', m, e, null, '' from unnest(made, ended) as x(m, e);
end $$;

create or replace function sec.noted_links(cause uuid) returns table (made uuid, ended uuid)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  perform sec.must_link('{}');
  return query select m.row_id, m.was_id from public.people_moveditem m
                where m.cause_id = cause and m.table_name = 'people_personlink';
end $$;

-- A person's word. Pairs of records hold for every version of the same source record.
create or replace function sec.keep_override(one uuid, word text, why text, a uuid, b uuid, records boolean, said text)
returns void language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not (sec.reaches_all('C20M') or 'guardian' = any(sec.roles())) then raise exception 'not yours to say'; end if;
  insert into public.people_override (id, verdict, cause, record_a_id, record_b_id, subject_a_id, subject_b_id, reason,
                                      said_at, created_by_id)
  values (one, word, why, case when records then a end, case when records then b end,
          case when not records then a end, case when not records then b end, said, sec.now(), sec.worker());
end $$;

create or replace function sec.versions_of(record uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog as $$
  select v.id from public.people_sourcerecord r join public.people_sourcerecord v
    on v.agency_id = r.agency_id and v.system = r.system and v.source_ref = r.source_ref where r.id = record $$;

-- What people said about this source record and each of these persons; the latest word on a pair counts.
create or replace function sec.words_about(record uuid, subjects uuid[])
returns table (id uuid, subject_id uuid, verdict text, cause text, reason text, said_at timestamptz, said_by text)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if not sec.reaches_all('C20') then return; end if;
  return query
    with mine as (select x from sec.versions_of(record) x),
         me as (select r.subject_id as s from public.people_sourcerecord r where r.id = record),
         theirs as (select r.id as rec, r.subject_id as s from public.people_sourcerecord r
                     where r.subject_id = any(subjects) and r.id not in (select x from mine)),
         said as (
           select o.*, t.s as about from public.people_override o join theirs t
               on (o.record_a_id = t.rec and o.record_b_id in (select x from mine))
               or (o.record_b_id = t.rec and o.record_a_id in (select x from mine))
            where o.ended_at is null
           union all
           select o.*, p.s from public.people_override o, unnest(subjects) as p(s), me
            where o.ended_at is null and o.subject_a_id is not null
              and ((sec.stands_for(o.subject_a_id) = p.s and o.subject_b_id = me.s)
                   or (sec.stands_for(o.subject_b_id) = p.s and o.subject_a_id = me.s)))
    select distinct on (s.id) s.id, s.about, s.verdict::text, s.cause::text, s.reason, s.said_at, w.name::text
      from said s join public.authority_worker w on w.id = s.created_by_id
     where s.about <> all(sec.closed()) order by s.id;
end $$;

-- What people said about two persons: pairs of persons, and pairs of any of their records.
create or replace function sec.words_between(one uuid, two uuid)
returns table (id uuid, verdict text, cause text, reason text, said_at timestamptz, said_by text)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if not sec.reaches_all('C20') or array[one, two] && sec.closed() then return; end if;
  return query
    select o.id, o.verdict::text, o.cause::text, o.reason, o.said_at, w.name::text
      from public.people_override o join public.authority_worker w on w.id = o.created_by_id
      left join public.people_sourcerecord a on a.id = o.record_a_id
      left join public.people_sourcerecord b on b.id = o.record_b_id
     where o.ended_at is null
       and ((coalesce(a.subject_id, sec.stands_for(o.subject_a_id)) = one
             and coalesce(b.subject_id, sec.stands_for(o.subject_b_id)) = two)
         or (coalesce(a.subject_id, sec.stands_for(o.subject_a_id)) = two
             and coalesce(b.subject_id, sec.stands_for(o.subject_b_id)) = one))
     order by o.said_at desc;
end $$;

create or replace function sec.end_override(which uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  perform sec.must_link('{}');
  update public.people_override set ended_at = sec.now(), ended_by_id = sec.worker()
   where id = which and ended_at is null and cause <> 'seal';
end $$;

-- All that validity asks of many persons, in one question: checked numbers kept, lines of the index, seals.
create or replace function sec.cluster_facts(subjects uuid[]) returns table (subject_id uuid, what text, value text)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if not sec.reaches_all('C20') then return; end if;
  return query
    select r.subject_id, 'packed', r.packed from public.people_indexrecord r where r.subject_id = any(subjects)
    union all
    select i.subject_id, i.scheme::text, upper(i.value) from public.people_identifier i
     where i.subject_id = any(subjects) and i.ended_at is null and i.scheme in ('nhs', 'upn')
    union all
    select s.subject_id, 'sealed', '' from public.authority_seal s where s.subject_id = any(subjects);
end $$;

-- What people said about a person and others; never what a seal says.
create or replace function sec.words_of(subject uuid)
returns table (id uuid, verdict text, cause text, reason text, said_at timestamptz, said_by text, other uuid)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if not sec.reaches_all('C20') or subject = any(sec.closed()) then return; end if;
  return query
    select x.id, x.verdict::text, x.cause::text, x.reason, x.said_at, w.name::text, x.far from (
      select o.*, case when near.s = subject then far.s else near.s end as far
        from public.people_override o
        left join public.people_sourcerecord a on a.id = o.record_a_id
        left join public.people_sourcerecord b on b.id = o.record_b_id
        cross join lateral (select coalesce(a.subject_id, sec.stands_for(o.subject_a_id)) as s) near
        cross join lateral (select coalesce(b.subject_id, sec.stands_for(o.subject_b_id)) as s) far
       where o.ended_at is null and o.cause <> 'seal' and subject in (near.s, far.s)) x
      join public.authority_worker w on w.id = x.created_by_id
     where x.far <> all(sec.closed()) order by x.said_at desc;
end $$;

-- Sealing: the keys leave the index, nothing proposes the two to each other, nobody is told why. A guardian alone.
create or replace function sec.seal_person(subject uuid, degree integer, becomes uuid, one uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not 'guardian' = any(sec.roles()) then raise exception 'a guardian of information seals'; end if;
  insert into public.authority_seal (id, subject_id, level, sealed_at)
  values (gen_random_uuid(), subject, degree, sec.now()) on conflict (subject_id) do nothing;
  delete from public.people_indexkey k using public.people_sourcerecord r
   where k.source_record_id = r.id and r.subject_id = subject;
  delete from public.people_indexrecord r where r.subject_id = subject;
  delete from public.people_proposal p using public.people_sourcerecord r
   where r.id = p.source_record_id and (p.subject_id = subject or r.subject_id = subject);
  if becomes is not null then
    insert into public.people_override (id, verdict, cause, subject_a_id, subject_b_id, reason, said_at, created_by_id)
    values (one, 'never', 'seal', subject, becomes, '', sec.now(), sec.worker());
  end if;
end $$;

-- The records that go back into the index once a seal is lifted.
create or replace function sec.unseal_person(subject uuid) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare n bigint;
begin
  if not 'guardian' = any(sec.roles()) then raise exception 'a guardian of information unseals'; end if;
  delete from public.authority_seal s where s.subject_id = subject;
  get diagnostics n = row_count;
  update public.people_override o set ended_at = sec.now(), ended_by_id = sec.worker()
   where o.cause = 'seal' and o.ended_at is null and subject in (o.subject_a_id, o.subject_b_id);
  return n;
end $$;

-- Who looked while a link stood: how often, first and last; names the reader may see at work, never their words.
create or replace function sec.looks_while(subject uuid, since timestamptz, upto timestamptz)
returns table (worker text, agency_id uuid, agency text, looks bigint, first_at timestamptz, last_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if sec.is_closed(subject) or not sec.reaches_all('C20') then return; end if;
  return query
    select w.name::text, a.id, a.name::text, count(*), min(e.at), max(e.at)
      from public.authority_entry e join public.authority_worker w on w.id = e.worker_id
      join public.authority_agency a on a.id = e.agency_id
     where e.subject_id = any(sec.once_known_as(subject)) and e.at between since and upto and a.kind <> 'machine'
       and (e.verb like '%.viewed%' or e.verb like '%.read')
     group by 1, 2, 3 order by 6 desc;
end $$;

-- Upkeep of the index: rows that an earlier cleaner or an earlier set of keys made, oldest first; they serve until
-- each is made again.
create or replace function sec.stale_records(present text, most integer) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  perform sec.must_link('{}');
  return query select r.source_record_id from public.people_indexrecord r where r.version <> present
                order by r.source_record_id limit most;
end $$;

create or replace function sec.index_version(record uuid, made text) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  perform sec.must_link('{}');
  update public.people_indexrecord r set version = made where r.source_record_id = record;
end $$;

create or replace function sec.unindexed(most integer) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  perform sec.must_link('{}');
  return query select r.id from public.people_sourcerecord r
                where not exists (select from public.people_indexrecord i where i.source_record_id = r.id)
                  and r.subject_id <> all(sec.closed()) order by r.id limit most;
end $$;

-- The nightly walk over every record of the site, a batch at a time, in the order of their ids.
create or replace function sec.index_walk(after uuid, most integer)
returns table (source_record_id uuid, subject_id uuid, packed text)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  perform sec.must_link('{}');
  return query select r.source_record_id, r.subject_id, r.packed from public.people_indexrecord r
                where r.source_record_id > after and r.subject_id <> all(sec.closed())
                order by r.source_record_id limit most;
end $$;

-- A person taken apart: the new half is reached by whoever reached its records when they arrived, and by the hub while
-- it works on them; nobody else who works with the old person follows it.
create or replace function sec.lend_ties(was uuid, placeholders uuid[], becomes uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  perform sec.must_link(array[was, becomes]);
  insert into public.authority_tie (id, holder_id, subject_id, kind, from_at, until_at, cause)
  select gen_random_uuid(), x.holder_id, becomes, x.kind, sec.now(), max(x.until_at), null
    from public.authority_tie x
   where (x.subject_id = was and x.kind = 'at_the_hub' and (x.until_at is null or x.until_at > sec.now()))
      or exists (select from public.people_moveditem m where m.table_name = 'authority_tie' and m.column_name = 'ended'
                    and m.row_id = x.id and m.back_at is null and x.subject_id = any(placeholders))
   group by x.holder_id, x.kind on conflict do nothing;
  update public.authority_tie t set until_at = null
   where t.subject_id = becomes and t.until_at <= sec.now();
end $$;
