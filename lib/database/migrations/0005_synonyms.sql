-- Synonyms of a collection: lib/text's SynonymRule[], and a number that grows with each change of them; 0: there never were any.
alter table collections
  add column synonyms jsonb not null default '[]',
  add column synonyms_version int not null default 0;
