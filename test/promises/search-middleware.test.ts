import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { GraphQLError } from 'graphql';
import { vectorStore } from '../../lib/milvus/vector-store.ts';
import { readSettings } from '../../lib/settings.ts';
import { queryConfig } from '../../subgraphs/query/config.ts';
import type { SearchMiddleware } from '../../subgraphs/query/search/middleware.ts';
import { startQuery } from '../../subgraphs/query/server.ts';
import { graphqlClient } from '../support/client.ts';
import { bootStack } from '../support/stack.ts';
import { until } from '../support/until.ts';

const keys = {
  operator: 'the-key-of-the-operators',
  north: 'the-key-of-the-north',
  south: 'the-key-of-the-south',
};
const examples = ['query-rewriting', 'document-access'].map((name) => `examples/${name}/middleware.ts`);

let stack: Awaited<ReturnType<typeof bootStack>>;
const as = (key: string, url = stack.url) => graphqlClient(url, { authorization: `Bearer ${key}` });
before(async () => {
  stack = await bootStack('one', {
    KITEGRAPH_API_KEY: keys.operator,
    KITEGRAPH_TENANT_KEYS: `north=${keys.north}, south=${keys.south}`,
    KITEGRAPH_SEARCH_MIDDLEWARE: examples.join(','),
  });
  const operator = as(keys.operator);
  await operator.data(`mutation { createCollection(input: { name: "files", fields: [
    { name: "readers", type: STRING_LIST }, { name: "lang", type: STRING }] }) { collection { id } } }`);
  const document = (documentId: string, content: string, lang: string, ...readers: string[]) => ({
    documentId,
    content,
    metadata: { lang, readers },
  });
  await operator.data(
    `mutation ($documents: [DocumentInput!]!) {
       addDocuments(input: { collection: "files", waitFor: INDEXED, documents: $documents }) { job { status } } }`,
    {
      documents: [
        document('north-1', 'Kubernetes in the north', 'en', 'north'),
        document('north-2', 'Kubernetes once more', 'en', 'north'),
        document('south-1', 'Kubernetes in the south', 'en', 'south'),
        document('all', 'Kubernetes 給所有人', 'zh', 'everybody'),
        document('nobody', 'Kubernetes in a drawer', 'en'),
      ],
    },
  );
});
after(() => stack?.[Symbol.asyncDispose]());

const SEARCH = `query ($text: String!, $first: Int, $after: String, $filter: FilterInput) {
  search(input: { collections: ["files"], text: $text, mode: KEYWORD, filter: $filter }, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } explain { cacheLevel stages { name milliseconds } }
    edges { score node { documentId title } } } }`;
interface Found {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string };
  explain: { cacheLevel: string; stages: { name: string; milliseconds: number }[] };
  edges: { score: number; node: { documentId: string } | null }[];
}
const search = async (client: ReturnType<typeof as>, text: string, more: object = {}): Promise<Found> =>
  (await client.data(SEARCH, { text, first: 10, ...more })).search;
const ids = ({ edges }: Found) => edges.map(({ node }) => node?.documentId).sort();

test('the example of query rewriting writes abbreviations out, and makes filters of words', async () => {
  const operator = as(keys.operator);
  const all = await search(operator, 'k8s');
  assert.equal(all.totalCount, 5);
  const stage = all.explain.stages.find(({ name }) => name === 'rewriting:request');
  assert.ok(stage && stage.milliseconds >= 0, 'what it took is told');
  assert.deepEqual(ids(await search(operator, 'k8s lang:zh')), ['all']);
  const both = await search(operator, 'k8s lang:zh lang:en', { filter: { field: 'readers', eq: 'north' } });
  assert.deepEqual(ids(both), ['north-1', 'north-2'], "the client's own filter holds too");
  assert.equal((await search(operator, 'Kubernetes')).explain.cacheLevel, 'L1', 'it is the same search then');
});

test('the example of access control lets each caller find and count only what names it as a reader', async () => {
  for (let round = 0; round < 2; round++) {
    const north = await search(as(keys.north), 'kubernetes');
    assert.deepEqual([north.totalCount, ids(north)], [3, ['all', 'north-1', 'north-2']]);
    const south = await search(as(keys.south), 'kubernetes');
    assert.deepEqual([south.totalCount, ids(south)], [2, ['all', 'south-1']]);
    assert.equal((await search(as(keys.operator), 'kubernetes')).totalCount, 5);
    assert.equal(south.explain.cacheLevel, round === 0 ? 'NONE' : 'L1', 'out of the cache too');
  }
  const asked = { field: 'readers', eq: 'south' };
  assert.deepEqual(ids(await search(as(keys.north), 'kubernetes', { filter: asked })), []);
});

test("a page of one caller's list is not another's to read", async () => {
  const { pageInfo } = await search(as(keys.north), 'kubernetes', { first: 1 });
  const next = await search(as(keys.north), 'kubernetes', { first: 10, after: pageInfo.endCursor });
  assert.equal(next.edges.length, 2);
  const { errors } = await as(keys.south).ask(SEARCH, { text: 'kubernetes', after: pageInfo.endCursor });
  assert.equal(errors?.[0]?.extensions.code, 'BAD_CURSOR');
});

/** A query service on the parts of the stack, with middleware given in code. */
async function serviceWith(middleware: SearchMiddleware[], modules: string[] = []) {
  const settings = readSettings(
    {
      DATABASE_URL: stack.stores.databaseUrl,
      MILVUS_ADDRESS: stack.stores.milvusAddress,
      EMBEDDING_URL: stack.services.embedding?.url,
      EMBEDDING_API_KEY: keys.operator,
      KITEGRAPH_QUERY_PORT: '0',
    },
    [],
  );
  const config = { ...queryConfig(settings), middleware, middlewareModules: modules };
  const service = await startQuery(config);
  const client = (tenant?: string) =>
    graphqlClient(service.url, tenant ? { 'x-kitegraph-tenant': tenant } : {});
  return { client, url: service.url, [Symbol.asyncDispose]: () => service[Symbol.asyncDispose]() };
}

test('candidates are dropped and put in order by the scope of the caller, once for all pages, and never for another scope', async () => {
  const asked: string[] = [];
  await using service = await serviceWith([
    {
      name: 'rights',
      scope: (_input, { tenant }) => (tenant === 'south' ? 'few' : 'many'),
      candidates(ranked, scope) {
        asked.push(scope);
        const hits = ranked.hits.filter(({ row }) => scope === 'many' || !row.document.startsWith('north'));
        const [first, ...others] = hits.sort((a, b) => (a.row.document < b.row.document ? 1 : -1));
        return first && { ...ranked, hits: [first, ...others, first] };
      },
    },
  ]);
  const names = async (tenant: string, more: object = {}) => {
    const found = await search(service.client(tenant), 'kubernetes', more);
    return [found.totalCount, ...found.edges.map(({ node }) => node?.documentId)];
  };
  assert.deepEqual(await names('north'), [5, 'south-1', 'north-2', 'north-1', 'nobody', 'all']);
  assert.deepEqual(await names('south'), [3, 'south-1', 'nobody', 'all'], 'each document once');
  assert.deepEqual(await names('other'), [5, 'south-1', 'north-2', 'north-1', 'nobody', 'all']);
  assert.deepEqual(asked, ['many', 'few'], 'who is in the same scope shares the answer');
  const { pageInfo } = await search(service.client('north'), 'kubernetes', { first: 2 });
  const { endCursor: after } = pageInfo;
  assert.deepEqual(await names('other', { after }), [5, 'north-1', 'nobody', 'all']);
  const { errors } = await service.client('south').ask(SEARCH, { text: 'kubernetes', after });
  assert.equal(errors?.[0]?.extensions.code, 'BAD_CURSOR');
});

test('a collection that is deleted while it is searched is not there, and one that is made again meanwhile is searched', async () => {
  const operator = as(keys.operator);
  const make = async (documentId: string) => {
    await operator.data('mutation { createCollection(input: { name: "brief" }) { collection { id } } }');
    await operator.data(
      `mutation ($id: ID!) { addDocuments(input: { collection: "brief", waitFor: INDEXED,
         documents: [{ documentId: $id, content: "A mayfly" }] }) { position } }`,
      { id: documentId },
    );
  };
  await using store = vectorStore({ address: stack.stores.milvusAddress });
  let again: (() => Promise<void>) | undefined;
  await using service = await serviceWith([
    {
      name: 'meanwhile',
      async candidates({ request }) {
        const meanwhile = again;
        again = undefined;
        if (!meanwhile) return undefined;
        await operator.data('mutation { deleteCollection(input: { collection: "brief" }) { id } }');
        const { milvusName } = request.targets[0].collection.view;
        await until('its index to be gone', async () => !(await store.hasView(milvusName)));
        await meanwhile();
        return undefined;
      },
    },
  ]);
  const asked = () =>
    service.client().ask(`{ search(input: { collections: ["brief"], text: "mayfly", mode: KEYWORD }) {
      edges { node { documentId } } } }`);
  await make('first');
  again = async () => undefined;
  assert.equal((await asked()).errors?.[0]?.extensions.code, 'COLLECTION_NOT_FOUND');
  await make('first');
  again = () => make('second');
  const { data, errors } = await asked();
  assert.equal(errors, undefined);
  assert.deepEqual(ids(data.search), ['second']);
});

test('an answer is changed for each page and caller, also when it comes out of the cache', async () => {
  await using service = await serviceWith([
    {
      name: 'mask',
      answer: (page, _request, { tenant }) =>
        tenant === 'south' ? { ...page, hits: page.hits.map((hit) => ({ ...hit, score: 0 })) } : undefined,
      suggestions: (suggested, _request, { tenant }) =>
        tenant === 'south' ? { ...suggested, completions: [] } : undefined,
    },
  ]);
  const scores = async (tenant: string) => {
    const found = await search(service.client(tenant), 'kubernetes');
    return [found.explain.cacheLevel, found.edges.every(({ score }) => score === 0)];
  };
  assert.deepEqual(await scores('north'), ['NONE', false]);
  assert.deepEqual(await scores('south'), ['L1', true]);
  assert.deepEqual(await scores('north'), ['L1', false]);
  const texts = async (tenant: string) =>
    (
      await service
        .client(tenant)
        .data('{ suggest(collections: ["files"], prefix: "kube") { completions { text } } }')
    ).suggest.completions.length;
  assert.deepEqual([await texts('north'), await texts('south')], [1, 0], 'suggestions likewise');
  const metrics = await (await fetch(`${service.url}/metrics`)).text();
  assert.match(metrics, /query_stage_latency_count\{[^}]*stage="mask:answer"[^}]*\} 3/);
  assert.match(metrics, /query_stage_latency_count\{[^}]*stage="retrieve"[^}]*\} 1/);
});

test('what middleware asks for is checked, what it refuses reaches the client, and what it breaks is hidden', async () => {
  await using service = await serviceWith([
    {
      name: 'moody',
      request(input) {
        if (input.text === 'closed') throw new GraphQLError('Not today.', { extensions: { code: 'CLOSED' } });
        if (input.text === 'broken') throw new Error('the password is 1234');
        return input.text === 'wrong' ? { ...input, candidates: 5 } : undefined;
      },
    },
  ]);
  const failure = async (text: string) => (await service.client().ask(SEARCH, { text })).errors?.[0];
  assert.deepEqual((await failure('wrong'))?.extensions.argument, 'input.candidates');
  assert.equal((await failure('closed'))?.extensions.code, 'CLOSED');
  const broken = await failure('broken');
  assert.equal(broken?.extensions.code, 'INTERNAL_SERVER_ERROR');
  assert.doesNotMatch(JSON.stringify(broken), /1234/);
});

test('a service with middleware that cannot be used does not start, and says what is wrong', async () => {
  const refusal = async (name: string, source?: string, middleware: unknown[] = []) => {
    const module = join(stack.dataDir, `${name}.mjs`);
    if (source !== undefined) await writeFile(module, source);
    return serviceWith(middleware as SearchMiddleware[], [module]).then(
      () => 'started',
      (error: Error) => error.message,
    );
  };
  assert.match(await refusal('away'), /KITEGRAPH_SEARCH_MIDDLEWARE names .*away.mjs, which cannot be loaded/);
  assert.match(await refusal('empty', 'export const none = 1;'), /empty.mjs, which has no default export/);
  const odd = 'export default [{ name: "odd", answer: 1 }, { name: "one", request() {} }];';
  const others = [{ request() {} }, { name: 'a b', request() {} }, { name: 'idle' }, { name: 'one' }];
  const message = await refusal('odd', odd, others);
  for (const expected of [
    /"odd" has answer, which must be a function/,
    /letters, digits, - and _, not undefined/,
    /not "a b"/,
    /"idle" has none of request/,
    /two of the name "one"/,
  ]) {
    assert.match(message, expected);
  }
  const variable = 'KITEGRAPH_SEARCH_MIDDLEWARE';
  assert.throws(() => readSettings({ [variable]: 'rules.json' }, []), /must be paths of modules/);
});
