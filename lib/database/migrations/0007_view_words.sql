-- Words of the documents of a view, in lower case and otherwise as they are written: what completions and corrections are chosen
-- from. A word stays when its documents go; whether any has it now is asked of the index.
create table view_words (
  view_id text not null references views (id) on delete cascade,
  -- Of a collection that is divided by tenant; '' elsewhere.
  tenant text collate "C" not null,
  word text collate "C" not null,
  -- About how many had it when they were first indexed.
  documents int not null,
  -- Grows with each word that is added to the view.
  place bigint generated always as identity,
  primary key (view_id, tenant, word)
) with (fillfactor = 80);

create index view_words_place on view_words (view_id, tenant, place);
