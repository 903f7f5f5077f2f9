import type { TextEmbedder } from '../../lib/embedding/text-embedder.ts';
import type { JudgedSet } from '../judged-set.ts';

export interface Speed {
  /** Passages of the set, many asked for at once: in a second, and in a second of processor time. */
  passages: { wall: number; cpu: number };
  /** Queries likewise. */
  queries: { wall: number; cpu: number };
  /** Milliseconds of one query alone, the middle one of all. */
  queryMs: number;
}

/**
 * How fast models are: in rounds, one model after the other in each, the best round of each counts. The texts in a second of
 * processor time hardly depend on what else the machine does.
 */
export async function measureSpeed(
  models: ReadonlyMap<string, TextEmbedder>,
  set: JudgedSet,
  { texts, rounds }: { texts: number; rounds: number },
): Promise<Map<string, Speed>> {
  const best = new Map<string, Speed>();
  for (const model of models.values()) await model.embed(['A harmless text.'], 'query');
  for (let round = 0; round < rounds; round++) {
    for (const [name, model] of models) {
      const found = await measureOnce(model, set, texts);
      best.set(name, better(best.get(name) ?? found, found));
    }
  }
  return best;
}

async function measureOnce(model: TextEmbedder, set: JudgedSet, texts: number): Promise<Speed> {
  const questions = set.queries.slice(0, 4 * texts).map(({ text }) => text);
  const passages = set.documents.slice(0, texts).map(({ text }) => text);
  const times: number[] = [];
  for (const question of questions.slice(0, texts)) {
    const began = performance.now();
    await model.embed([question], 'query');
    times.push(performance.now() - began);
  }
  return {
    passages: await rate(model, 'passage', passages),
    queries: await rate(model, 'query', questions),
    queryMs: times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN,
  };
}

async function rate(model: TextEmbedder, kind: 'query' | 'passage', texts: string[]) {
  const began = performance.now();
  const before = process.cpuUsage();
  await model.embed(texts, kind);
  const { user, system } = process.cpuUsage(before);
  return {
    wall: (1e3 * texts.length) / (performance.now() - began),
    cpu: (1e6 * texts.length) / (user + system),
  };
}

function better(a: Speed, b: Speed): Speed {
  const most = (what: 'passages' | 'queries') => ({
    wall: Math.max(a[what].wall, b[what].wall),
    cpu: Math.max(a[what].cpu, b[what].cpu),
  });
  return { passages: most('passages'), queries: most('queries'), queryMs: Math.min(a.queryMs, b.queryMs) };
}
