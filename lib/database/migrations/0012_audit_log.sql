-- What operators have done, and what was tried.
create table audit_log (
  id text primary key,
  at timestamptz not null,
  field text not null,
  outcome text not null check (outcome in ('SUCCEEDED', 'FAILED', 'REFUSED')),
  code text,
  actor text not null,
  address text,
  request_id text not null,
  arguments jsonb not null
);
create index audit_log_by_time on audit_log (at desc, id desc);
