-- Streams of events whose sequence numbers have no gaps and grow in the order of commit: the number is taken under the
-- row lock of the stream. (A PostgreSQL sequence is not in commit order: a reader that has seen 11 would never see a 10
-- that commits later.)
create table streams (
  name text primary key,
  sequence bigint not null default 0,
  -- The oldest sequence that is still kept.
  oldest bigint not null default 1
);

create table events (
  stream text not null references streams (name) on delete cascade,
  sequence bigint not null,
  payload jsonb not null,
  created_at timestamptz not null default now(),
  primary key (stream, sequence)
);

create index events_created_at on events (created_at);
