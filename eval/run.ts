/**
 * `npm run eval`: how good the answers are. Indexes test sets through the public API, runs all their judged queries in
 * each mode, prints the scores, and ends with exit code 1 where one falls short of its bar.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startStack } from '../launch/stack.ts';
import { setLogLevel } from '../lib/log.ts';
import { readSettings } from '../lib/settings.ts';
import { prepare } from '../setup/prepare.ts';
import { progressOn } from '../setup/progress.ts';
import { type Api, apiOf } from './api.ts';
import { shortfalls } from './bars.ts';
import { indexSet } from './index-set.ts';
import {
  acrossLanguages,
  type JudgedQuery,
  type JudgedSet,
  languagesOf,
  readJudgedSet,
} from './judged-set.ts';
import { measured, modes, type Run, runs, type Scores, scoreMode } from './score.ts';

const help = `npm run eval -- [options] [set …]
       npm run eval -- models --help: the embedding models by themselves
       npm run eval -- relevance --help: the calibration of scores

  Measures nDCG@10, MRR@10 and recall@10 and @100 of each search mode, with and without reranking. Sets: scifact drcd-dev cranfield
  xquad-zh-en (the default), or any folder of --data.

  --data <folder>   Folder with the test sets, each with corpus.jsonl, queries.jsonl and qrels.tsv
                    (default: ../shared/data, beside this repository)
  --url <address>   A running gateway to measure, instead of one that is started for this; the collections eval_<set>
                    stay in it, and what is complete is not indexed again
  --key <key>       Its API key
  --queries <n>     About so many queries of each set, spread over it, which takes less time (default: all; only then the
                    scores are compared with their bars)
  --plain           Nothing is reranked, which takes less time
  --model <name>    The embedding model (default: the deployment's)
`;

if (process.argv[2] === 'models') {
  await import('./models/run.ts');
  process.exit();
}

if (process.argv[2] === 'relevance') {
  await import('./relevance/run.ts');
  process.exit();
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: new URL('../../shared/data', import.meta.url).pathname },
    url: { type: 'string' },
    key: { type: 'string' },
    model: { type: 'string' },
    queries: { type: 'string' },
    plain: { type: 'boolean', default: false },
    help: { type: 'boolean' },
  },
});
const names = positionals.length > 0 ? positionals : ['scifact', 'drcd-dev', 'cranfield', 'xquad-zh-en'];
const lacking = names.filter((name) => !existsSync(join(values.data, name, 'qrels.tsv')));
if (values.help || lacking.length > 0) {
  for (const name of lacking) console.error(`There is no test set ${name} in ${values.data} (--data).`);
  console.error(help);
  process.exit(values.help ? 0 : 1);
}

const chosen: readonly Run[] = values.plain ? modes : runs;
const progress = progressOn();
await using parts = new AsyncDisposableStack();
const api = apiOf(values.url ?? (await startOwn()), values.key);
const short: string[] = [];
for (const name of names) {
  const set = sampled(readJudgedSet(values.data, name), values.queries);
  const title = values.model ? `${name} by ${values.model}` : name;
  const { scores, across } = await measure(api, set);
  print(title, set, [...chosen.map((run) => [run, scores[run]] as const), ...across]);
  if (!values.queries) short.push(...shortfalls(title, scores, values.model ? undefined : across[0]?.[1]));
}
for (const line of short) console.error(line);
process.exitCode = short.length > 0 ? 1 : 0;

/** The set with about so many of its queries. */
function sampled(set: JudgedSet, queries: string | undefined): JudgedSet {
  const every = queries ? Math.max(1, Math.round(set.queries.length / Number(queries))) : 1;
  return { ...set, queries: set.queries.filter((_, n) => n % every === 0) };
}

/** A whole Kitegraph for this run, with its data in a folder that goes with it. */
async function startOwn(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kitegraph-eval-'));
  parts.defer(() => rm(dataDir, { recursive: true, force: true }));
  const own = { KITEGRAPH_DATA_DIR: dataDir, KITEGRAPH_PORT: '0', KITEGRAPH_RERANK_SECONDS: '60' };
  const settings = readSettings({ ...process.env, ...own }, []);
  setLogLevel('error');
  await prepare(settings, progress);
  return parts.use(await startStack(settings)).url;
}

async function measure(target: Api, set: JudgedSet) {
  const collection = [`eval_${set.name}`, values.model?.replaceAll(/[^\w-]/g, '_')].filter(Boolean).join('_');
  progress.step(`Indexing ${set.documents.length} documents of ${set.name}`);
  await indexSet(target, collection, set.documents, {
    model: values.model,
    progress: (done) => progress.update(`${done}`),
  });
  progress.done();
  const scores: Partial<Record<Run, Scores>> = {};
  for (const run of chosen) {
    progress.step(`Searching ${set.name} for ${set.queries.length} queries, ${run}`);
    scores[run] = await scoreMode(target, collection, set, run);
    progress.done();
  }
  const across: [string, Scores][] = [];
  if (languagesOf(set).size > 1) {
    // The query's own language is filtered away: its paragraph would come first, and rightly.
    const filterOf = ({ lang }: JudgedQuery) => ({ field: 'lang', ne: lang });
    const scored = await scoreMode(target, collection, acrossLanguages(set), 'SEMANTIC', filterOf);
    across.push(['SEMANTIC, across languages', scored]);
  }
  return { scores: scores as Record<Run, Scores>, across };
}

function print(
  title: string,
  { documents, queries }: JudgedSet,
  rows: readonly (readonly [string, Scores])[],
): void {
  console.log(`\n${title}: ${documents.length} documents, ${queries.length} queries`);
  console.log(`| mode | ${measured.map(([, title]) => title).join(' | ')} |\n|---|---|---|---|---|`);
  for (const [row, scores] of rows) {
    console.log(`| ${[row, ...measured.map(([name]) => scores[name].toFixed(4))].join(' | ')} |`);
  }
}
