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
  --texts <n>        Passages by which the speed is measured (default 16); queries are four times as many
  --rounds <n>       Rounds of it, of which the best counts (default 3)
  --only <what>      quality or speed
  --models <a,b>     Some of them: multilingual-e5-small (as shipped), e5-int4-weights, e5-int8-products, e5-float32,
                     bge-small-en-v1.5
`;

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: new URL('../../../shared/data', import.meta.url).pathname },
    queries: { type: 'string', default: '300' },
    documents: { type: 'string', default: '1000' },
    texts: { type: 'string', default: '16' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    models: {
      type: 'string',
      default: 'multilingual-e5-small,e5-int4-weights,e5-int8-products,e5-float32,bge-small-en-v1.5',
    },
    help: { type: 'boolean' },
  },
});
const models = values.models.split(',');
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
    loadedModels: models.length,
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
  const compared = new Map(models.map((name) => [name, model(name)]));
  const sizes = { texts: Number(values.texts), rounds: Number(values.rounds) };
  progress.step('Speed');
  const speeds = await measureSpeed(compared, set, sizes);
  progress.done();
  console.log(
    `\nOne thread, abstracts of ${set.name} and its queries; in brackets in a second of processor time`,
  );
  console.log('| model | passages a second | queries a second | one query alone, ms |\n|---|---|---|---|');
  for (const [name, { passages, queries, queryMs }] of speeds) {
    const [p, q] = [passages, queries].map(({ wall, cpu }) => `${wall.toFixed(1)} (${cpu.toFixed(1)})`);
    console.log(`| ${name} | ${p} | ${q} | ${queryMs.toFixed(1)} |`);
  }
}
