-- What a view has still to take up: one row a document, whatever number of changes wait.
create table view_work (
  view_id text not null references views (id) on delete cascade,
  document_id text collate "C" not null,
  -- The newest accepted revision.
  revision int not null,
  -- The highest of the requests that wait.
  priority int not null,
  -- The job that brought the newest revision, or the rebuild that fills the view.
  job_id text,
  -- Its job is paused.
  held boolean not null default false,
  -- The oldest position that the view does not show yet.
  first_position bigint not null,
  -- Whether the view shows some revision of it, or need not: false only where the view is being built.
  shown boolean not null default true,
  enqueued_at timestamptz not null default now(),
  -- Until then the worker `leased_by` may write this document into the view.
  lease_until timestamptz,
  leased_by text,
  attempts int not null default 0,
  not_before timestamptz,
  last_error text,
  primary key (view_id, document_id)
) with (fillfactor = 80);

create index view_work_order on view_work (view_id, priority desc, enqueued_at, document_id) where not held;
create index view_work_age on view_work (view_id, enqueued_at, document_id) where not held;
create index view_work_position on view_work (view_id, first_position);
create index view_work_job on view_work (job_id);

-- Documents that a worker took over from another whose lease still ran: that one may write once more, so what it may
-- have written is swept after its lease.
create table view_sweeps (
  view_id text not null references views (id) on delete cascade,
  document_id text collate "C" not null,
  due_at timestamptz not null,
  primary key (view_id, document_id)
);

create table jobs (
  id text primary key,
  collection_id text not null references collections (id) on delete cascade,
  kind text not null check (kind in ('ADD', 'UPDATE', 'DELETE', 'REBUILD', 'OPTIMIZE', 'VERIFY')),
  status text not null check (status in ('QUEUED', 'RUNNING', 'WAITING', 'PAUSED',
    'COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED', 'CANCELLED')),
  priority int not null,
  -- Of a request that was bound to a tenant.
  tenant text collate "C",
  -- The collection's position at which it was accepted.
  position bigint not null,
  -- REBUILD: the view that it builds. OPTIMIZE, VERIFY: the view that it is about.
  view_id text,
  -- What a VERIFY has come to: { after, repair }.
  progress jsonb,
  total int not null default 0,
  processed int not null default 0,
  failed int not null default 0,
  superseded int not null default 0,
  taken_back int not null default 0,
  drifted int,
  waiting_for text,
  failure text,
  -- In milliseconds, as cursors hold it.
  created_at timestamptz(3) not null default now(),
  started_at timestamptz,
  -- When its counters last moved.
  progressed_at timestamptz,
  finished_at timestamptz
);

create index jobs_newest on jobs (created_at desc, id desc);
create index jobs_collection_newest on jobs (collection_id, created_at desc, id desc);
create index jobs_unfinished on jobs (collection_id) where finished_at is null;
create index jobs_finished on jobs (finished_at) where finished_at is not null;

-- The documents of a request's job; of a rebuild only those that failed.
create table job_documents (
  job_id text not null references jobs (id) on delete cascade,
  collection_id text not null,
  document_id text collate "C" not null,
  revision int not null,
  state text not null default 'PENDING' check (state in ('PENDING', 'DONE', 'FAILED', 'SUPERSEDED', 'TAKEN_BACK')),
  code text,
  message text,
  primary key (job_id, document_id)
) with (fillfactor = 80);

create index job_documents_pending on job_documents (collection_id, document_id) where state = 'PENDING';
create index job_documents_failed on job_documents (job_id, document_id) where state = 'FAILED';
