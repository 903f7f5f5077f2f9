import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);
const few = ['--documents', '30', '--requests', '8', '--given', '200'];
const fewSubscribers = ['--subscribers', '40,10', '--opened', '200', '--seconds', '2'];

for (const [part, options, lines] of [
  [
    'ingest',
    few,
    [
      /from the mutation to searchable +[\d.]+ a second +ratio [\d.]+/,
      /p95 +from the mutation to searchable \d+, of which the embedding \d+/,
    ],
  ],
  ['search', few, [/hybrid, gateway, 32 at once +[\d.]+ .* [\d.]+$/m]],
  ['cached', few, [/memory for 100, and Redis, 8 at once, then +[\d.]+ % .* [\d.]+$/m]],
  ['gateway', few, [/two subgraphs: Kitegraph +\d+ /, /two subgraphs: all on beside all off +\S+/]],
  [
    'subscriptions',
    fewSubscribers,
    [
      /40 subscribers of one operation and 10 of different ones.* over 11 streams/,
      /events in 2 s arrived, ms after they were made: p50 \d+, p99 \d+/,
      /after 200 \d+ MB; no stream is left open/,
    ],
  ],
] as const) {
  test(`npm run bench measures ${part} beside what it is built on`, async ({ signal }) => {
    const { stdout } = await run(process.execPath, ['bench/run.ts', part, ...options], { cwd: root, signal });
    for (const line of lines) assert.match(stdout, line);
  });
}

test('a part of it that does not exist is told', async () => {
  const failure = await run(process.execPath, ['bench/run.ts', 'nothing'], { cwd: root }).catch(
    (error) => error,
  );
  assert.match(failure.stderr, /There is no part nothing: ingest, search, cached.*near/);
});
