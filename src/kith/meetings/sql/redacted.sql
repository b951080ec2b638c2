-- Redacted minutes of a meeting that was drawn (class C13M: the independent scrutineer alone): codes, kinds of agency,
-- counts, yes and no. No column of free text, no name and no id is given out here, so none can come out. An agency
-- stands by its kind: one school's name would point at a child. Every function asks for itself whether its meeting was
-- drawn and whether the session may read it.
create or replace function sec.drawn_sittings() returns uuid[]
language sql stable security definer set search_path = pg_catalog as $$
  select coalesce(array_agg(g.id), '{}')
    from public.meetings_drawn d join public.meetings_sitting g on g.id = d.sitting_id
   where g.closed_at is not null and not g.restricted and (select sec.reaches_all('C13M')) $$;

-- An item with somebody closed to the reader: it leaves no trace.
create or replace function sec.item_shut(wanted uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from public.meetings_item x left join public.meetings_itemchild c on c.item_id = x.id
                  where x.id = wanted and array[x.subject_id, c.subject_id] && (select sec.closed())) $$;

-- An item of a drawn meeting that may be told of. One that was kept to some seats says that, and nothing more.
create or replace function sec.item_drawn(wanted uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from public.meetings_item x
                  where x.id = wanted and x.sitting_id = any ((select sec.drawn_sittings())::uuid[])
                    and x.open_to is null and not sec.item_shut(x.id)) $$;

-- Who sat: each seat of each kind of agency once, however many came.
create or replace function sec.drawn_seats(meeting uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog as $$
  select coalesce(jsonb_agg(to_jsonb(x) order by x.key, x.kind), '[]')
    from (select s.key, a.kind, bool_or(s.needed) as needed, bool_or(s.apologies <> '') as sorry,
                 bool_or(exists (select from public.meetings_attendance t where t.seat_id = s.id)) as came
            from public.meetings_seat s join public.authority_agency a on a.id = s.agency_id
           where s.sitting_id = meeting and meeting = any ((select sec.drawn_sittings())::uuid[]) group by 1, 2) x $$;

-- How each seat stood to the decision: its newest position before it (after an urgent one, what it owed), and whether
-- the first was given before anybody could read another. What was never opened stays sealed.
create or replace function sec.drawn_positions(thing uuid, child uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog as $$
  with said as (
    select s.key, p.view, p.proposes, p.given_at, d.chosen, d.made_at, c.revealed_at
      from public.meetings_itemchild c
      join public.meetings_position p on p.item_id = c.item_id and p.subject_id = c.subject_id
      join public.meetings_seat s on s.id = p.seat_id
      left join public.meetings_decision d
           on d.about_id = c.item_id and d.subject_id = c.subject_id and d.replaces_id is null
     where c.item_id = thing and c.subject_id = child and sec.item_drawn(thing)),
  stood as (
    select distinct on (key) key, case
             when view = 'none' then 'none' when revealed_at is null then 'sealed' when view <> 'proposes' then view
             when chosen is null then 'given' when proposes = chosen then 'agree' else 'dissent' end as side
      from said order by key, given_at > coalesce(made_at, 'infinity'), given_at desc),
  blind as (select key, min(given_at) <= coalesce(min(revealed_at), 'infinity') as was from said group by key)
  select coalesce(jsonb_agg(jsonb_build_object('key', k.key, 'side', coalesce(t.side, 'missing'), 'blind', b.was)
                            order by k.key), '[]')
    from (select s.key, bool_or(s.partner) as partner from public.meetings_seat s
            join public.meetings_item x on x.sitting_id = s.sitting_id
           where x.id = thing and sec.item_drawn(thing) group by 1) k
    left join stood t on t.key = k.key left join blind b on b.key = k.key
   where k.partner or t.key is not null $$;

-- Each child of an item: the decision in codes, and how each seat stood to it.
create or replace function sec.drawn_children(thing uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog as $$
  select coalesce(jsonb_agg(jsonb_build_object('kind', u.kind, 'positions', sec.drawn_positions(thing, c.subject_id),
           'decision', (select jsonb_build_object(
                'chosen', d.chosen, 'how', d.how, 'function_of', d.function_of, 'quorate', d.quorate,
                'voice', d.voice_id is not null, 'influence', d.voice_influence, 'no_voice', d.no_voice_reason,
                'placed', p.kind,
                'dissents', (select coalesce(jsonb_agg(jsonb_build_object(
                                      'by', a.kind, 'against', b.kind, 'stage', q.stage, 'imminent', q.imminent,
                                      'closed_as', q.closed_as) order by q.opened_at, q.id), '[]')
                               from public.meetings_disagreement q join public.authority_agency a on a.id = q.agency_id
                               left join public.authority_agency b on b.id = q.against_id where q.decision_id = d.id))
              from public.meetings_decision d left join public.authority_agency p on p.id = d.best_placed_agency_id
             where d.about_id = thing and d.subject_id = c.subject_id and d.replaces_id is null limit 1)) order by c.id),
           '[]')
    from public.meetings_itemchild c join public.authority_subject u on u.id = c.subject_id
   where c.item_id = thing and sec.item_drawn(thing) $$;

create or replace function sec.drawn_items(meeting uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog as $$
  select coalesce(jsonb_agg(case when x.open_to is not null then '{"kept": true}' else jsonb_build_object(
           'kept', false, 'ended', x.ended_as, 'carries', x.carries, 'seconds', x.seconds,
           'why', (select coalesce(jsonb_agg(distinct r.source), '[]')
                     from public.meetings_itemreason r where r.item_id = x.id),
           'actions', (select jsonb_build_object('agreed', count(*),
                         'on_time', count(*) filter (where w.done_at <= coalesce(w.due_at, w.done_at)),
                         'late', count(*) filter (where w.done_at > w.due_at),
                         'overdue', count(*) filter (where w.done_at is null and w.due_at < sec.now()))
                         from public.meetings_itemaction m join public.work_action w on w.id = m.action_id
                        where m.item_id = x.id),
           'children', sec.drawn_children(x.id)) end order by x.position, x.id), '[]')
    from public.meetings_item x
   where x.sitting_id = meeting and meeting = any ((select sec.drawn_sittings())::uuid[])
     and x.ended_as <> 'withdrawn' and not sec.item_shut(x.id) $$;

drop function if exists sec.drawn_minutes(uuid);
create function sec.drawn_minutes(wanted uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog as $$
  select jsonb_build_object('forum', g.forum, 'version', g.version,
           'minutes', round(extract(epoch from g.closed_at - g.opened_at) / 60),
           'seats', sec.drawn_seats(g.id), 'items', sec.drawn_items(g.id))
    from public.meetings_drawn d join public.meetings_sitting g on g.id = d.sitting_id
   where d.id = wanted and g.id = any ((select sec.drawn_sittings())::uuid[]) $$;
