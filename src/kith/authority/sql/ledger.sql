-- The ledger: written with every act and every look, in the same transaction; hashed here; read by nobody in the
-- application. Leaves are RFC 6962 leaf hashes over the columns, so any changed column is a changed leaf.
create schema if not exists sec authorization {{owner}};
create table if not exists public.authority_entry (
  seq bigint generated always as identity primary key,
  id uuid not null unique,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default clock_timestamp(),
  worker_id uuid not null, agency_id uuid not null, purpose text not null,
  verb text not null, subject_id uuid, record_id uuid,
  facts jsonb not null, leaf bytea not null);
create index if not exists authority_entry_xid on public.authority_entry (xid);
create index if not exists authority_entry_subject on public.authority_entry (subject_id, seq);
create index if not exists authority_entry_worker on public.authority_entry (worker_id, seq);
create index if not exists authority_entry_child_views on public.authority_entry (worker_id, at) where verb = 'child.viewed';

-- The personal half (search words, an address): encrypted, erasable; the entry holds only its commitment.
create table if not exists public.authority_entrypersonal (
  entry_id uuid primary key, sealed_text bytea not null);

create table if not exists public.authority_leaf (
  position bigint primary key, seq bigint not null unique);
create table if not exists public.authority_seal_head (
  size bigint primary key, to_xid xid8 not null, root bytea not null, stack jsonb not null,
  signature bytea not null, at timestamptz not null default clock_timestamp());

create or replace function sec.leaf(e public.authority_entry) returns bytea
language sql stable set search_path = pg_catalog as $$
  select sha256('\x00'::bytea || convert_to(jsonb_build_array(
    e.seq, e.id, extract(epoch from e.at)::text, e.worker_id, e.agency_id, e.purpose,
    e.verb, e.subject_id, e.record_id, e.facts)::text, 'UTF8')) $$;

create or replace function sec.stamp() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare me public.authority_session := sec.ctx();
begin
  if me.worker_id is null then raise exception 'no session: no entry, no page'; end if;
  new.worker_id := me.worker_id;  new.agency_id := me.agency_id;
  new.purpose := coalesce(new.purpose, me.purpose);
  new.at := clock_timestamp() + coalesce((select shift from public.authority_clock limit 1), interval '0');
  new.xid := pg_current_xact_id();
  new.leaf := sec.leaf(new);
  return new;
end $$;
create or replace trigger stamp before insert on public.authority_entry
  for each row execute function sec.stamp();

create or replace function sec.append_only() returns trigger
language plpgsql as $$ begin raise exception 'the ledger is append-only'; end $$;
create or replace trigger no_change before update or delete on public.authority_entry
  for each row execute function sec.append_only();
create or replace trigger no_truncate before truncate on public.authority_entry
  execute function sec.append_only();
create or replace trigger no_change before update or delete on public.authority_leaf
  for each row execute function sec.append_only();
create or replace trigger no_change before update or delete on public.authority_seal_head
  for each row execute function sec.append_only();

-- A subject and the records merged into it: looks before a merge stand under the id of that time, and belong to both.
create or replace function sec.once_known_as(subject uuid) returns uuid[]
language sql stable security definer set search_path = pg_catalog as $$
  select array_agg(s.id) from public.authority_subject s
   where s.id = subject or (s.redirected_to_id = subject and not sec.is_closed(s.id)) $$;

-- Who has looked at this subject: names the reader already may see at work, never their words or purposes in full.
drop function if exists sec.looks_at(uuid, integer);
create function sec.looks_at(subject uuid, most integer)
returns table (at timestamptz, worker text, agency text, verb text, purpose text)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if sec.is_closed(subject) or not (sec.reaches_all('C1') or subject = any(sec.reach('C1'))) then return; end if;
  return query select e.at, w.name::text, a.name::text, e.verb, e.purpose
    from public.authority_entry e join public.authority_worker w on w.id = e.worker_id
    join public.authority_agency a on a.id = e.agency_id
   where e.subject_id = any(sec.once_known_as(subject)) order by e.seq desc limit least(most, 200);
end $$;

-- How many different subjects this session's worker has opened today: the soft and hard caps against trawling.
create or replace function sec.opened_today() returns bigint
language sql stable security definer set search_path = pg_catalog as $$
  select count(distinct e.subject_id) from public.authority_entry e
   where e.worker_id = sec.worker() and e.verb = 'child.viewed' and e.at > sec.now() - interval '24 hours' $$;

-- The sealer sees hashes only.
drop function if exists sec.unsealed(bigint);
create function sec.unsealed(most bigint) returns table (seq bigint, leaf bytea, xid text, edge text)
language sql stable security definer set search_path = pg_catalog as $$
  with edge as (select pg_snapshot_xmin(pg_current_snapshot()) as x),
       last as (select coalesce((select h.to_xid from public.authority_seal_head h order by h.size desc limit 1), '0'::xid8) as x)
  select e.seq, e.leaf, e.xid::text, edge.x::text from public.authority_entry e, edge, last
   where e.xid >= last.x and e.xid < edge.x
     and not exists (select from public.authority_leaf l where l.seq = e.seq)
   order by e.xid, e.seq limit most $$;

drop function if exists sec.last_head();
create function sec.last_head() returns table (size bigint, stack jsonb)
language sql stable security definer set search_path = pg_catalog as $$
  select h.size, h.stack from public.authority_seal_head h order by h.size desc limit 1 $$;

create or replace function sec.keep_seal(start bigint, seqs bigint[], upto text, root bytea, stack jsonb, signature bytea)
returns void language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  insert into public.authority_leaf (position, seq)
  select start + ordinality - 1, s from unnest(seqs) with ordinality as t(s, ordinality);
  insert into public.authority_seal_head (size, to_xid, root, stack, signature)
  values (start + cardinality(seqs), upto::xid8, root, stack, signature);
end $$;

create or replace function sec.unsealed_age() returns interval
language sql stable security definer set search_path = pg_catalog as $$
  select clock_timestamp() - min(e.at) from public.authority_entry e
   where e.xid >= coalesce((select h.to_xid from public.authority_seal_head h order by h.size desc limit 1), '0'::xid8)
     and not exists (select from public.authority_leaf l where l.seq = e.seq) $$;
