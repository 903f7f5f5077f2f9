-- What searches of a collection go by where they say nothing else: { keywordWeight }; what is missing is the deployment's.
alter table collections add column search jsonb not null default '{}';
