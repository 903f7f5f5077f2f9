-- Scopes that earlier revisions of a document demanded, '' for a revision that demanded none: who had one of them could see the
-- document, and is told when it is taken from him.
alter table documents add column shown_scopes text[];

create function remember_scopes() returns trigger language plpgsql as $$
begin
  new.shown_scopes := array(
    select distinct unnest(coalesce(old.shown_scopes, '{}') || coalesce(old.read_scopes, array['']::text[])));
  return new;
end $$;

create trigger remember_scopes before update of read_scopes on documents for each row
  when (old.read_scopes is distinct from new.read_scopes) execute function remember_scopes();
