-- Images of documents: each once in a collection, by the SHA-256 of its bytes.
create table images (
  collection_id text not null references collections (id) on delete cascade,
  hash bytea not null,
  bytes bytea not null,
  -- When a document was last accepted with it: what no document names is kept for a while.
  used_at timestamptz not null default now(),
  primary key (collection_id, hash)
);

create index images_used_at on images (used_at);
-- They are compressed already.
alter table images alter column bytes set storage external;

-- The images of a document, in their order; null where it has none.
alter table documents add column image_hashes bytea[];
alter table documents_before add column image_hashes bytea[];

create index documents_image_hashes on documents using gin (image_hashes) where image_hashes is not null;
