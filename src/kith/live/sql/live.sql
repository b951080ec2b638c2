-- Something that people watch has changed. The number goes up and the news goes out when, and only if, the act's own
-- transaction commits; the row's lock puts the acts of one sitting in order, so numbers arrive in the order of commits.
create or replace function sec.live_moved(what text, which uuid) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare reached bigint;
begin
  if sec.worker() is null then raise exception 'nobody is at work here'; end if;
  if what !~ '^[a-z_]{1,20}$' then raise exception 'no such kind of thing'; end if;
  insert into public.live_version as v (topic, kind, version) values (which, what, 1)
  on conflict (topic) do update set version = v.version + 1 returning v.version into reached;
  perform pg_notify('kith_live', what || ' ' || which::text || ' ' || reached::text);
  return reached;
end $$;

-- At which version these stand. Numbers only: whoever asks must know the identifiers already.
drop function if exists sec.live_versions(uuid[]);
create function sec.live_versions(which uuid[])
returns table (topic uuid, version bigint)
language sql stable security definer set search_path = pg_catalog as $$
  select v.topic, v.version from public.live_version v where v.topic = any(which) $$;
