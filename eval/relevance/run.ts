/**
 * `npm run eval -- relevance`: fits the calibration of scores (subgraphs/query/relevance/calibration.ts) on scifact's training
 * queries, and tells how well the one that is committed parts what answers from what does not, there and on drcd-dev.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startStack } from '../../launch/stack.ts';
import { setLogLevel } from '../../lib/log.ts';
import { readSettings } from '../../lib/settings.ts';
import { prepare } from '../../setup/prepare.ts';
import { progressOn } from '../../setup/progress.ts';
import { apiOf } from '../api.ts';
import { indexSet } from '../index-set.ts';
import { type JudgedSet, readJudgedSet } from '../judged-set.ts';
import { partOf } from '../models/quality.ts';
import { fitLogistic } from './fit.ts';
import { candidatesOf, type Judged } from './gather.ts';

const help = `npm run eval -- relevance [options]

  Fits the calibration of scores on scifact's training queries (qrels.train.tsv), by model, and prints its figures.

  --data <folder>    Folder with scifact and drcd-dev (default: ../shared/data, beside this repository)
  --queries <n>      Queries of each set (default 400)
  --documents <n>    Documents of each set: those that were judged for the queries, and others (default 1250)
  --url <address>    A running Kitegraph, in which collections stay and are not indexed again
`;

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: new URL('../../../shared/data', import.meta.url).pathname },
    queries: { type: 'string', default: '400' },
    documents: { type: 'string', default: '1250' },
    url: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(help);
  process.exit();
}

const models = ['multilingual-e5-small', 'bge-small-en-v1.5'];
const progress = progressOn();
await using parts = new AsyncDisposableStack();
const api = apiOf(values.url ?? (await startOwn()));
const partOfSet = (name: string, judgments?: string) =>
  partOf(readJudgedSet(values.data, name, judgments), Number(values.queries), Number(values.documents));

const training = partOfSet('scifact', 'qrels.train.tsv');
const byModel = new Map<string, Judged[]>();
for (const model of models) byModel.set(model, await gathered(training, model));
const own = [...byModel].map(([model, judged]) => {
  const [slope = 0, intercept = 0] = fitted(judged, ({ cosine }) => [cosine]);
  console.log(`${model}: slope ${slope.toFixed(2)}, intercept ${intercept.toFixed(2)}`);
  return judged.map((one) => ({ ...one, meaning: slope * one.cosine + intercept }));
});
const all = own.flat();
console.log('words:', shown(fitted(all, ({ share }) => [share])));
console.log('meaning and words:', shown(fitted(all, ({ meaning, share }) => [meaning, share])));

console.log('\nAs committed, of the first 100 candidates of HYBRID, a relevance of 0.5 and more has:');
console.log('| | of those that answer | of the others |\n|---|---|---|');
for (const [model, judged] of byModel) tell(`scifact, training, ${model}`, judged);
tell(`drcd-dev, ${models[0]}`, await gathered(partOfSet('drcd-dev'), models[0] as string));

/** Indexes a set by a model, and searches it for all its queries. */
async function gathered(set: JudgedSet, model: string): Promise<Judged[]> {
  const collection = `relevance_${set.name}_${model.replaceAll('.', '_')}`;
  progress.step(`${set.documents.length} documents of ${set.name} by ${model}`);
  await indexSet(api, collection, set.documents, { model, progress: (done) => progress.update(`${done}`) });
  const judged = await candidatesOf(api, collection, set);
  progress.done();
  return judged;
}

function fitted<T extends Judged>(judged: readonly T[], featuresOf: (one: T) => number[]): number[] {
  return fitLogistic(judged.map((one) => ({ features: featuresOf(one), answers: one.answers })));
}

function tell(title: string, judged: readonly Judged[]): void {
  const shareOf = (answers: boolean) => {
    const those = judged.filter((one) => one.answers === answers);
    return (those.filter(({ relevance }) => relevance >= 0.5).length / those.length).toFixed(3);
  };
  console.log(`| ${title} | ${shareOf(true)} | ${shareOf(false)} |`);
}

function shown(weights: readonly number[]): string {
  return weights.map((weight) => weight.toFixed(3)).join(', ');
}

/** A whole Kitegraph for this run, with its data in a folder that goes with it. */
async function startOwn(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kitegraph-eval-'));
  parts.defer(() => rm(dataDir, { recursive: true, force: true }));
  const settings = readSettings({ ...process.env, KITEGRAPH_DATA_DIR: dataDir, KITEGRAPH_PORT: '0' }, []);
  setLogLevel('error');
  await prepare(settings, progress);
  return parts.use(await startStack(settings)).url;
}
