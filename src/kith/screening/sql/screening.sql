-- Incidents at which somebody was whose record is closed to this session: a relative's home is not theirs to read.
create or replace function sec.closed_incidents() returns uuid[]
language sql stable security definer set search_path = pg_catalog as $$
  select coalesce(array_agg(distinct p.incident_id), '{}') from public.screening_incidentperson p
   where p.subject_id = any (sec.closed()) $$;
