import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { load } from '../load.ts';
import { guardedGateways } from './guarded.ts';
import { hive, installHive, kitegraph, type RunningGateway, type StartGateway } from './programs.ts';

const CALLERS = 16;
const ROUNDS = 3;
const operations = {
  'one subgraph': '{ products { id name price tags } }',
  'two subgraphs': '{ products { id name price reviews { stars text } } }',
};

const BARE = 'Kitegraph, all off';
const GUARDED = 'Kitegraph, all on';

export interface GatewayOptions {
  requests: number;
  /** Whether Hive Gateway is measured too; it is installed where it is not yet. */
  besideHive: boolean;
}

/**
 * What a request costs the gateway itself: its CPU time, over the same two subgraphs and in turn with the others, so that what else
 * the machine does hits all of them.
 */
export async function measureGateway(options: GatewayOptions): Promise<void> {
  const { besideHive } = options;
  // Requests are quick, and CPU time is counted in hundredths of a second.
  const requests = options.requests * 5;
  if (process.platform !== 'linux') return console.log('CPU time of other processes is read on Linux only.');
  const folder = await mkdtemp(join(tmpdir(), 'kitegraph-bench-'));
  await using started = new AsyncDisposableStack();
  started.defer(() => rm(folder, { recursive: true, force: true }));
  const subgraphs = fork(new URL('subgraphs.ts', import.meta.url), { execArgv: [] });
  started.defer(() => void subgraphs.kill());
  const [supergraph] = await once(subgraphs, 'message');
  const file = join(folder, 'supergraph.graphql');
  await writeFile(file, supergraph as string);

  const { bare, guarded } = started.use(await guardedGateways(folder));
  const programs: Record<string, StartGateway> = { Kitegraph: kitegraph(), [BARE]: bare, [GUARDED]: guarded };
  if (besideHive) {
    const installed = fileURLToPath(new URL('../../.kitegraph/bench/hive', import.meta.url));
    await installHive(installed);
    programs['Hive Gateway'] = hive(installed);
    programs['Hive Gateway, Rust planner'] = hive(installed, '--hive-router-runtime');
  }
  const running: Record<string, RunningGateway> = {};
  for (const [name, start] of Object.entries(programs)) running[name] = started.use(await start(file));

  console.log(
    ''.padEnd(44),
    ['CPU µs', 'a second', 'p50 ms', 'p99 ms', 'CPU ratio'].map((title) => title.padStart(9)).join(' '),
  );
  for (const [kind, query] of Object.entries(operations)) {
    const figures = new Map<string, Figures[]>();
    for (const gateway of Object.values(running)) await measured(gateway, query, Math.ceil(requests / 2));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [name, gateway] of Object.entries(running)) {
        figures.set(name, [...(figures.get(name) ?? []), await measured(gateway, query, requests)]);
      }
    }
    const own = median(figures.get('Kitegraph') ?? [], 'cpu');
    for (const [name, its] of figures) {
      console.log(
        `${kind}: ${name}`.padEnd(44),
        (['cpu', 'perSecond', 'p50', 'p99'] as const)
          .map((figure) =>
            median(its, figure)
              .toFixed(figure === 'cpu' ? 0 : 1)
              .padStart(9),
          )
          .join(' '),
        (median(its, 'cpu') / own).toFixed(2).padStart(9),
      );
    }
    const ratio = median(figures.get(GUARDED) ?? [], 'cpu') / median(figures.get(BARE) ?? [], 'cpu');
    console.log(`${kind}: all on beside all off`.padEnd(84), ratio.toFixed(2).padStart(9));
  }
}

interface Figures {
  /** Microseconds of CPU time a request. */
  cpu: number;
  perSecond: number;
  p50: number;
  p99: number;
}

async function measured(
  { url, cpuSeconds, headers: own }: RunningGateway,
  query: string,
  requests: number,
): Promise<Figures> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: CALLERS });
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...own };
  const body = JSON.stringify({ query });
  const before = cpuSeconds();
  const run = await load(requests, CALLERS, async () => {
    const answer = await pool.request({ path: pathname, method: 'POST', headers, body });
    const text = await answer.body.text();
    if (!text.startsWith('{"data":{')) throw new Error(`A gateway answered ${text.slice(0, 200)}`);
  });
  const cpu = ((cpuSeconds() - before) / requests) * 1e6;
  await pool.close();
  return { cpu, ...run };
}

function median(all: readonly Figures[], figure: keyof Figures): number {
  const sorted = all.map((one) => one[figure]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
