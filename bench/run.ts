/**
 * `npm run bench`: what is fast, and how fast, measured beside what it is built on: both sides in one run, on one machine, with
 * the ratio. `npm run bench -- search`, `-- ingest`, `-- cached`, `-- suggest`, `-- live`, `-- recall`, `-- balance`,
 * `-- gateway` and `-- subscriptions` measure one part. Options: --documents, --requests, --given, --memory; of the searches --sizes 5000,20000,100000
 * and --real (a Milvus 2.3.5 too); of subscriptions --subscribers 10000,2000, --opened, --seconds and
 * --of-a-socket; of the gateway --beside-hive (Hive Gateway too, which is then installed).
 */

import { parseArgs } from 'node:util';
import { readSettings } from '../lib/settings.ts';
import { prepare } from '../setup/prepare.ts';
import { progressOn } from '../setup/progress.ts';
import { ensureTestParts } from '../setup/test-parts.ts';
import { measureBalance } from './balance.ts';
import { measureCached } from './cached.ts';
import { measureGateway } from './gateway/measure.ts';
import { measureIngest } from './ingest.ts';
import { measureLive } from './live.ts';
import { measureNear } from './near.ts';
import { measureRecall } from './recall.ts';
import { measureSearch } from './search.ts';
import { measureSubscriptions } from './subscriptions/measure.ts';
import { measureSuggest } from './suggest.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    documents: { type: 'string', default: '1000' },
    requests: { type: 'string', default: '400' },
    given: { type: 'string', default: '6000' },
    memory: { type: 'string', default: '0' },
    sizes: { type: 'string' },
    subscribers: { type: 'string', default: '10000,2000' },
    opened: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '30' },
    'of-a-socket': { type: 'string', default: '10' },
    'beside-hive': { type: 'boolean', default: false },
    real: { type: 'boolean', default: false },
  },
});
const parts = {
  ingest: measureIngest,
  search: measureSearch,
  cached: measureCached,
  near: measureNear,
  suggest: measureSuggest,
  live: measureLive,
  recall: measureRecall,
  subscriptions: measureSubscriptions,
  balance: measureBalance,
  gateway: measureGateway,
};
const chosen = positionals.length > 0 ? positionals : Object.keys(parts);
const unknown = chosen.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}: ${Object.keys(parts).join(', ')}.`);
  process.exit(1);
}
const options = {
  documents: Number(values.documents),
  requests: Number(values.requests),
  given: Number(values.given),
  memory: Number(values.memory),
  sizes: (values.sizes ?? values.documents).split(',').map(Number),
  subscribers: values.subscribers.split(',').map(Number) as [number, number],
  opened: Number(values.opened),
  seconds: Number(values.seconds),
  ofASocket: Number(values['of-a-socket']),
  besideHive: values['beside-hive'],
  real: values.real,
};
const settings = readSettings({ KITEGRAPH_RUNTIME_DIR: process.env.KITEGRAPH_RUNTIME_DIR }, []);
await prepare(settings, progressOn());
if (chosen.includes('cached') || values.real) await ensureTestParts(settings.runtimeDir, progressOn());
console.log(`${options.documents} documents, ${options.requests} requests a line, Node ${process.version}`);
for (const name of chosen) {
  console.log(`\n${name}`);
  await parts[name as keyof typeof parts](options);
}
