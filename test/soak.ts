/**
 * `npm run soak`: the long forms of tests. `npm run soak -- cache [--steps 10000] [--seed 1]` compares answers out of the cache with
 * those of a search without one; anything else is a program of embedded/milvus-lite/soak.ts.
 */
import { parseArgs } from 'node:util';
import { readSettings } from '../lib/settings.ts';
import { explain } from '../setup/explain.ts';
import { prepare } from '../setup/prepare.ts';
import { progressOn } from '../setup/progress.ts';
import { ensureTestParts } from '../setup/test-parts.ts';
import { compareWithUncachedTwin } from './support/cache-twin.ts';

if (process.argv[2] === 'cache') await cache(process.argv.slice(3));
else await import('../embedded/milvus-lite/soak.ts');

async function cache(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { steps: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
  });
  try {
    const settings = readSettings({ KITEGRAPH_RUNTIME_DIR: process.env.KITEGRAPH_RUNTIME_DIR }, []);
    await prepare(settings, progressOn());
    await ensureTestParts(settings.runtimeDir, progressOn());
  } catch (error) {
    console.error(explain(error));
    process.exit(1);
  }
  const [seed, steps] = [Number(values.seed), Number(values.steps)];
  const began = performance.now();
  const { wrong, ...report } = await compareWithUncachedTwin({
    seed,
    steps,
    say: (line) => console.log(line),
  });
  console.table({ seed, ...report, seconds: Math.round((performance.now() - began) / 1_000) });
  for (const line of wrong.slice(0, 20)) console.log(`WRONG  ${line}`);
  console.log(wrong.length === 0 ? 'No answer was wrong.' : `${wrong.length} answers were wrong.`);
  process.exit(wrong.length === 0 ? 0 : 1);
}
