-- What anybody may read: published editions, never a draft. The door has no other way to these tables.
drop function if exists sec.editions_published(text[]);
create function sec.editions_published(kinds text[])
returns table (id uuid, slug text, kind text, version integer, title text, summary text, published_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
  select * from (
    select distinct on (p.id) e.id, p.slug::text, p.kind::text, e.version::integer, e.title::text, e.summary::text,
           e.published_at
      from public.public_page p join public.public_edition e on e.page_id = p.id
     where e.published_at is not null and e.withdrawn_at is null and p.kind = any(kinds)
     order by p.id, e.version desc) x
  order by x.published_at desc $$;

-- One edition by its page's address: the version named, or the newest that stands. Withdrawn ones without their text.
drop function if exists sec.edition_read(text, integer);
create function sec.edition_read(address text, wanted integer)
returns table (id uuid, slug text, kind text, version integer, title text, summary text, body text,
               published_at timestamptz, withdrawn_at timestamptz, withdrawn_because text, newest boolean)
language sql stable security definer set search_path = pg_catalog as $$
  select e.id, p.slug::text, p.kind::text, e.version::integer, e.title::text,
         case when e.withdrawn_at is null then e.summary::text else '' end,
         case when e.withdrawn_at is null then e.body else '' end,
         e.published_at, e.withdrawn_at, e.withdrawn_because::text,
         not exists (select from public.public_edition n
                      where n.page_id = e.page_id and n.published_at is not null and n.version > e.version)
    from public.public_page p join public.public_edition e on e.page_id = p.id
   where p.slug = address and e.published_at is not null and (wanted is null or e.version = wanted)
   order by (wanted is null and e.withdrawn_at is not null), e.version desc limit 1 $$;

drop function if exists sec.edition_versions(text);
create function sec.edition_versions(address text)
returns table (version integer, published_at timestamptz, withdrawn_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
  select e.version::integer, e.published_at, e.withdrawn_at
    from public.public_page p join public.public_edition e on e.page_id = p.id
   where p.slug = address and e.published_at is not null order by e.version desc $$;

-- Which partners signed a published edition, and when: the organisation, not the person, stands on the public page.
drop function if exists sec.edition_signers(uuid);
create function sec.edition_signers(edition uuid)
returns table (partner text, signed_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
  select s.partner::text, max(s.signed_at)
    from public.public_signature s join public.public_edition e on e.id = s.edition_id
   where e.id = edition and e.published_at is not null and s.signed_at <= e.published_at
     and s.text_hash = encode(sha256(convert_to(e.title || E'\n' || e.summary || E'\n' || e.body, 'UTF8')), 'hex')
   group by s.partner order by s.partner $$;

-- How many reports from the public came within the last hour: a flood is seen by the hub and never turned away.
create or replace function sec.report_pace() returns bigint
language sql stable security definer set search_path = pg_catalog as $$
  select case when sec.worker() is null then 0 else
    (select count(*) from public.frontdoor_publicreport r where r.received_at > sec.now() - interval '1 hour') end $$;
