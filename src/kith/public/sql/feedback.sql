-- What a visitor says about the site: the door can write it and never read it.
create or replace function sec.leave_feedback(feedback uuid, said text, page text) returns void
language sql volatile security definer set search_path = pg_catalog as $$
  insert into public.public_feedback (id, said, page, received_at, you_said, we_did)
  values (feedback, left(said, 5000), left(page, 200), sec.now(), '', '') on conflict (id) do nothing $$;

-- "You said, we did": the partnership's own words, once a worker has chosen to publish them.
drop function if exists sec.feedback_answers();
create function sec.feedback_answers()
returns table (you_said text, we_did text, answered_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
  select f.you_said::text, f.we_did, f.published_at from public.public_feedback f
   where f.published_at is not null order by f.published_at desc limit 200 $$;
