-- Collections, and the views that their documents are brought into.
-- Everything that accepts or completes a change locks the collection's row first, so that positions are committed in
-- order and no two of them can deadlock.
-- Ids that clients choose are compared by bytes (collate "C"): the same order on every server, whatever its locale.

-- Embedding models: those that the deployment's embedding server offers, and those that were registered.
create table models (
  name text not null,
  version text not null,
  -- lib/embedding's ModelSpec.
  spec jsonb not null,
  -- Offered by the embedding server at its last answer, or registered.
  offered boolean not null default true,
  is_default boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (name, version)
);

create table collections (
  id text primary key,
  name text collate "C" not null unique,
  description text not null,
  strict boolean not null,
  -- lib/filter's FieldDefinition[].
  fields jsonb not null,
  -- How its documents are divided: { by, field }. Never changes.
  partition_by jsonb not null,
  -- How changes are gathered into batches; what is missing is the deployment's.
  batching jsonb not null,
  -- Grows by one with each accepted request.
  position bigint not null default 0,
  -- Documents that are not deleted.
  document_count bigint not null default 0,
  -- Whether any document ever had an expiry: only then do searches look at it.
  expires boolean not null default false,
  serving_view text,
  -- A view that is about to take over: the serving one takes up no work until it has.
  switching_to text,
  -- What indexing has done.
  total_indexed bigint not null default 0,
  total_deleted bigint not null default 0,
  batches_processed bigint not null default 0,
  -- Documents in which the index differed from the log at the last verification.
  drift int,
  verified_at timestamptz,
  created_at timestamptz not null default now()
);

-- A view is one Milvus collection that is filled from the documents. It can be dropped and made again.
create table views (
  id text primary key,
  collection_id text not null references collections (id) on delete cascade,
  milvus_name text not null unique,
  -- BUILDING: being filled. SERVING: searched. RETIRED: was searched, and is kept up to date until nobody can search it.
  state text not null check (state in ('BUILDING', 'SERVING', 'RETIRED')),
  -- What it is built by: subgraphs/index/views' ViewSpec.
  spec jsonb not null,
  -- Everything accepted up to here is found by search. Never falls.
  applied_position bigint not null default 0,
  -- Grows by one with every change of what searches find: an answer is kept under it.
  changes bigint not null default 0,
  -- Rows of view_work.
  pending_count bigint not null default 0,
  -- BUILDING: every document up to here has its work row; null before the first, filled_at when all have.
  filled_to text collate "C",
  filled_at timestamptz,
  filled_count bigint not null default 0,
  -- Rows that were removed from Milvus since it was compacted.
  removed_rows bigint not null default 0,
  -- Whether its worker ended in order: one that did not may have left something behind.
  clean boolean not null default true,
  retired_at timestamptz,
  -- When its Milvus collection was made; null while that waits for Milvus.
  prepared_at timestamptz,
  created_at timestamptz not null default now()
);

create index views_collection on views (collection_id);
-- A collection is rebuilt by one job at a time.
create unique index views_building on views (collection_id) where state = 'BUILDING';
create unique index views_serving on views (collection_id) where state = 'SERVING';

alter table collections
  add foreign key (serving_view) references views (id) on delete set null deferrable initially deferred;

-- Views that are gone and whose Milvus collection is still to be dropped.
create table dropped_views (
  view_id text primary key,
  milvus_name text not null,
  dropped_at timestamptz not null default now()
);

-- The partitions of a collection that is divided by name.
create table partitions (
  collection_id text not null references collections (id) on delete cascade,
  name text collate "C" not null,
  loaded boolean not null default true,
  -- Dropped, and not yet in Milvus: its documents are deleted first.
  dropped_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (collection_id, name)
);

-- Who searches: each query service says now and then which catalog it goes by.
create table catalog_readers (
  id text primary key,
  -- When its last complete look at the catalog began.
  read_at timestamptz not null,
  seen_at timestamptz not null default now()
);

-- One row: whether all indexing is stopped, and what it did for collections that are gone.
create table indexing (
  one boolean primary key default true check (one),
  paused_at timestamptz,
  total_indexed bigint not null default 0,
  total_deleted bigint not null default 0,
  batches_processed bigint not null default 0
);
insert into indexing default values;
