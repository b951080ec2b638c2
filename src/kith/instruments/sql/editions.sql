-- A tool's text is kept the first time somebody answers under it. Anybody signed in may bring one; its digest is made
-- here, so nothing can be passed off as another text, and what is kept is never changed.
create or replace function sec.keep_edition(edition uuid, tool text, its_version text, words text) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare mark text := encode(sha256(convert_to(words, 'UTF8')), 'hex'); kept uuid;
begin
  if sec.worker() is null or length(words) > 400000 then return null; end if;
  insert into public.instruments_edition (id, key, version, digest, text, kept_at)
    values (edition, tool, its_version, mark, words, sec.now()) on conflict (digest) do nothing;
  select e.id into kept from public.instruments_edition e where e.digest = mark;
  return kept;
end $$;
