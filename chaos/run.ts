/**
 * `npm run chaos`: kills parts of the running product at random moments under load, and looks whether anything was lost. The same
 * seed does the same things, though not at the same instants.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setLogLevel } from '../lib/log.ts';
import { readSettings } from '../lib/settings.ts';
import { explain } from '../setup/explain.ts';
import { prepare } from '../setup/prepare.ts';
import { progressOn } from '../setup/progress.ts';
import { chaos } from './chaos.ts';
import { inOneProcess, inProcesses } from './system.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    kills: { type: 'string', default: '50' },
    writers: { type: 'string', default: '3' },
    form: { type: 'string', default: 'each' },
    verbose: { type: 'boolean', default: false },
  },
});

setLogLevel(values.verbose ? 'warn' : 'silent');
try {
  await prepare(readSettings({ KITEGRAPH_RUNTIME_DIR: process.env.KITEGRAPH_RUNTIME_DIR }, []), progressOn());
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}
const dataDir = await mkdtemp(join(tmpdir(), 'kitegraph-chaos-'));
const began = Date.now();
console.log(
  `seed ${values.seed}, ${values.kills} kills, ${values.writers} writers, ${values.form}, data in ${dataDir}`,
);
const system = await (values.form === 'one' ? inOneProcess(dataDir) : inProcesses(dataDir));
const { wrong, ...report } = await chaos(system, {
  seed: Number(values.seed),
  kills: Number(values.kills),
  writers: Number(values.writers),
  say: (line) => console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(7)} s  ${line}`),
});
await system[Symbol.asyncDispose]();
console.table(report);
for (const line of wrong.slice(0, 50)) console.log(`WRONG  ${line}`);
console.log(
  wrong.length === 0
    ? 'Nothing was lost, doubled or brought back.'
    : `${wrong.length} things are wrong; run it again with --seed ${values.seed}. The data stay in ${dataDir}.`,
);
if (wrong.length === 0) await rm(dataDir, { recursive: true, force: true });
process.exit(wrong.length === 0 ? 0 : 1);
