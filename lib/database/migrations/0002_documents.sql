-- The documents, each at its newest accepted revision: the only truth. Rows change in place where a page has room for it.
create table documents (
  collection_id text not null references collections (id) on delete cascade,
  -- The document's own id; in a collection that is divided by tenant, the tenant before it: lib/document-key.ts.
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
  partition text collate "C",
  expires_at timestamptz,
  -- Given passages: their starts and ends in turn, their vectors (float32, little-endian) one after another, and the model
  -- (name@version) that these are of.
  given_places int[],
  given_vectors bytea,
  given_model text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- What the serving view shows.
  indexed_revision int,
  indexed_at timestamptz,
  -- Keys of its passages' embeddings, one after another: deleted with it.
  embedding_keys bytea,
  primary key (collection_id, document_id)
) with (fillfactor = 80);

create index documents_position on documents (collection_id, position, document_id);
create index documents_tombstones on documents (collection_id) where deleted;
create index documents_expiry on documents (expires_at) where expires_at is not null and not deleted;
create index documents_partition on documents (collection_id, partition) where partition is not null and not deleted;

-- Documents as searches find them, where a newer revision waits: what a cancelled job goes back to.
create table documents_before (
  collection_id text not null,
  document_id text collate "C" not null,
  title text,
  content text not null,
  metadata jsonb not null,
  partition text collate "C",
  expires_at timestamptz,
  given_places int[],
  given_vectors bytea,
  given_model text,
  created_at timestamptz not null,
  primary key (collection_id, document_id),
  foreign key (collection_id, document_id) references documents (collection_id, document_id) on delete cascade
);

-- Embeddings by model (name@version) and key of the text: what was embedded once is not embedded again.
create table embeddings (
  model text not null,
  -- The first 16 bytes of SHA-256 of the text.
  key bytea not null,
  -- float32, little-endian.
  vector bytea not null,
  used_on date not null default current_date,
  primary key (model, key)
);

create index embeddings_used on embeddings (used_on);

-- Requests that were accepted under an idempotency key.
create table requests (
  collection_id text not null references collections (id) on delete cascade,
  key text collate "C" not null,
  -- Of the whole request: the same key with another is refused.
  fingerprint text not null,
  position bigint not null,
  job_id text not null,
  skipped int not null default 0,
  created_at timestamptz not null default now(),
  primary key (collection_id, key)
);

create index requests_created_at on requests (created_at);
