-- A report from the public: stored first, before anything else happens to it. The door can write and never read.
create or replace function sec.file_report(receipt bytea, answers jsonb) returns void
language sql volatile security definer set search_path = pg_catalog as $$
  insert into public.frontdoor_publicreport (id, receipt_hash, answers, received_at, tries, fault)
  values (gen_random_uuid(), receipt, answers, sec.now(), 0, '') $$;

-- What somebody with a receipt code may know: that it arrived, and what the hub has chosen to say.
drop function if exists sec.receipt_says(bytea);
create function sec.receipt_says(receipt bytea)
returns table (received_at timestamptz, taken boolean, reference text, said text, said_at timestamptz)
language sql volatile security definer set search_path = pg_catalog as $$
  update public.frontdoor_message m set read_at = sec.now()
    from public.frontdoor_publicreport r
   where r.receipt_hash = receipt and m.subject_id = r.contact_id and m.read_at is null;
  select r.received_at, r.taken_at is not null, c.reference::text, m.text, m.sent_at
    from public.frontdoor_publicreport r
    left join public.frontdoor_contact c on c.subject_id = r.contact_id
    left join lateral (select x.text, x.sent_at from public.frontdoor_message x
                        where x.subject_id = r.contact_id and x.kind <> 'acknowledgement'
                        order by x.sent_at desc limit 1) m on true
   where r.receipt_hash = receipt $$;

-- For the intake job: one waiting report at a time, skipping what another worker holds.
drop function if exists sec.next_report();
create function sec.next_report()
returns table (id uuid, receipt_hash bytea, answers jsonb, received_at timestamptz, tries smallint)
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not 'job_intake' = any(sec.roles()) then raise exception 'the intake job takes reports in'; end if;
  return query select r.id, r.receipt_hash, r.answers, r.received_at, r.tries
    from public.frontdoor_publicreport r
   where r.taken_at is null and r.tries < 5 order by r.received_at limit 1 for update skip locked;
end $$;

create or replace function sec.report_taken(report uuid, contact uuid, problem text) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not 'job_intake' = any(sec.roles()) then raise exception 'the intake job takes reports in'; end if;
  update public.frontdoor_publicreport r
     set taken_at = case when contact is null then null else sec.now() end, contact_id = contact,
         tries = r.tries + 1, fault = left(coalesce(problem, ''), 200)
   where r.id = report;
end $$;

-- Reports that could not be taken in after five tries wait for a human: the hub sees how many and since when.
create or replace function sec.reports_stuck() returns bigint
language sql stable security definer set search_path = pg_catalog as $$
  select count(*) from public.frontdoor_publicreport r where r.taken_at is null and r.tries >= 5 $$;

-- Concerns whose sender this session is by a tie, also where a file of theirs was taken in by the intake job.
create or replace function sec.sent_by_me() returns setof uuid
language sql stable security definer set search_path = pg_catalog as $$
  select t.subject_id from public.authority_tie t
   where t.kind = 'referred' and t.holder_id = any(sec.holders()) and t.subject_id <> all(sec.closed())
     and t.from_at <= sec.now() and (t.until_at is null or t.until_at > sec.now()) $$;
