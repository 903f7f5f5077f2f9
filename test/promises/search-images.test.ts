import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { vectorStore } from '../../lib/milvus/vector-store.ts';
import { graphqlClient } from '../support/client.ts';
import { drawings, picture } from '../support/pictures.ts';
import { idsOf, type SearchClient, searchClient } from '../support/search.ts';
import { bootStack } from '../support/stack.ts';
import { until } from '../support/until.ts';

const server = createServer((request, response) => {
  const [, name = ''] = request.url?.split('/') ?? [];
  const bytes = pictures[name];
  if (bytes) response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.from(bytes, 'base64'));
  else response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end();
});
let address: string;
let stack: Awaited<ReturnType<typeof bootStack>>;
let gateway: SearchClient;
const pictures: Record<string, string> = {};

before(async () => {
  for (const [name, drawing] of Object.entries(drawings)) {
    pictures[name] = (await picture(drawing)).toString('base64');
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  address = `http://${host}`;
  stack = await bootStack('one', { KITEGRAPH_IMAGE_HOSTS: `public, ${host}` });
  gateway = searchClient(stack.url);
  await gateway.data(`mutation { createCollection(input: { name: "articles", images: true, partitionBy: { by: NAME },
    fields: [{ name: "year", type: INT }] }) { collection { imageModel { name dimensions } } } }`);
  for (const name of ['toys', 'things']) {
    await gateway.data(
      'mutation ($name: String!) { createPartition(input: { collection: "articles", name: $name }) { partition { name } } }',
      { name },
    );
  }
  await add([
    { ...document('game', ['ball']), metadata: { year: 2020 }, partition: 'toys' },
    { ...document('謎題', ['crossword']), metadata: { year: 2021 } },
    { ...document('both', ['sky', 'crossword']), metadata: { year: 2022 } },
    { ...document('text', []), content: 'A text without any picture of a ball.' },
  ]);
});
after(async () => {
  server.close();
  await stack?.[Symbol.asyncDispose]();
});

const document = (documentId: string, names: string[]) => ({
  documentId,
  partition: 'things',
  title: documentId,
  content: '一些文字。',
  images: names.map((name) => ({ data: pictures[name] })),
});

async function change(mutation: 'addDocuments' | 'updateDocuments' | 'deleteDocuments', more: object) {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const answer = await gateway.data(
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { job { id status } } }`,
    { input: { collection: 'articles', waitFor: 'INDEXED', ...more } },
  );
  return answer[mutation].job as { id: string; status: string };
}
const add = (documents: object[]) => change('addDocuments', { documents });

const near = (name: string, more: object = {}) =>
  gateway.search({ mode: 'IMAGE', image: { data: pictures[name] }, ...more });

test('documents are found by a picture like theirs, the most alike first', async () => {
  const found = await near('ball');
  assert.deepEqual(idsOf(found)[0], 'game');
  assert.equal(found.edges.length, 3, 'those without pictures are not there');
  assert.ok((found.edges[0]?.score ?? 0) > 0.99);
  assert.deepEqual(new Set(idsOf(await near('crossword')).slice(0, 2)), new Set(['謎題', 'both']));
  assert.deepEqual(found.explain.notes, []);
});

test('and by a text that says what is to be seen, in English and in Chinese', async () => {
  const first = async (text: string) => idsOf(await gateway.search({ mode: 'IMAGE', text }))[0];
  assert.equal(await first('ping-pong ball'), 'game');
  assert.equal(await first('乒乓球'), 'game');
  assert.ok(['謎題', 'both'].includes((await first('a crossword puzzle')) ?? ''));
  assert.ok(['謎題', 'both'].includes((await first('填字遊戲')) ?? ''));
});

test('a hit says which of its pictures matched, and an explanation by which model', async () => {
  const { search } = await gateway.data(
    `query ($input: SearchInput!) { search(input: $input) {
       explain { model { name } branches { branch documents } views { view } } edges { image node { documentId images { type hash bytes data } } } } }`,
    { input: { collections: ['articles'], mode: 'IMAGE', image: { data: pictures.crossword } } },
  );
  const images = search.edges.map((edge: { image: number; node: { documentId: string } }) => [
    edge.node.documentId,
    edge.image,
  ]);
  assert.deepEqual(Object.fromEntries(images), { 謎題: 0, both: 1, game: 0 });
  assert.equal(search.explain.model.name, 'efficientnet-lite0');
  assert.match(search.explain.views[0].view, /_images$/);
  const both = search.edges.find((edge: { node: { documentId: string } }) => edge.node.documentId === 'both');
  assert.deepEqual(
    both.node.images.map(({ type, data }: { type: string; data: string }) => [type, data]),
    [
      ['image/png', pictures.sky],
      ['image/png', pictures.crossword],
    ],
  );
});

test('filters and partitions hold for pictures too, and pages show each document once', async () => {
  assert.deepEqual(idsOf(await near('ball', { filter: { field: 'year', gte: 2021 } })).sort(), [
    'both',
    '謎題',
  ]);
  assert.deepEqual(idsOf(await near('crossword', { partitions: ['toys'] })), ['game']);
  const whole = idsOf(await near('sky'));
  const one = await gateway.search({ mode: 'IMAGE', image: { data: pictures.sky } }, { first: 1 });
  const rest = await gateway.search(
    { mode: 'IMAGE', image: { data: pictures.sky } },
    { first: 5, after: one.pageInfo.endCursor },
  );
  assert.deepEqual([...idsOf(one), ...idsOf(rest)], whole);
});

test('near duplicates are those of the pictures that matched, whatever is written beside them', async () => {
  const [first, ...others] = idsOf(await near('crossword', { collapse: true }));
  assert.ok(['謎題', 'both'].includes(first ?? ''));
  assert.deepEqual(others, ['game']);
});

test('a picture can be given by its address, where that is of a host that may be fetched from', async () => {
  const asked = (url: string) =>
    gateway.search({ mode: 'IMAGE', image: { url } }).catch((error: Error) => error.message);
  await add([{ ...document('linked', []), images: [{ url: `${address}/ball` }] }]);
  const found = await gateway.search({ mode: 'IMAGE', image: { url: `${address}/ball` } });
  assert.deepEqual(new Set(idsOf(found).slice(0, 2)), new Set(['game', 'linked']));
  await change('updateDocuments', {
    documents: [{ documentId: 'linked', images: [{ url: `${address}/sky` }] }],
  });
  assert.ok(
    idsOf(await near('sky'))
      .slice(0, 2)
      .includes('linked'),
  );
  for (const url of [
    `${address}/none`,
    'http://localhost/',
    'http://[::ffff:169.254.169.254]/',
    'file:///etc/passwd',
  ])
    assert.match(
      String(await asked(url)),
      /input\.image\.url: (its host is not a public one|is no address of http)/,
      url,
    );
  await assert.rejects(
    add([{ ...document('inside', []), images: [{ url: 'http://10.0.0.1/' }] }]),
    /input\.documents\[0\]\.images\[0\]\.url: its host is not a public one/,
  );
  await change('deleteDocuments', { documentIds: ['linked'] });
});

test('a picture can be uploaded as a file of a form, into a document and as what to look for', async () => {
  const upload = async (query: string, input: object, place: string) => {
    const body = new FormData();
    body.set('operations', JSON.stringify({ query, variables: { input } }));
    body.set('map', JSON.stringify({ file: [place] }));
    body.set('file', new Blob([Buffer.from(pictures.ball ?? '', 'base64')], { type: 'image/png' }), 'a.png');
    const headers = { 'apollo-require-preflight': 'true' };
    const response = await fetch(`${stack.url}/graphql`, { method: 'POST', headers, body });
    return (await response.json()).data;
  };
  const uploaded = { ...document('uploaded', []), images: [{ data: null }] };
  await upload(
    'mutation ($input: AddDocumentsInput!) { addDocuments(input: $input) { position } }',
    { collection: 'articles', documents: [uploaded], waitFor: 'INDEXED' },
    'variables.input.documents.0.images.0.data',
  );
  const { search } = await upload(
    'query ($input: SearchInput!) { search(input: $input, first: 3) { edges { score node { documentId } } } }',
    { collections: ['articles'], mode: 'IMAGE', image: { data: null } },
    'variables.input.image.data',
  );
  const found = search.edges.find(
    (edge: { node: { documentId: string } }) => edge.node.documentId === 'uploaded',
  );
  assert.ok(found.score > 0.99);
  await change('deleteDocuments', { documentIds: ['uploaded'] });
});

test('pictures that are changed, taken away or deleted with their document are what searches see', async () => {
  await add([document('moving', ['ball'])]);
  assert.deepEqual(new Set(idsOf(await near('ball')).slice(0, 2)), new Set(['game', 'moving']));
  await change('updateDocuments', { documents: [{ documentId: 'moving', title: 'still with its picture' }] });
  assert.ok(idsOf(await near('ball')).includes('moving'));
  await change('updateDocuments', {
    documents: [{ documentId: 'moving', images: [{ data: pictures.sky }] }],
  });
  assert.deepEqual(new Set(idsOf(await near('sky')).slice(0, 2)), new Set(['both', 'moving']));
  await change('updateDocuments', { documents: [{ documentId: 'moving', images: null }] });
  assert.ok(!idsOf(await near('sky')).includes('moving'));
  await add([document('moving', ['sky'])]);
  await change('deleteDocuments', { documentIds: ['moving'] });
  assert.ok(!idsOf(await near('sky')).includes('moving'));
});

test('a rebuilt index has the pictures too, and a verification finds nothing to mend', async () => {
  const finished = async (mutation: string) => {
    const data = await gateway.data(mutation);
    const { id } = (Object.values(data)[0] as { job: { id: string } }).job;
    const update = 'subscription ($id: ID!) { indexJobProgress(id: $id) { job { status drifted } } }';
    for await (const { data: event } of gateway.events(update, { id })) {
      const { status, drifted } = event.indexJobProgress.job;
      if (['COMPLETED', 'FAILED', 'COMPLETED_WITH_ERRORS'].includes(status)) return { status, drifted };
    }
    return undefined;
  };
  const before = idsOf(await near('crossword'));
  const rebuilt = await finished(
    'mutation { rebuildCollection(input: { collection: "articles" }) { job { id } } }',
  );
  assert.equal(rebuilt?.status, 'COMPLETED');
  assert.deepEqual(idsOf(await near('crossword')), before);
  // A revision that cannot be indexed leaves the one before, which is as it should be.
  const cut = Buffer.from(pictures.ball ?? '', 'base64')
    .subarray(0, 200)
    .toString('base64');
  const failed = await change('updateDocuments', {
    documents: [{ documentId: 'text', images: [{ data: cut }] }],
  });
  assert.equal(failed.status, 'COMPLETED_WITH_ERRORS');
  const verified = await finished(
    'mutation { verifyCollection(input: { collection: "articles" }) { job { id } } }',
  );
  assert.deepEqual(verified, { status: 'COMPLETED', drifted: 0 });
  await change('updateDocuments', { documents: [{ documentId: 'text', images: null }] });

  const { search } = await gateway.data(
    'query ($input: SearchInput!) { search(input: $input) { explain { views { view } } } }',
    { input: { collections: ['articles'], mode: 'IMAGE', text: 'a ball' } },
  );
  await using store = vectorStore({ address: stack.stores.milvusAddress });
  await store.remove(search.explain.views[0].view, [{ document: 'both', upTo: 9 }]);
  const mended = await finished(
    'mutation { verifyCollection(input: { collection: "articles", repair: true }) { job { id } } }',
  );
  assert.deepEqual(mended, { status: 'COMPLETED', drifted: 1 });
  // What was taken away comes again as the work of a moment.
  await until(
    'the pictures to be there again',
    async () => idsOf(await near('sky', { candidates: 11 })),
    (ids) => ids.includes('both'),
  );
});

test('who is limited to scopes finds only the pictures of documents that they may see', async () => {
  await add([{ ...document('secret', ['crossword']), readScopes: ['board'] }]);
  const found = async (scopes: string) => {
    const client = graphqlClient(stack.url, { 'x-kitegraph-scopes': scopes });
    const { search } = await client.data(
      'query ($input: SearchInput!) { search(input: $input) { edges { node { documentId } } } }',
      { input: { collections: ['articles'], mode: 'IMAGE', image: { data: pictures.crossword } } },
    );
    return search.edges.map(({ node }: { node: { documentId: string } }) => node.documentId);
  };
  assert.ok((await found('board')).includes('secret'));
  assert.ok(!(await found('staff')).includes('secret'));
  await change('deleteDocuments', { documentIds: ['secret'] });
});

test('what cannot be searched by or taken as a picture is refused at its place', async () => {
  const refused = async (input: object) => {
    const { code, argument } = await gateway.refused(input);
    return [code, argument];
  };
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64');
  assert.deepEqual(await refused({ mode: 'IMAGE' }), ['BAD_USER_INPUT', 'input.image']);
  assert.deepEqual(await refused({ image: { data: pictures.sky }, text: 'x' }), [
    'BAD_USER_INPUT',
    'input.image',
  ]);
  assert.deepEqual(await refused({ mode: 'IMAGE', image: { data: svg } }), [
    'BAD_USER_INPUT',
    'input.image.data',
  ]);
  const { message } = await gateway.refused({ mode: 'IMAGE', image: { data: '' } });
  assert.match(message, /^input\.image\.data: is empty/);
  const cut = Buffer.from(pictures.sky ?? '', 'base64')
    .subarray(0, 100)
    .toString('base64');
  assert.deepEqual(await refused({ mode: 'IMAGE', image: { data: cut } }), ['BAD_USER_INPUT', 'input.image']);
  assert.deepEqual(await refused({ mode: 'IMAGE', text: 'x', vector: [1] }), [
    'BAD_USER_INPUT',
    'input.vector',
  ]);
  assert.deepEqual(await refused({ mode: 'IMAGE', text: 'x', minScore: 0.5 }), [
    'BAD_USER_INPUT',
    'input.minScore',
  ]);
  assert.deepEqual(await refused({ mode: 'IMAGE', text: 'x', rerank: true }), [
    'BAD_USER_INPUT',
    'input.rerank',
  ]);
  await gateway.data('mutation { createCollection(input: { name: "plain" }) { collection { id } } }');
  assert.deepEqual(await refused({ collections: ['plain'], mode: 'IMAGE', text: 'x' }), [
    'BAD_USER_INPUT',
    'input.mode',
  ]);
  const { errors } = await gateway.ask(
    'mutation ($input: AddDocumentsInput!) { addDocuments(input: $input) { position } }',
    { input: { collection: 'plain', documents: [document('x', ['sky'])] } },
  );
  assert.deepEqual(errors?.[0]?.extensions.argument, 'input.documents[0].images');
});

test('a document may be a picture with a title alone; without a picture its content is demanded', async () => {
  const picture = { documentId: 'picture', partition: 'things', images: [{ data: pictures.crossword }] };
  await add([{ ...picture, title: 'puzzle' }]);
  assert.ok(idsOf(await near('crossword')).includes('picture'));
  assert.deepEqual(idsOf(await gateway.search({ text: 'puzzle', mode: 'KEYWORD' })), ['picture']);
  const { document: shown } = await gateway.data(
    '{ document(collection: "articles", documentId: "picture") { content images { type } } }',
  );
  assert.deepEqual(shown, { content: '', images: [{ type: 'image/png' }] });
  const ADD = 'mutation ($input: AddDocumentsInput!) { addDocuments(input: $input) { position } }';
  for (const [given, message] of [
    [{ title: 'no picture', images: [] }, /content: is missing; only a document with images/],
    [{ title: 'no picture', content: null }, /content: is missing/],
    [{ images: picture.images }, /content: title and content are both empty. Give the picture a title/],
    [{ content: ' ' }, /content: title and content are both empty: there is nothing to search/],
  ] as const) {
    const documents = [{ documentId: 'x', partition: 'things', ...given }];
    const { errors } = await gateway.ask(ADD, { input: { collection: 'articles', documents } });
    assert.match(errors?.[0]?.message ?? '', message);
    assert.equal(errors?.[0]?.extensions.code, 'BAD_USER_INPUT');
    assert.equal(errors?.[0]?.extensions.argument, 'input.documents[0].content');
  }
  await change('deleteDocuments', { documentIds: ['picture'] });
});

test('a picture that cannot be decoded fails its document alone, with the reason', async () => {
  const cut = Buffer.from(pictures.ball ?? '', 'base64')
    .subarray(0, 200)
    .toString('base64');
  const broken = { ...document('broken', []), images: [{ data: cut }] };
  const { status, id } = await add([broken, document('whole', ['ball'])]);
  assert.equal(status, 'COMPLETED_WITH_ERRORS');
  const { indexJob } = await gateway.data(
    'query ($id: ID!) { indexJob(id: $id) { failed errors { documentId message } } }',
    { id },
  );
  assert.equal(indexJob.failed, 1);
  assert.match(indexJob.errors[0].message, /no PNG, JPEG or WebP picture that can be read/);
  assert.ok(idsOf(await near('ball')).includes('whole'));
});
