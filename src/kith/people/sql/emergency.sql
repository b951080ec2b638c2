-- Emergency opening looks for one child by exact name and date of birth, nothing looser: a fishing net would be a
-- search without ties. Barred, sealed, ambiguous and absent are one answer.
create or replace function sec.emergency_child(given text, family text, born date) returns uuid
language plpgsql stable security definer set search_path = pg_catalog as $$
declare found uuid[];
begin
  if sec.worker() is null or (sec.ctx()).kind <> 'person' or born is null then return null; end if;
  select array_agg(distinct coalesce(s.redirected_to_id, s.id)) into found
    from public.people_person p join public.authority_subject s on s.id = p.subject_id
   where p.born_on = born and p.kind = 'child'
     and lower(btrim(p.family_name)) = lower(btrim(family))
     and lower(btrim(given)) in (lower(btrim(p.given_name)), lower(btrim(p.known_as)));
  if coalesce(cardinality(found), 0) <> 1 or found[1] = any(sec.closed()) then return null; end if;
  return found[1];
end $$;

-- Whether a place is restricted is known to whoever may see the child; the place itself to named people only.
create or replace function sec.place_restricted(subject uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select (sec.reaches_all('C1') or $1 = any(sec.reach('C1'))) and not sec.is_closed($1)
     and exists (select from public.people_restrictedaddress r where r.subject_id = $1) $$;

-- Which tie explains each of these subjects to this session, for the line "why you can see this" under a list.
create or replace function sec.ties_of(subjects uuid[], kinds text[]) returns table (subject uuid, tie text)
language sql stable security definer set search_path = pg_catalog as $$
  select s, sec.tied(s, kinds) from unnest(subjects) s $$;
