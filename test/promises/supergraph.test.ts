import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { graphqlClient } from '../support/client.ts';
import { modelsDir } from '../support/embedding.ts';
import { bootStack } from '../support/stack.ts';
import { startTraceReceiver, type TraceReceiver } from '../support/trace-receiver.ts';
import { until } from '../support/until.ts';

const articles = [
  {
    documentId: '1',
    title: 'What is a vector database?',
    content:
      'A vector database stores embeddings and finds those nearest to a query. It makes semantic search possible.',
    metadata: { year: 2024, lang: 'en' },
  },
  {
    documentId: '2',
    title: '什麼是向量資料庫',
    content: '向量資料庫儲存由模型產生的向量，並能快速找出與查詢最相近的向量。它是語意搜尋的基礎。',
    metadata: { year: 2023, lang: 'zh' },
  },
  {
    documentId: '3',
    title: 'Baking sourdough bread',
    content: 'Flour, water, salt and patience. The oven must be hot; the crust tells when the loaf is ready.',
    metadata: { year: 2019, lang: 'en' },
  },
];

const createArticles = `mutation { createCollection(input: { name: "articles", description: "About search",
  fields: [ { name: "year", type: INT, filterable: true }, { name: "lang", type: STRING, filterable: true, facet: true } ] })
  { collection { id name documentCount fields { name type } embeddingModel { name dimensions } } } }`;

const addArticles = `mutation ($documents: [DocumentInput!]!, $waitFor: WaitFor!) {
  addDocuments(input: { collection: "articles", priority: 5, waitFor: $waitFor, documents: $documents })
  { position job { id status kind total } } }`;

const search = `query ($text: String!, $mode: SearchMode!, $filter: FilterInput, $first: Int!, $after: String) {
  search(input: { collections: ["articles"], text: $text, mode: $mode, filter: $filter }, first: $first, after: $after) {
    totalCount totalCountRelation pageInfo { hasNextPage endCursor }
    explain { stages { name milliseconds } cacheLevel model { name } }
    edges { cursor score highlights { field fragments { html start end } }
            node { id documentId collectionName title content metadata revision collection { name } } } } }`;

for (const form of ['one', 'each'] as const) {
  describe(form === 'one' ? 'all services in one process' : 'each service a process of its own', () => {
    let stack: Awaited<ReturnType<typeof bootStack>>;
    let client: ReturnType<typeof graphqlClient>;

    let receiver: TraceReceiver;

    before(async () => {
      receiver = await startTraceReceiver();
      stack = await bootStack(form);
      client = graphqlClient(stack.url);
    });
    after(async () => {
      await stack?.[Symbol.asyncDispose]();
      await receiver?.[Symbol.asyncDispose]();
    });

    const find = async (variables: object) => {
      const defaults = { mode: 'HYBRID', filter: null, first: 5 };
      return (await client.data(search, { ...defaults, ...variables })).search;
    };
    const ids = (page: { edges: { node: { documentId: string } }[] }) =>
      page.edges.map((edge) => edge.node.documentId);

    test('a collection is made with its fields and its model', async () => {
      const { collection } = (await client.data(createArticles)).createCollection;
      assert.deepEqual(collection.fields, [
        { name: 'year', type: 'INT' },
        { name: 'lang', type: 'STRING' },
      ]);
      assert.deepEqual(collection.embeddingModel, { name: 'multilingual-e5-small', dimensions: 384 });
      assert.equal(collection.documentCount, 0);
    });

    test('a second collection of the same name is refused and changes nothing', async () => {
      const answer = await client.ask(createArticles);
      assert.equal(answer.errors?.[0]?.extensions.code, 'COLLECTION_EXISTS');
      assert.equal((await client.data('{ collections { totalCount } }')).collections.totalCount, 1);
    });

    test('accepted documents are watched until they are indexed, with fields of two subgraphs in each event', async () => {
      const { job, position } = (await client.data(addArticles, { documents: articles, waitFor: 'ACCEPTED' }))
        .addDocuments;
      assert.equal(job.kind, 'ADD');
      assert.equal(job.total, 3);
      assert.ok(position);
      const seen = [];
      const progress = `subscription ($id: ID!) { indexJobProgress(id: $id, after: 0) {
        sequence job { id status kind total processed failed superseded percent documentsPerSecond estimatedSecondsLeft
          collection { name documentCount searchStatistics { totalQueries cacheHits averageLatencyMs } } } } }`;
      for await (const event of client.events(progress, { id: job.id })) {
        assert.equal(event.errors, undefined);
        seen.push(event.data.indexJobProgress);
      }
      assert.deepEqual(
        seen.map((event) => event.sequence),
        seen.map((_, index) => index + 1),
      );
      const last = seen.at(-1);
      assert.equal(last.job.status, 'COMPLETED');
      assert.equal(last.job.processed, 3);
      assert.equal(last.job.percent, 100);
      assert.equal(last.job.collection.name, 'articles');
      assert.equal(last.job.collection.documentCount, 3);
      assert.equal(typeof last.job.collection.searchStatistics.totalQueries, 'number');
    });

    test('a question in Chinese finds the Chinese answer first and the English one behind it', async () => {
      const page = await find({ text: '什麼是向量資料庫？', mode: 'HYBRID' });
      assert.deepEqual(ids(page).slice(0, 2), ['2', '1']);
      const [hit] = page.edges;
      assert.equal(hit.node.title, '什麼是向量資料庫');
      assert.equal(hit.node.content, articles[1]?.content);
      assert.deepEqual(hit.node.metadata, { year: 2023, lang: 'zh' });
      assert.equal(hit.node.revision, 1);
      assert.equal(hit.node.collection.name, 'articles');
      assert.ok(
        hit.highlights.some((h: { fragments: { html: string }[] }) =>
          /<mark>/.test(h.fragments[0]?.html ?? ''),
        ),
      );
      assert.equal(page.explain.model.name, 'multilingual-e5-small');
      assert.ok(page.explain.stages.length > 2);
    });

    test('a question finds by meaning what shares no word with it', async () => {
      const page = await find({ text: 'how do I make a loaf at home', mode: 'SEMANTIC' });
      assert.equal(ids(page)[0], '3');
    });

    test('a model that is put among the models is used by its name, and every subgraph tells of it', async () => {
      const folder = join(stack.dataDir, 'models', 'mine');
      await cp(join(modelsDir, 'bge-small-en-v1.5'), folder, { recursive: true });
      const { createCollection } = await client.data(
        `mutation { createCollection(input: { name: "english", model: "mine" }) {
           collection { embeddingModel { name license source { kind } collections } } } }`,
      );
      const mine = { name: 'mine', license: 'MIT', source: { kind: 'SERVICE' }, collections: ['english'] };
      assert.deepEqual(createCollection.collection.embeddingModel, mine);
      await client.data(
        `mutation { addDocuments(input: { collection: "english", waitFor: INDEXED,
           documents: [{ documentId: "1", content: "The loaf is ready when its crust tells." }] }) { position } }`,
      );
      const answer = await client.data(
        `{ search(input: { collections: ["english", "articles"], text: "bread", mode: SEMANTIC }) {
             explain { notes models { name languages } } edges { node { collectionName documentId } } } }`,
      );
      const { explain, edges } = answer.search;
      assert.deepEqual(explain.notes, []);
      assert.deepEqual(explain.models[0], { name: 'mine', languages: ['en'] });
      assert.equal(explain.models[1].name, 'multilingual-e5-small');
      assert.equal(edges.length, 4);
      await client.data('mutation { deleteCollection(input: { collection: "english" }) { name } }');
    });

    test('keywords are found by their stem, and only where they stand', async () => {
      assert.deepEqual(ids(await find({ text: 'storing embedding', mode: 'KEYWORD' })), ['1']);
    });

    test('a filter keeps out what it does not match', async () => {
      const filter = {
        and: [
          { field: 'year', gte: 2020 },
          { field: 'lang', in: ['en', 'zh'] },
        ],
      };
      assert.deepEqual(ids(await find({ text: '什麼是向量資料庫？', filter })).sort(), ['1', '2']);
      const wrong = await client.ask(search, {
        text: 'x',
        mode: 'HYBRID',
        first: 1,
        filter: { field: 'yeer', eq: 1 },
      });
      assert.equal(wrong.errors?.[0]?.extensions.code, 'UNKNOWN_FIELD');
      assert.match(wrong.errors?.[0]?.message ?? '', /year, lang/);
    });

    test('pages follow each other without showing a document twice', async () => {
      const first = await find({ text: 'vector search', first: 2 });
      const second = await find({ text: 'vector search', first: 2, after: first.pageInfo.endCursor });
      assert.deepEqual([...ids(first), ...ids(second)].sort(), ['1', '2', '3']);
      assert.equal(second.pageInfo.hasNextPage, false);
      assert.equal(first.totalCount, 3);
      assert.equal(first.totalCountRelation, 'EXACT');
    });

    test('a repeated search comes from the cache, and a write makes that answer unreachable at once', async () => {
      await find({ text: 'patience', mode: 'KEYWORD' });
      assert.equal((await find({ text: 'patience', mode: 'KEYWORD' })).explain.cacheLevel, 'L1');
      const [, , bread] = articles;
      const patched = { ...bread, content: 'Flour, water, salt. The oven must be hot.' };
      await client.data(addArticles, { documents: [patched], waitFor: 'INDEXED' });
      const page = await find({ text: 'patience', mode: 'KEYWORD' });
      assert.equal(page.explain.cacheLevel, 'NONE');
      assert.deepEqual(ids(page), []);
    });

    test('documents are listed and read as a front end needs them', async () => {
      const answer = await client.data(`{
        collection(name: "articles") { id name documentCount vectorCount createdAt }
        document(collection: "articles", documentId: "1") { id title indexedAt revision }
        documents(collection: "articles", filter: { field: "lang", eq: "en" }, first: 10) {
          totalCount edges { node { documentId title } } pageInfo { endCursor } } }`);
      assert.equal(answer.collection.documentCount, 3);
      assert.equal(answer.collection.vectorCount, 3);
      assert.ok(answer.document.indexedAt);
      assert.equal(answer.documents.totalCount, 2);
      assert.deepEqual(ids(answer.documents), ['1', '3']);
    });

    test('a patch changes what it names and keeps the rest; a missing document refuses the request', async () => {
      const update = `mutation ($documents: [DocumentPatchInput!]!) {
        updateDocuments(input: { collection: "articles", waitFor: INDEXED, documents: $documents }) { job { status } } }`;
      await client.data(update, { documents: [{ documentId: '1', metadata: { year: 2026 } }] });
      const { document } = await client.data(
        '{ document(collection: "articles", documentId: "1") { title metadata revision } }',
      );
      assert.deepEqual(document, {
        title: articles[0]?.title,
        metadata: { year: 2026, lang: 'en' },
        revision: 2,
      });
      const missing = await client.ask(update, {
        documents: [
          { documentId: '1', title: 'changed' },
          { documentId: '99', title: 'x' },
        ],
      });
      assert.equal(missing.errors?.[0]?.extensions.code, 'DOCUMENT_NOT_FOUND');
      const same = await client.data('{ document(collection: "articles", documentId: "1") { title } }');
      assert.equal(same.document.title, articles[0]?.title);
    });

    test('one bad document refuses the whole request with its place, and nothing changes', async () => {
      const documents = [
        { documentId: 'ok', content: 'fine' },
        { documentId: 'bad', content: 'x', metadata: { year: 'soon' } },
      ];
      const answer = await client.ask(addArticles, { documents, waitFor: 'ACCEPTED' });
      assert.equal(answer.errors?.[0]?.extensions.argument, 'input.documents[1].metadata.year');
      const { collection } = await client.data('{ collection(name: "articles") { documentCount } }');
      assert.equal(collection.documentCount, 3);
    });

    test('a deleted document is not found again', async () => {
      const remove = `mutation { deleteDocuments(input: { collection: "articles", waitFor: INDEXED,
        filter: { field: "year", lt: 2020 } }) { job { status total } } }`;
      const { job } = (await client.data(remove)).deleteDocuments;
      assert.deepEqual(job, { status: 'COMPLETED', total: 1 });
      assert.deepEqual(ids(await find({ text: 'bread', mode: 'HYBRID' })).sort(), ['1', '2']);
    });

    test('one trace leads from the client through the gateway to Milvus, PostgreSQL and the embedding model', async () => {
      const traceId = form === 'one' ? 'a'.repeat(32) : 'b'.repeat(32);
      const traced = graphqlClient(stack.url, { traceparent: `00-${traceId}-${'c'.repeat(16)}-01` });
      const input = '{ collections: ["articles"], text: "a question that nobody has asked before" }';
      await traced.data(`{ search(input: ${input}) { totalCount edges { node { collection { name } } } } }`);
      const came = (name: string) =>
        receiver.spans.some((span) => span.traceId === traceId && span.name.startsWith(name));
      const parts = [
        'POST /graphql',
        'Query.search',
        'milvus ',
        'postgresql ',
        'embedding POST',
        'POST /v1/embeddings',
      ];
      await until('the whole trace', () => parts.every(came));
    });

    test('health names every part', async () => {
      const { health } = await client.data(
        '{ health { status components { name status latencyMs detail } } }',
      );
      assert.equal(health.status, 'UP');
      const names = health.components.map((component: { name: string }) => component.name);
      for (const part of ['postgresql', 'milvus', 'embedding', 'subgraph:query', 'subgraph:index']) {
        assert.ok(names.includes(part), `${part} in ${names}`);
      }
      const plain = (await (await fetch(`${stack.url}/health`)).json()) as { status: string };
      assert.equal(plain.status, 'UP');
    });

    test('metrics are there for Prometheus, the gateway’s own query_total among them', async () => {
      const text = await (await fetch(`${stack.url}/metrics`)).text();
      const own = text.split('\n').filter((line) => line.startsWith('query_total{'));
      assert.ok(
        own.some((line) => /service="gateway"/.test(line) && / [1-9]\d*$/.test(line)),
        own.join('\n'),
      );
    });

    test('an alert rule fires and its alerts are streamed', async () => {
      const { rule } = (
        await client.data(`mutation { createAlertRule(input: { name: "always", metric: "qps", operator: GTE, threshold: 0,
          severity: WARNING, durationSeconds: 1 }) { rule { id name } } }`)
      ).createAlertRule;
      const states = [];
      const alerts = `subscription { alerts(after: 0) { sequence alert { id rule { name } state severity value threshold
        startedAt resolvedAt } } }`;
      for await (const { data } of client.events(alerts)) {
        if (data.alerts.alert.rule.name !== 'always') continue;
        states.push(data.alerts.alert.state);
        if (data.alerts.alert.state === 'FIRING') {
          await client.data('mutation ($id: ID!) { deleteAlertRule(input: { id: $id }) { id } }', {
            id: rule.id,
          });
        }
        if (data.alerts.alert.state === 'RESOLVED') break;
      }
      assert.deepEqual(states, ['PENDING', 'FIRING', 'RESOLVED']);
    });
  });
}
