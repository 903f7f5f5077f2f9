import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { startMilvusLite } from '../../embedded/milvus-lite.ts';
import { startPostgres } from '../../embedded/postgres.ts';
import type { Filter, FilterInput } from '../../lib/filter/filter.ts';
import { matches } from '../../lib/filter/matches.ts';
import { checkMetadata } from '../../lib/filter/metadata.ts';
import { toMilvus } from '../../lib/filter/milvus.ts';
import { parseFilter } from '../../lib/filter/parse.ts';
import { toSql } from '../../lib/filter/sql.ts';
import { stringifyJson64 } from '../../lib/json64.ts';
import { setLogLevel } from '../../lib/log.ts';
import { type VectorStore, vectorStore } from '../../lib/milvus/vector-store.ts';
import { readSettings } from '../../lib/settings.ts';
import { FIELDS, randomDocuments, randomFilter, STRINGS, seeded } from '../support/filter-cases.ts';
import { passage } from '../support/passages.ts';
import { exactShape } from '../support/view-shape.ts';

setLogLevel(process.env.KITEGRAPH_LOG_LEVEL ?? 'error');

const VIEW = 'filters';
const random = seeded(20);
const documents = randomDocuments(150, random).map((metadata, index) =>
  checkMetadata(metadata, FIELDS, {
    strict: false,
    path: `documents[${index}]`,
    limits: { metadataBytes: 65_536, metadataDepth: 16 },
  }),
);
const cleanup = new AsyncDisposableStack();
let database: pg.Client;
let milvus: VectorStore;

before(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'kitegraph-filters-'));
  cleanup.defer(() => rm(dataDir, { recursive: true, force: true }));
  const { runtimeDir } = readSettings({ KITEGRAPH_RUNTIME_DIR: process.env.KITEGRAPH_RUNTIME_DIR }, []);

  const postgres = cleanup.use(await startPostgres({ dataDir }));
  database = new pg.Client(postgres.url);
  await database.connect();
  cleanup.defer(() => database.end());
  await database.query('CREATE TABLE documents (id int, metadata jsonb NOT NULL)');
  for (const [id, metadata] of documents.entries()) {
    await database.query('INSERT INTO documents VALUES ($1, $2)', [id, stringifyJson64(metadata)]);
  }

  const lite = cleanup.use(await startMilvusLite({ dataDir, venv: join(runtimeDir, 'venv') }));
  milvus = cleanup.use(vectorStore({ address: lite.address }));
  await milvus.createView(VIEW, exactShape(2));
  const rows = documents.map((metadata, id) =>
    passage({ document: String(id), metadata, vector: Float32Array.of(1, id) }),
  );
  await milvus.write(VIEW, rows);
});
after(() => cleanup.disposeAsync());

const expected = (filter: Filter) =>
  documents.flatMap((metadata, id) => (matches(filter, metadata) ? [id] : []));

async function inPostgres(filter: Filter): Promise<number[]> {
  const values: unknown[] = [];
  const condition = toSql(filter, (value) => `$${values.push(value)}`);
  const { rows } = await database.query(`SELECT id FROM documents WHERE ${condition} ORDER BY id`, values);
  return rows.map(({ id }) => id);
}

async function inMilvus(filter: Filter): Promise<number[]> {
  const vectors = [Float32Array.of(1, 0)];
  const [hits = []] = await milvus.searchVectors(VIEW, { vectors, limit: 200, filter: toMilvus(filter) });
  return hits.map(({ row }) => Number(row.document)).sort((a, b) => a - b);
}

async function agreeOn(input: FilterInput): Promise<number> {
  const filter = parseFilter(input, FIELDS, 'filter');
  const found = expected(filter);
  assert.deepEqual(await inPostgres(filter), found, `PostgreSQL, ${stringifyJson64(input)}`);
  assert.deepEqual(await inMilvus(filter), found, `Milvus, ${toMilvus(filter)}`);
  return found.length;
}

test('a filter finds the same documents in PostgreSQL, in Milvus and in memory', async () => {
  const sizes = new Set<number>();
  for (let round = 0; round < 400; round++) sizes.add(await agreeOn(randomFilter(random)));
  assert.ok(sizes.size > 40, `filters too alike: ${[...sizes]}`);
});

test('everything, nothing, and a thousand values', async () => {
  assert.equal(await agreeOn({}), documents.length);
  assert.equal(await agreeOn({ or: [] }), 0);
  assert.equal(await agreeOn({ and: [{ field: 'year', in: [] }, {}] }), 0);
  const years = Array.from({ length: 1000 }, (_, index) => 1500 + index);
  assert.ok((await agreeOn({ field: 'year', in: years })) > 0);
  assert.ok((await agreeOn({ not: { field: 'year', in: years } })) > 0);
  const names = Array.from({ length: 999 }, (_, index) => `${'名'.repeat(200)}${index}`);
  assert.ok((await agreeOn({ field: 'tags', in: [...names, '文'] })) > 0);
});

test('the edges of 64 bits', async () => {
  const edges = [
    '-9223372036854775808',
    '-9223372036854775807',
    '9223372036854775806',
    '9223372036854775807',
  ];
  for (const operator of ['eq', 'lt', 'lte', 'gt', 'gte', 'ne'] as const) {
    for (const edge of edges) await agreeOn({ field: 'big', [operator]: edge });
  }
});

test('every beginning of a string finds it, and wildcards, quotes and ends of lines are characters like any other', async () => {
  const beginnings = new Set(
    STRINGS.flatMap((text) =>
      Array.from(text, (_, length) =>
        Array.from(text)
          .slice(0, length + 1)
          .join(''),
      ),
    ),
  );
  for (const startsWith of ['', ...beginnings]) await agreeOn({ field: 'name', startsWith });
  for (const startsWith of ['%', '_', 'a%', "it's", '資']) {
    assert.ok((await agreeOn({ field: 'name', startsWith })) < 30, startsWith);
  }
  await agreeOn({ not: { field: 'name', startsWith: 'a' } });
  await agreeOn({ field: 'tags', containsAll: STRINGS.slice(0, 2) });
});
