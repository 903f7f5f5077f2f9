import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { chaos } from '../../chaos/chaos.ts';
import { inOneProcess, inProcesses } from '../../chaos/system.ts';

// The short form of `npm run chaos`: a few kills, with a seed that reaches each part.
for (const [what, start, kills] of [
  ['any process', inProcesses, 10],
  ['the whole product', inOneProcess, 2],
] as const) {
  test(`kill -9 of ${what} under load loses, doubles and brings back nothing, and no event is missed`, async () => {
    await using cleanup = new AsyncDisposableStack();
    const dataDir = await mkdtemp(join(tmpdir(), 'kitegraph-chaos-'));
    cleanup.defer(() => rm(dataDir, { recursive: true, force: true }));
    const system = cleanup.use(await start(dataDir));
    const report = await chaos(system, { seed: 20, kills, writers: 3, say: () => undefined });
    assert.deepEqual(report.wrong, []);
    assert.ok(report.requests >= 3 * kills, `${report.requests} requests`);
  });
}
