-- Figures of the meetings (P3): numbers by week and agency, never a row about anybody. Class C13F.

-- Each week of one or more meetings held: how long, how well prepared, and what became of it.
drop function if exists sec.meeting_weeks(timestamptz, timestamptz, text[]);
create function sec.meeting_weeks(window_from timestamptz, window_to timestamptz, strategy text[])
returns table (week date, sittings bigint, items bigint, discussed bigint, seconds bigint, owed bigint, prepared bigint,
               converted bigint, repeats bigint)
language sql stable security definer set search_path = pg_catalog as $$
  with held as (
    select g.id, g.opened_at, (date_trunc('week', g.starts_at at time zone 'Europe/London'))::date as week
      from public.meetings_sitting g
     where g.opened_at is not null and g.cancelled_at is null and g.starts_at >= window_from and g.starts_at < window_to
       and (select sec.reaches_all('C13F'))),
  listed as (
    select h.week, h.opened_at, i.* from held h join public.meetings_item i on i.sitting_id = h.id
     where i.ended_as <> 'withdrawn'
       and not exists (select from public.meetings_itemchild c
                        where c.item_id = i.id and c.subject_id = any ((select sec.closed())::uuid[]))),
  owing as (
    select l.week, l.id, s.key, bool_or(exists (
             select from public.meetings_contribution c
              where c.item_id = l.id and c.seat_id = s.id and c.given_at <= l.opened_at)) as done
      from listed l join public.meetings_seat s on s.sitting_id = l.sitting_id and s.needed group by 1, 2, 3)
  select h.week, count(*), coalesce(max(l.items), 0), coalesce(max(l.discussed), 0), coalesce(max(l.seconds), 0),
         coalesce(max(o.owed), 0), coalesce(max(o.prepared), 0), coalesce(max(l.converted), 0),
         coalesce(max(l.repeats), 0)
    from held h
    left join (select x.week, count(*) as items, count(*) filter (where x.started_at is not null) as discussed,
                      (sum(x.seconds) filter (where x.started_at is not null))::bigint as seconds,
                      count(*) filter (where exists (select from public.meetings_sitting n
                                        where n.cause_id = x.id and n.forum = any(strategy))) as converted,
                      (sum((select count(distinct r.subject_id) from public.meetings_itemreason r
                             where r.item_id = x.id and r.source = 'item.repeated')))::bigint as repeats
                 from listed x group by x.week) l on l.week = h.week
    left join (select y.week, count(*) as owed, count(*) filter (where y.done) as prepared
                 from owing y group by y.week) o on o.week = h.week
   group by h.week order by h.week $$;

-- Seats that were needed at a meeting held, and those that somebody took, by agency and seat.
drop function if exists sec.meeting_attendance(timestamptz, timestamptz);
create function sec.meeting_attendance(window_from timestamptz, window_to timestamptz)
returns table (agency text, due bigint, came bigint, apologies bigint)
language sql stable security definer set search_path = pg_catalog as $$
  select x.name, count(*), count(*) filter (where x.came), count(*) filter (where not x.came and x.sorry)
    from (select g.id, s.key, max(a.name)::text as name, bool_or(s.apologies <> '') as sorry,
                 bool_or(exists (select from public.meetings_attendance t where t.seat_id = s.id)) as came
            from public.meetings_sitting g join public.meetings_seat s on s.sitting_id = g.id
            join public.authority_agency a on a.id = s.agency_id
           where g.opened_at is not null and g.cancelled_at is null and g.starts_at >= window_from and g.starts_at < window_to
             and s.needed and (select sec.reaches_all('C13F'))
           group by g.id, s.key) x group by x.name order by x.name $$;

-- Actions agreed in meetings that were due, and those done by their day.
drop function if exists sec.meeting_actions(timestamptz, timestamptz);
create function sec.meeting_actions(window_from timestamptz, window_to timestamptz)
returns table (week date, agency text, due bigint, on_time bigint)
language sql stable security definer set search_path = pg_catalog as $$
  select (date_trunc('week', w.due_at at time zone 'Europe/London'))::date, a.name::text, count(*),
         count(*) filter (where w.done_at <= w.due_at)
    from public.meetings_itemaction m join public.work_action w on w.id = m.action_id
    join public.authority_agency a on a.id = w.agency_id
   where w.due_at >= window_from and w.due_at < window_to and (select sec.reaches_all('C13F'))
     and w.subject_id <> all ((select sec.closed())::uuid[])
   group by 1, 2 order by 1, 2 $$;

-- Decisions about children, at the front door and in meetings: with the child's voice or without, by the decider's
-- agency; and who was found best placed to work with the child.
drop function if exists sec.meeting_decisions(timestamptz, timestamptz);
create function sec.meeting_decisions(window_from timestamptz, window_to timestamptz)
returns table (week date, agency text, made bigint, with_voice bigint, placed bigint, elsewhere bigint)
language sql stable security definer set search_path = pg_catalog as $$
  select (date_trunc('week', d.made_at at time zone 'Europe/London'))::date, a.name::text, count(*), count(d.voice_id),
         count(p.id), count(p.id) filter (where p.kind <> 'council')
    from public.meetings_decision d join public.authority_worker w on w.id = d.created_by_id
    join public.authority_agency a on a.id = w.agency_id
    left join public.authority_agency p on p.id = d.best_placed_agency_id
   where d.made_at >= window_from and d.made_at < window_to and (select sec.reaches_all('C13F'))
     and d.subject_id <> all ((select sec.closed())::uuid[])
     and not exists (select from public.meetings_decision n where n.replaces_id = d.id)
   group by 1, 2 order by 1, 2 $$;

-- Children's words that no decision cited while it could have, by the agency that heard them.
drop function if exists sec.voices_unused(timestamptz, timestamptz);
create function sec.voices_unused(window_from timestamptz, window_to timestamptz)
returns table (agency text, heard bigint, unused bigint)
language sql stable security definer set search_path = pg_catalog as $$
  select a.name::text, count(*), count(*) filter (where not exists (
           select from public.meetings_decision d where d.voice_id = v.id))
    from public.people_voice v join public.authority_agency a on a.id = v.agency_id
   where v.heard_at >= window_from and v.heard_at < window_to and (select sec.reaches_all('C13F'))
     and v.subject_id <> all ((select sec.closed())::uuid[])
   group by 1 order by 1 $$;
