-- Who is in which room. A seat is a named worker's, or of everybody in an agency who holds one of its roles.
create or replace function sec.my_seats() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog as $$
declare me public.authority_session := sec.ctx(); mine text[] := sec.roles(); moment timestamptz := sec.now();
        found uuid[];
begin
  if me.worker_id is null then return '{}'; end if;
  select array_agg(s.id) into found
    from public.meetings_seat s join public.meetings_sitting g on g.id = s.sitting_id
   where (g.reads_until is null or g.reads_until > moment)
     and (s.worker_id = me.worker_id
          or s.worker_id is null and s.agency_id = me.agency_id and s.roles::text[] && mine);
  return coalesce(found, '{}');
end $$;

-- Sittings this session sits in or convened; a job's are all that are not over.
create or replace function sec.my_sittings() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog as $$
declare me public.authority_session := sec.ctx(); moment timestamptz := sec.now(); found uuid[];
begin
  if me.worker_id is null then return '{}'; end if;
  select array_agg(distinct g.id) into found from public.meetings_sitting g
   where (g.reads_until is null or g.reads_until > moment)
     and (g.created_by_id = me.worker_id or me.kind = 'job'
          or g.id in (select s.sitting_id from public.meetings_seat s where s.id = any(sec.my_seats())));
  return coalesce(found, '{}');
end $$;

-- Items before my eyes: of my sittings, open to my seat, with no child among them that is closed to me.
create or replace function sec.my_items() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog as $$
declare shut uuid[] := sec.closed(); seats uuid[] := sec.my_seats(); me public.authority_session := sec.ctx();
        found uuid[];
begin
  if me.worker_id is null then return '{}'; end if;
  select array_agg(i.id) into found from public.meetings_item i
   where i.sitting_id = any(sec.my_sittings())
     and (i.open_to is null or i.open_to && seats or i.created_by_id = me.worker_id or me.kind = 'job')
     and not exists (select from public.meetings_itemchild c where c.item_id = i.id and c.subject_id = any(shut));
  return coalesce(found, '{}');
end $$;

create or replace function sec.revealed(item uuid, child uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from public.meetings_itemchild c
                   join public.meetings_item i on i.id = c.item_id join public.meetings_sitting g on g.id = i.sitting_id
                  where c.item_id = item and c.subject_id = child and c.revealed_at is not null
                    and (not g.restricted and i.open_to is null or i.id = any(sec.my_items()))) $$;

-- Which seats have given a position on a child: that they have, never what it says.
create or replace function sec.given_by(item uuid, child uuid) returns uuid[]
language sql stable security definer set search_path = pg_catalog as $$
  select coalesce(array_agg(distinct p.seat_id), '{}') from public.meetings_position p
   where p.item_id = item and p.subject_id = child and item = any(sec.my_items()) $$;

-- The same for every child of an item at once.
create or replace function sec.given_at(thing uuid) returns table (child uuid, seat uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select distinct p.subject_id, p.seat_id from public.meetings_position p
   where p.item_id = thing and thing = any(sec.my_items()) $$;

-- Which seats have prepared an item: that they have, never what it says. Hidden contributions do not count as silence.
create or replace function sec.prepared(items uuid[]) returns table (item uuid, seat uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select distinct c.item_id, c.seat_id from public.meetings_contribution c
   where c.item_id = any(items) and c.item_id = any(sec.my_items()) $$;

-- How often each pair of agencies disagreed, at which stage, and whether the outcome changed: counts, no child.
create or replace function sec.disagreements_by_pair()
returns table (raiser text, respondent text, stage text, closed_as text, opened bigint, days numeric)
language sql stable security definer set search_path = pg_catalog as $$
  select a.name::text, coalesce(b.name::text, 'not said'), d.stage::text, d.closed_as::text, count(*),
         round(avg(extract(epoch from coalesce(d.closed_at, sec.now()) - d.opened_at) / 86400)::numeric, 1)
    from public.meetings_disagreement d join public.authority_agency a on a.id = d.agency_id
    left join public.authority_agency b on b.id = d.against_id
   where sec.reaches_all('C13F')
   group by 1, 2, 3, 4 order by 5 desc, 1, 2 $$;

-- How often a child stood on the agenda of these forums: a number, also of rooms the reader did not sit in. What was
-- carried counts once, what was withdrawn or cancelled not at all. (A sitting has a column `since`: no argument may.)
create or replace function sec.times_listed(child uuid, forums text[], window_from timestamptz, window_to timestamptz)
returns bigint language sql stable security definer set search_path = pg_catalog as $$
  select count(distinct i.id) from public.meetings_itemchild c
    join public.meetings_item i on i.id = c.item_id join public.meetings_sitting g on g.id = i.sitting_id
   where c.subject_id = child and g.forum = any(forums) and g.starts_at > window_from and g.starts_at <= window_to
     and g.cancelled_at is null and i.ended_as <> 'withdrawn' and i.carried_from_id is null
     and (c.subject_id = any(sec.reach('C13R')) or sec.reaches_all('C13R'))
     and c.subject_id <> all(sec.closed()) $$;
