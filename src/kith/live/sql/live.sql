-- Something that people watch has changed. The number goes up and the news goes out when, and only if, the act's own
-- transaction commits; the row's lock puts the acts of one sitting in order, so numbers arrive in the order of commits.
-- `things` and `called` name the parts of pages that changed, pairwise: about the whole or one item in it, and which.
drop function if exists sec.live_moved(text, uuid);
create or replace function sec.live_moved(what text, which uuid, things uuid[], called text[]) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare reached bigint;
begin
  if sec.worker() is null then raise exception 'nobody is at work here'; end if;
  if what !~ '^[a-z_]{1,20}$' then raise exception 'no such kind of thing'; end if;
  insert into public.live_version as v (topic, kind, version) values (which, what, 1)
  on conflict (topic) do update set version = v.version + 1 returning v.version into reached;
  insert into public.live_part as p (topic, about, name, version)
  select which, n.a, n.b, reached from (select distinct a, b from unnest(things, called) u(a, b)) n
  on conflict (topic, about, name) do update set version = excluded.version;
  perform pg_notify('kith_live', what || ' ' || which::text || ' ' || reached::text);
  return reached;
end $$;

-- At which version these stand. Numbers only: whoever asks must know the identifiers already.
drop function if exists sec.live_versions(uuid[]);
create function sec.live_versions(which uuid[])
returns table (topic uuid, version bigint)
language sql stable security definer set search_path = pg_catalog as $$
  select v.topic, v.version from public.live_version v where v.topic = any(which) $$;

-- What changed after a version of the whole and of one thing in it, by the names of the pages' parts.
drop function if exists sec.live_since(uuid, uuid, bigint);
create function sec.live_since(which uuid, thing uuid, since bigint)
returns table (version bigint, whole text[], own text[])
language sql stable security definer set search_path = pg_catalog as $$
  select v.version,
         array(select p.name::text from public.live_part p
                where p.topic = which and p.about = which and p.version > since),
         array(select p.name::text from public.live_part p
                where p.topic = which and p.about = thing and p.version > since)
    from public.live_version v where v.topic = which $$;
