-- The document log: each document at its newest accepted revision, and the work that brings it into the views.
-- Everything that accepts or completes a change locks the collection's row first, so that positions are committed in
-- order and no two of them can deadlock.
-- Ids that clients choose are compared by bytes (collate "C"): the same order on every server, whatever its locale.

create table collections (
  id text primary key,
  name text collate "C" not null unique,
  description text not null,
  strict boolean not null,
  -- lib/filter's FieldDefinition[].
  fields jsonb not null,
  -- Grows by one with each accepted request.
  position bigint not null default 0,
  -- Documents that are not deleted.
  document_count bigint not null default 0,
  serving_view text,
  created_at timestamptz not null default now()
);

-- A view is one Milvus collection that is filled from the documents. It can be dropped and made again.
create table views (
  id text primary key,
  collection_id text not null references collections (id) on delete cascade,
  milvus_name text not null unique,
  state text not null check (state in ('SERVING')),
  model_name text not null,
  model_version text not null,
  dimensions int not null,
  analyzer_version text not null,
  -- Everything accepted up to here is found by search. Never falls.
  applied_position bigint not null default 0,
  -- When its Milvus collection was made; null while that waits for Milvus.
  prepared_at timestamptz,
  created_at timestamptz not null default now()
);

create index views_collection on views (collection_id);

alter table collections
  add foreign key (serving_view) references views (id) on delete set null deferrable initially deferred;

-- Views whose collection was deleted and whose Milvus collection is still to be dropped.
create table dropped_views (
  view_id text primary key,
  milvus_name text not null,
  dropped_at timestamptz not null default now()
);

create table documents (
  collection_id text not null references collections (id) on delete cascade,
  document_id text collate "C" not null,
  -- Grows by one with each accepted change; a deletion is a revision too.
  revision int not null,
  -- A tombstone stays until every view has passed it.
  deleted boolean not null default false,
  -- The collection's position at which this revision was accepted.
  position bigint not null,
  title text,
  content text not null,
  metadata jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- What the serving view shows.
  indexed_revision int,
  indexed_at timestamptz,
  primary key (collection_id, document_id)
);

create index documents_position on documents (collection_id, position);
create index documents_tombstones on documents (collection_id) where deleted;

-- What a view has still to take up: one row a document, whatever number of changes wait.
create table view_work (
  view_id text not null references views (id) on delete cascade,
  document_id text collate "C" not null,
  -- The newest accepted revision.
  revision int not null,
  -- The highest of the requests that wait.
  priority int not null,
  -- The oldest position that the view does not show yet.
  first_position bigint not null,
  enqueued_at timestamptz not null default now(),
  -- Until then the worker `leased_by` may write this document into the view.
  lease_until timestamptz,
  leased_by text,
  attempts int not null default 0,
  not_before timestamptz,
  last_error text,
  primary key (view_id, document_id)
);

create index view_work_order on view_work (view_id, priority desc, enqueued_at, document_id);
create index view_work_position on view_work (view_id, first_position);

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
  kind text not null check (kind in ('ADD', 'UPDATE', 'DELETE')),
  status text not null check (status in ('QUEUED', 'RUNNING', 'WAITING', 'COMPLETED', 'COMPLETED_WITH_ERRORS')),
  priority int not null,
  -- The collection's position at which it was accepted.
  position bigint not null,
  total int not null default 0,
  processed int not null default 0,
  failed int not null default 0,
  superseded int not null default 0,
  waiting_for text,
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

create table job_documents (
  job_id text not null references jobs (id) on delete cascade,
  collection_id text not null,
  document_id text collate "C" not null,
  revision int not null,
  state text not null default 'PENDING' check (state in ('PENDING', 'DONE', 'FAILED', 'SUPERSEDED')),
  code text,
  message text,
  primary key (job_id, document_id)
);

create index job_documents_pending on job_documents (collection_id, document_id) where state = 'PENDING';
create index job_documents_failed on job_documents (job_id, document_id) where state = 'FAILED';
