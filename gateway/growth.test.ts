import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { request } from 'undici';
import { startScriptedGraph } from '../test/support/scripted-graph.ts';
import { json } from '../test/support/scripted-subgraph.ts';

/** After so many that are so long, what is kept of operations is full: more of them, kept for good, would take 10 MB and more. */
const FILLED = 150;
const MORE = 75;
const CHARACTERS = 100_000;
const AT_ONCE = 4;

test('what the gateway keeps of operations that are all different does not grow with their number', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  await using graph = await startScriptedGraph(
    'type Query { book(isbn: String): Book } type Book { title: String }',
    json({ data: { book: { title: 'Ulysses' } } }),
  );
  let next = 0;

  async function ask(end: number): Promise<void> {
    while (next < end) {
      const at = next++;
      const operationName = `Q${at}_${'n'.repeat(CHARACTERS / 2)}`;
      const query = `query ${operationName} { book(isbn: "${at} ${'x'.repeat(CHARACTERS)}") { title } }`;
      const { body } = await request(`${graph.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, operationName }),
      });
      assert.deepEqual(await body.json(), { data: { book: { title: 'Ulysses' } } });
      graph.subgraph.requests.length = 0;
    }
  }

  async function megabytesAfter(operations: number): Promise<number> {
    await Promise.all(Array.from({ length: AT_ONCE }, () => ask(operations)));
    collect();
    return process.memoryUsage().heapUsed / 1024 ** 2;
  }
  const before = await megabytesAfter(FILLED);
  const after = await megabytesAfter(FILLED + MORE);
  assert.ok(after - before < 5, `${before.toFixed()} MB, then ${after.toFixed()} MB`);
});
