import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));

test('npm run bench measures searches and indexing beside what they are built on', {
  timeout: 290_000,
}, async () => {
  const short = [
    'ingest',
    'search',
    'cached',
    'gateway',
    '--documents',
    '30',
    '--requests',
    '8',
    '--given',
    '200',
  ];
  short.push('subscriptions', '--subscribers', '40,10', '--opened', '200', '--seconds', '2');
  const { stdout } = await promisify(execFile)(process.execPath, ['bench/run.ts', ...short], { cwd: root });
  for (const line of [
    /from the mutation to searchable +[\d.]+ a second +ratio [\d.]+/,
    /p95 +from the mutation to searchable \d+, of which the embedding \d+/,
    /memory for 100, and Redis, 8 at once, then +[\d.]+ % .* [\d.]+$/m,
    /hybrid, gateway, 32 at once +[\d.]+ .* [\d.]+$/m,
    /40 subscribers of one operation and 10 of different ones.* over 11 streams/,
    /events in 2 s arrived, ms after they were made: p50 \d+, p99 \d+/,
    /two subgraphs: Kitegraph +\d+ /,
    /two subgraphs: all on beside all off +\S+/,
    /after 200 \d+ MB; no stream is left open/,
  ])
    assert.match(stdout, line);
});

test('a part of it that does not exist is told', async () => {
  const failure = await promisify(execFile)(process.execPath, ['bench/run.ts', 'nothing'], {
    cwd: root,
  }).catch((error) => error);
  assert.match(failure.stderr, /There is no part nothing: ingest, search, cached.*near/);
});
