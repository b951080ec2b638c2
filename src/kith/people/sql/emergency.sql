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

-- Whether a place is restricted is known to whoever may see the child, and to matching, which then says nothing of a
-- home; the place itself to named people only.
create or replace function sec.place_restricted(subject uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select (sec.reaches_all('C1') or sec.reaches_all('C20') or $1 = any(sec.reach('C1'))) and not sec.is_closed($1)
     and exists (select from public.people_restrictedaddress r where r.subject_id = $1) $$;

-- Which tie explains each of these subjects to this session, for the line "why you can see this" under a list.
create or replace function sec.ties_of(subjects uuid[], kinds text[]) returns table (subject uuid, tie text)
language sql stable security definer set search_path = pg_catalog as $$
  select s, sec.tied(s, kinds) from unnest(subjects) s $$;

-- Before an emergency opening the worker shows again that it is they: their one-time-code key goes, still encrypted,
-- to their own session and to no other; a code opens once; wrong codes count with those of the sign-in page.
drop function if exists sec.totp_of_me();
create function sec.totp_of_me() returns table (secret bytea, failures bigint)
language sql stable security definer set search_path = pg_catalog as $$
  select c.totp, (select count(*) from public.authority_signinfailure f
                   where f.email_hash = sha256(convert_to(lower(w.email), 'UTF8'))
                     and f.at > clock_timestamp() - interval '15 minutes')
    from public.authority_credential c join public.authority_worker w on w.id = c.worker_id
   where c.worker_id = sec.worker() and (sec.ctx()).kind = 'person' and c.totp is not null $$;

create or replace function sec.my_code_used(code text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  update public.authority_credential c set totp_used = code
   where c.worker_id = sec.worker() and (sec.ctx()).kind = 'person' and c.totp_used <> code;
  return found;
end $$;

create or replace function sec.my_code_failed() returns void
language sql volatile security definer set search_path = pg_catalog as $$
  insert into public.authority_signinfailure (at, email_hash)
  select clock_timestamp(), sha256(convert_to(lower(w.email), 'UTF8')) from public.authority_worker w
   where w.id = sec.worker() and (sec.ctx()).kind = 'person' $$;
