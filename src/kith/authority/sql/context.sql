-- Who is asking. The application sets only a random token; the database looks the rest up.
-- Rebuilt by every `kith migrate`; {{…}} is filled in by locks.py.
create schema if not exists sec authorization {{owner}};

-- The moment, moved on by `kith clock` in demo and test mode (one row), never elsewhere (no row).
create or replace function sec.now() returns timestamptz
language sql stable security definer set search_path = pg_catalog as $$
  select now() + coalesce((select shift from public.authority_clock limit 1), interval '0') $$;

create or replace function sec.ctx() returns public.authority_session
language sql stable security definer set search_path = pg_catalog as $$
  select s from public.authority_session s
   where s.token_hash = sha256(convert_to(current_setting('kith.token', true), 'UTF8'))
     and s.revoked_at is null and s.expires_at > clock_timestamp()
     and s.active_at + s.idle > clock_timestamp() $$;

create or replace function sec.worker() returns uuid
language sql stable security definer set search_path = pg_catalog as $$ select (sec.ctx()).worker_id $$;

create or replace function sec.agency() returns uuid
language sql stable security definer set search_path = pg_catalog as $$ select (sec.ctx()).agency_id $$;

create or replace function sec.holders() returns uuid[]
language sql stable security definer set search_path = pg_catalog as $$
  select coalesce((sec.ctx()).holders, '{}'::uuid[]) $$;

-- Emergency duty counts as a role only while its rota spell lasts.
create or replace function sec.roles() returns text[]
language plpgsql stable security definer set search_path = pg_catalog as $$
declare me public.authority_session := sec.ctx();
begin
  if me.worker_id is null then return '{}'; end if;
  if 'duty' = any(me.roles) and not exists (
      select from public.authority_rota r
       where r.worker_id = me.worker_id and r.from_at <= sec.now() and r.until_at > sec.now())
  then return array_remove(me.roles, 'duty'); end if;
  return me.roles;
end $$;

-- Subjects that this session must not see whatever its role: relatives, and sealed ones it is not named for.
create or replace function sec.closed() returns uuid[]
language sql stable security definer set search_path = pg_catalog as $$
  select coalesce(array_agg(x.subject_id), '{}') from (
    select b.subject_id from public.authority_bar b where b.worker_id = sec.worker()
    union
    select s.subject_id from public.authority_seal s
     where not exists (select from public.authority_tie t
                        where t.subject_id = s.subject_id and t.kind = 'named'
                          and t.holder_id = sec.worker()
                          and t.from_at <= sec.now() and (t.until_at is null or t.until_at > sec.now()))) x $$;

-- Subjects this session may reach for a class of record, by its ties. One function for list, record and reason.
create or replace function sec.reach(class text) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog as $$
declare me public.authority_session := sec.ctx(); mine text[] := sec.roles(); moment timestamptz := sec.now();
        shut uuid[]; found uuid[];
begin
  if me.worker_id is null then return '{}'; end if;
  shut := sec.closed();
  select array_agg(distinct t.subject_id) into found
    from public.authority_tie t
    join public.authority_opens o on o.tie = t.kind and o.record_class = class and o.role = any(mine)
   where t.holder_id = any(me.holders) and t.from_at <= moment and (t.until_at is null or t.until_at > moment)
     and t.subject_id <> all(shut);
  return coalesce(found, '{}');
end $$;

create or replace function sec.reaches_all(class text) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from public.authority_opens o
                  where o.record_class = class and o.tie = '*' and o.role = any(sec.roles())) $$;

-- Which of these kinds of tie holds between this session and the subject; '*' for a role that needs none.
create or replace function sec.tied(subject uuid, kinds text[]) returns text
language sql stable security definer set search_path = pg_catalog as $$
  select case
    when sec.worker() is null or subject = any(sec.closed()) then null
    else (select t.kind from public.authority_tie t
           where t.subject_id = subject and t.kind = any(kinds) and t.holder_id = any(sec.holders())
             and t.from_at <= sec.now() and (t.until_at is null or t.until_at > sec.now())
           order by array_position(kinds, t.kind::text) limit 1) end $$;

create or replace function sec.is_closed(subject uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select sec.worker() is null or subject = any(sec.closed()) $$;

-- A subject that this very transaction made: its maker may write the first rows about it.
create or replace function sec.fresh(subject uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from public.authority_subject s
                  where s.id = subject and s.created_by_id = sec.worker() and s.created_at >= sec.now()) $$;

create or replace function sec.made_by_me(subject uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from public.authority_subject s where s.id = subject and s.created_by_id = sec.worker()) $$;

-- The door of every request: checks the token, notes activity, and says who came in.
drop function if exists sec.enter(text, boolean);
create function sec.enter(token text, active boolean)
returns table (worker_id uuid, name text, agency_id uuid, agency_key text, agency_name text, agency_kind text,
               roles text[], holders uuid[], kind text, purpose text, wide boolean, moment timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare me public.authority_session;
begin
  perform set_config('kith.token', coalesce(token, ''), true);
  me := sec.ctx();
  if me.worker_id is not null and active and me.active_at < clock_timestamp() - interval '20 seconds' then
    update public.authority_session s set active_at = clock_timestamp() where s.token_hash = me.token_hash;
  end if;
  return query
    select w.id, w.name::text, a.id, a.key::text, a.name::text, a.kind::text, sec.roles(), me.holders,
           me.kind::text, me.purpose::text,
           exists (select from public.authority_opens o
                    where o.tie = '*' and o.role = any(sec.roles()) and o.record_class = 'C1'),
           sec.now()
      from public.authority_worker w join public.authority_agency a on a.id = w.agency_id
     where w.id = me.worker_id and w.left_at is null;
end $$;

create or replace function sec.holders_of(who uuid) returns uuid[]
language sql stable security definer set search_path = pg_catalog as $$
  select array_agg(x.id) from (
    select w.id from public.authority_worker w where w.id = who
    union select w.agency_id from public.authority_worker w where w.id = who
    union select m.team_id from public.authority_teammember m where m.worker_id = who) x $$;

create or replace function sec.roles_of(who uuid) returns text[]
language sql stable security definer set search_path = pg_catalog as $$
  select coalesce(array_agg(r.role::text order by r.role), '{}') from public.authority_workerrole r where r.worker_id = who $$;

-- Access removed takes effect at the next request: a change of role or team rewrites the worker's sessions.
create or replace function sec.refresh_sessions() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare who uuid := coalesce(new.worker_id, old.worker_id);
begin
  update public.authority_session s set roles = sec.roles_of(who), holders = sec.holders_of(who)
   where s.worker_id = who and s.kind <> 'job' and s.revoked_at is null;
  return null;
end $$;
create or replace trigger refresh after insert or update or delete on public.authority_workerrole
  for each row execute function sec.refresh_sessions();
create or replace trigger refresh after insert or update or delete on public.authority_teammember
  for each row execute function sec.refresh_sessions();

-- Sign-in, for the door role only: the password itself is checked in Python, where the hashers are.
drop function if exists sec.credential(text);
create function sec.credential(address text)
returns table (worker_id uuid, password text, totp bytea, totp_used text, failures bigint)
language sql stable security definer set search_path = pg_catalog as $$
  select c.worker_id, c.password::text, c.totp, c.totp_used::text,
         (select count(*) from public.authority_signinfailure f
           where f.email_hash = sha256(convert_to(lower(address), 'UTF8'))
             and f.at > clock_timestamp() - interval '15 minutes')
    from public.authority_credential c join public.authority_worker w on w.id = c.worker_id
   where lower(w.email) = lower(address) and w.left_at is null $$;

create or replace function sec.sign_in_failed(address text) returns bigint
language sql volatile security definer set search_path = pg_catalog as $$
  insert into public.authority_signinfailure (at, email_hash)
  values (clock_timestamp(), sha256(convert_to(lower(address), 'UTF8')));
  select count(*) from public.authority_signinfailure f
   where f.email_hash = sha256(convert_to(lower(address), 'UTF8')) and f.at > clock_timestamp() - interval '15 minutes' $$;

create or replace function sec.keep_totp(who uuid, secret bytea, code text) returns void
language sql volatile security definer set search_path = pg_catalog as $$
  update public.authority_credential set totp = coalesce(secret, totp), totp_used = code where worker_id = who $$;

create or replace function sec.open_session(token text, who uuid, what text, why text, lasts interval, rests interval)
returns void language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if what not in ('person', 'partner') then raise exception 'no such kind of session'; end if;
  insert into public.authority_session
    (token_hash, worker_id, agency_id, kind, purpose, roles, holders, opened_at, active_at, expires_at, idle)
  select sha256(convert_to(token, 'UTF8')), w.id, w.agency_id, what, why, sec.roles_of(w.id), sec.holders_of(w.id),
         clock_timestamp(), clock_timestamp(), clock_timestamp() + lasts, rests
    from public.authority_worker w where w.id = who and w.left_at is null;
  if not found then raise exception 'nobody to open a session for'; end if;
end $$;

-- A job acts under a session of its own: a machine worker with the one role that its purpose names.
create or replace function sec.open_job(token text, job text) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  insert into public.authority_session
    (token_hash, worker_id, agency_id, kind, purpose, roles, holders, opened_at, active_at, expires_at, idle)
  select sha256(convert_to(token, 'UTF8')), w.id, w.agency_id, 'job', job, array['job_' || job], array[w.id],
         clock_timestamp(), clock_timestamp(), clock_timestamp() + interval '1 hour', interval '1 hour'
    from public.authority_worker w join public.authority_workerrole r on r.worker_id = w.id
   where r.role = 'job_' || job limit 1;
  if not found then raise exception 'no machine worker holds the role job_%', job; end if;
end $$;

create or replace function sec.close_session() returns void
language sql volatile security definer set search_path = pg_catalog as $$
  update public.authority_session s set revoked_at = clock_timestamp()
   where s.token_hash = sha256(convert_to(current_setting('kith.token', true), 'UTF8')) $$;

-- An administrator may end anybody's sessions at once; a worker may end their own others.
create or replace function sec.revoke_sessions(who uuid) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare n bigint;
begin
  if who <> sec.worker() and not ('administrator' = any(sec.roles())) then raise exception 'not yours to end'; end if;
  update public.authority_session s set revoked_at = clock_timestamp()
   where s.worker_id = who and s.kind = 'person' and s.revoked_at is null
     and s.token_hash <> (sec.ctx()).token_hash;
  get diagnostics n = row_count;
  return n;
end $$;

-- Ties are written only as an act declares. The database asks: do you reach the subject, or did you just make it?
create or replace function sec.open_tie(tie uuid, holder uuid, subject uuid, what text, until timestamptz, why uuid)
returns void language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if what in ('named', 'broke_glass') then raise exception 'this tie has a door of its own'; end if;
  if sec.is_closed(subject) or not (sec.fresh(subject) or sec.reaches_all('C1') or subject = any(sec.reach('C1'))
                                    or subject = any(sec.reach('C2'))) then
    raise exception 'no tie to this subject to build on';
  end if;
  insert into public.authority_tie (id, holder_id, subject_id, kind, from_at, until_at, cause)
  values (tie, holder, subject, what, sec.now(), until, why)
  on conflict do nothing;
end $$;

drop function if exists sec.close_tie(uuid, uuid, text);
create or replace function sec.close_tie(holder uuid, subject uuid, what text, ends timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if sec.is_closed(subject) or not (sec.reaches_all('C1') or subject = any(sec.reach('C1')) or subject = any(sec.reach('C2'))) then
    raise exception 'no tie to this subject to build on';
  end if;
  update public.authority_tie t set until_at = greatest(ends, sec.now())
   where t.holder_id = holder and t.subject_id = subject and t.kind = what
     and (t.until_at is null or t.until_at > sec.now());
end $$;

-- Named access (sealed records, restricted places) is given by a guardian of information, never by oneself.
create or replace function sec.name_worker(tie uuid, who uuid, subject uuid, until timestamptz, why uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not 'guardian' = any(sec.roles()) or who = sec.worker() then raise exception 'a guardian names somebody else'; end if;
  insert into public.authority_tie (id, holder_id, subject_id, kind, from_at, until_at, cause)
  values (tie, who, subject, 'named', sec.now(), until, why);
end $$;

-- Break-glass: absence of a relationship only. Never a relative's record, never a sealed one.
create or replace function sec.break_glass(tie uuid, subject uuid, until timestamptz, why uuid) returns text
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if sec.worker() is null or (sec.ctx()).kind <> 'person' then return 'Sign in first.'; end if;
  if sec.is_closed(subject) then return 'closed'; end if;
  if until > sec.now() + interval '60 minutes' then return 'An emergency opening lasts an hour at most.'; end if;
  if (select count(*) from public.authority_tie t where t.holder_id = sec.worker() and t.kind = 'broke_glass'
       and t.until_at > sec.now()) >= 3 then
    return 'You already have three emergency openings. Ring the duty team.';
  end if;
  insert into public.authority_tie (id, holder_id, subject_id, kind, from_at, until_at, cause)
  values (tie, sec.worker(), subject, 'broke_glass', sec.now(), until, why);
  return null;
end $$;
