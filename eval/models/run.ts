/**
 * `npm run eval -- models`: the models that are shipped, and the default in other precisions: nDCG@10 of each alone, and how
 * fast it is. Each runs in the embedding service, as in production.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbedding } from '../../embedding/server.ts';
import type { TextEmbedder } from '../../lib/embedding/text-embedder.ts';
import { embeddingClient } from '../../lib/embedding-client.ts';
import { setLogLevel } from '../../lib/log.ts';
import { readSettings } from '../../lib/settings.ts';
import { prepare } from '../../setup/prepare.ts';
import { progressOn } from '../../setup/progress.ts';
import { type JudgedSet, readJudgedSet } from '../judged-set.ts';
import { nearestNdcg, partOf } from './quality.ts';
import { measureSpeed } from './speed.ts';
import { makeVariants } from './variants.ts';

const help = `npm run eval -- models [options]

  nDCG@10 and speed of the models that are shipped, and of the default in other precisions.

  --data <folder>    Folder with scifact and drcd-dev (default: ../shared/data, beside this repository)
  --queries <n>      Queries of each set (default 300)
  --documents <n>    Documents of each set: those that were judged for the queries, and others (default 1000)
  --texts <n>        Passages by which the speed is measured (default 48); queries are four times as many
  --only <what>      quality or speed
`;

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: new URL('../../../shared/data', import.meta.url).pathname },
    queries: { type: 'string', default: '300' },
    documents: { type: 'string', default: '1000' },
    texts: { type: 'string', default: '48' },
    only: { type: 'string' },
    help: { type: 'boolean' },
  },
});
const E5 = 'multilingual-e5-small';
const models = [E5, 'e5-int8', 'e5-fp32', 'bge-small-en-v1.5'];
const sets = ['scifact', 'drcd-dev'];
const lacking = sets.filter((name) => !existsSync(join(values.data, name, 'qrels.tsv')));
if (values.help || lacking.length > 0) {
  for (const name of lacking) console.error(`There is no test set ${name} in ${values.data} (--data).`);
  console.error(help);
  process.exit(values.help ? 0 : 1);
}

const progress = progressOn();
await using stack = new AsyncDisposableStack();
const dir = await mkdtemp(join(tmpdir(), 'kitegraph-eval-'));
stack.defer(() => rm(dir, { recursive: true, force: true }));
const settings = readSettings({ ...process.env, KITEGRAPH_DATA_DIR: dir }, []);
setLogLevel('error');
await prepare(settings, progress);
progress.step('The default model in other precisions');
const python = join(settings.runtimeDir, 'venv', 'bin', 'python');
await makeVariants({ dir: join(dir, 'models'), python, progress });
progress.done();
const service = stack.use(
  await startEmbedding({
    host: '127.0.0.1',
    port: 0,
    modelDirs: [join(settings.runtimeDir, 'models'), join(dir, 'models')],
    loadedModels: 1,
  }),
);
const client = stack.use(embeddingClient({ url: service.url }));
const offered = await client.offered();
const whole = sets.map((name) => readJudgedSet(values.data, name));
if (values.only !== 'speed') for (const set of whole) await compareQuality(set);
if (values.only !== 'quality') await compareSpeed(whole[0] as JudgedSet);

function model(name: string): TextEmbedder {
  const spec = offered.find((one) => one.name === name);
  if (!spec) throw new Error(`the embedding service does not offer ${name}`);
  return client.of(spec);
}

async function compareQuality(set: JudgedSet): Promise<void> {
  const part = partOf(set, Number(values.queries), Number(values.documents));
  console.log(`\n${set.name}: ${part.documents.length} documents, ${part.queries.length} queries`);
  console.log('| model | nDCG@10 |\n|---|---|');
  for (const name of models) {
    progress.step(`${set.name} by ${name}`);
    const score = await nearestNdcg(model(name), part, (done) => progress.update(`${done}`));
    progress.done();
    console.log(`| ${name} | ${score.toFixed(4)} |`);
  }
}

async function compareSpeed(set: JudgedSet): Promise<void> {
  console.log(`\nOne thread, abstracts of ${set.name} and its queries`);
  console.log('| model | passages a second | queries a second | one query alone, ms |\n|---|---|---|---|');
  for (const name of models) {
    const { passages, queries, queryMs } = await measureSpeed(model(name), set, Number(values.texts));
    console.log(`| ${name} | ${passages.toFixed(1)} | ${queries.toFixed(0)} | ${queryMs.toFixed(1)} |`);
  }
}
