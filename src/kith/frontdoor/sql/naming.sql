-- The name of somebody who asked not to be named opens to two people at most, each named by two guardians of
-- information. Who asked not to be named is told to guardians by reference alone.
drop function if exists sec.withheld();
create function sec.withheld() returns table (contact uuid, reference text, received_at timestamptz, channel text)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if not 'guardian' = any(sec.roles()) then return; end if;
  return query
    select c.subject_id, c.reference::text, c.received_at, c.channel::text
      from public.frontdoor_reporter r join public.frontdoor_contact c on c.subject_id = r.subject_id
     where c.subject_id <> all(sec.closed()) order by c.received_at desc limit 200;
end $$;

-- Who of the hub may be named: at work there, not barred from any child of the concern.
create or replace function sec.may_be_named(contact uuid) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if not 'guardian' = any(sec.roles()) or sec.is_closed(contact) then return; end if;
  return query
    select distinct w.id from public.authority_worker w
      join public.authority_workerrole r on r.worker_id = w.id
     where w.left_at is null and w.id <> sec.worker()
       and r.role in ('hub_screener', 'hub_social_worker', 'hub_manager', 'duty')
       and not exists (select from public.frontdoor_contactperson p
                         join public.authority_bar b on b.subject_id = p.subject_id
                        where p.contact_id = contact and b.worker_id = w.id);
end $$;

create or replace function sec.agree_naming(naming uuid, tie uuid) returns text
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare n public.frontdoor_naming;
begin
  select * into n from public.frontdoor_naming x where x.id = naming for update;
  if not 'guardian' = any(sec.roles()) or n.id is null or sec.is_closed(n.subject_id) then return 'absent'; end if;
  if n.agreed_at is not null or n.ended_at is not null then
    return 'This has been settled already.'; end if;
  if n.created_by_id = sec.worker() or n.worker_id = sec.worker() then
    return 'Another guardian of information agrees.'; end if;
  if not 'guardian' = any(sec.roles_of(n.created_by_id)) or n.until_at <= sec.now() or not exists (
      select from sec.may_be_named(n.subject_id) m where m = n.worker_id) then
    return 'This worker can no longer be named. Take it back and name somebody else.'; end if;
  perform pg_advisory_xact_lock(hashtextextended(n.subject_id::text, 16));
  if (select count(*) from public.authority_tie t where t.subject_id = n.subject_id and t.kind = 'named'
       and (t.until_at is null or t.until_at > sec.now())) >= 2 then
    return 'Two people may read this name already. End one of them first.'; end if;
  insert into public.authority_tie (id, holder_id, subject_id, kind, from_at, until_at, cause)
  values (tie, n.worker_id, n.subject_id, 'named', sec.now(), n.until_at, naming);
  update public.frontdoor_naming x set agreed_at = sec.now(), agreed_by_id = sec.worker() where x.id = naming;
  return null;
end $$;

create or replace function sec.end_naming(naming uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not 'guardian' = any(sec.roles()) then return false; end if;
  update public.frontdoor_naming x set ended_at = sec.now(), ended_by_id = sec.worker()
   where x.id = naming and x.ended_at is null;
  if not found then return false; end if;
  update public.authority_tie t set until_at = sec.now()
   where t.cause = naming and t.kind = 'named' and (t.until_at is null or t.until_at > sec.now());
  return true;
end $$;
