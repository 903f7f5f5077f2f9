-- API keys. Of the key itself its SHA-256 alone is kept (in hexadecimal), and the beginning by which people tell it from others.
create table api_keys (
  id text primary key,
  name text not null,
  prefix text not null,
  hash text not null unique,
  scopes text[] not null,
  -- null: by the scopes
  read_scopes text[],
  -- null: all
  collections text[],
  tenant text,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  -- What the key was before it was rotated, and until when that opens too.
  previous_hash text unique,
  previous_until timestamptz
);
create index api_keys_by_age on api_keys (created_at desc, id);
