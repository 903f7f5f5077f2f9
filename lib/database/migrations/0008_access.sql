-- Scopes of which a caller must have one to see a collection, and to see a document of it; null: none is demanded.
alter table collections add column read_scopes text[];
alter table documents add column read_scopes text[];
alter table documents_before add column read_scopes text[];
