import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serviceModel } from '../../../lib/embedding/model-spec.ts';
import { PartUnavailable } from '../../../lib/errors.ts';
import { logOdds, mostByWords, probability } from './calibration.ts';
import { calibrations } from './calibrations.ts';
import { probes } from './probes.ts';

const model = serviceModel({ name: 'somebody-elses', version: '1', dimensions: probes.length + 1 });

/** Vectors in which a question is as near to its answer, and to other answers, as is said. */
function modelOf(own: number, others: number, calls: string[] = []) {
  const axis = (at: number) =>
    Float32Array.from({ length: probes.length }, (_, other) => (at === other ? 1 : 0));
  const question = (at: number) => {
    const vector = axis(0).map((_, other) => (at === other ? own : others));
    const length = vector.reduce((sum, component) => sum + component ** 2, 0);
    // What is left of length 1 lies where no answer is.
    return Float32Array.from([...vector, Math.sqrt(1 - length)]);
  };
  return {
    async embed(_model: unknown, text: string) {
      calls.push(text);
      return question(probes.findIndex(([asked]) => asked === text));
    },
    embedSentences: async (_model: unknown, texts: string[]) =>
      texts.map((_, at) => Float32Array.from([...axis(at), 0])),
  };
}

test("a model of somebody else's is calibrated by how near it brings questions to their answers, once", async () => {
  const calls: string[] = [];
  const of = calibrations(modelOf(0.6, 0.2, calls));
  const calibration = await of(model);
  const oddsAt = (cosine: number) => logOdds(calibration, cosine);
  assert.ok(Math.abs(oddsAt(0.6) - 0.6) < 1e-5 && Math.abs(oddsAt(0.2) + 11.5) < 1e-4);
  assert.equal((await of(model)).slope, calibration.slope);
  assert.equal(calls.length, probes.length);
});

test('one that tells nothing apart says that nothing is known, and one that is away is asked again', async () => {
  const blunt = await calibrations(modelOf(0.3, 0.3))(model);
  assert.equal(blunt.slope, 0);
  let away = true;
  const there = modelOf(0.6, 0.2);
  const of = calibrations({
    embed: (...asked) =>
      away ? Promise.reject(new PartUnavailable('embedding', 'gone')) : there.embed(...asked),
    embedSentences: there.embedSentences,
  });
  assert.deepEqual(await of(model), { slope: 10, intercept: -5 });
  away = false;
  assert.ok((await of(model)).slope > 20);
});

test('the models that are shipped are calibrated by their names, without a call', async () => {
  const calls: string[] = [];
  const of = calibrations(modelOf(0.6, 0.2, calls));
  const { slope, intercept } = await of({ ...model, name: 'multilingual-e5-small' });
  assert.ok(probability(slope * 0.9 + intercept) > 0.95 && probability(slope * 0.82 + intercept) < 0.05);
  assert.equal(calls.length, 0);
});

test('no BM25 score is above the most that it could be', () => {
  const terms = 3;
  for (const documents of [1, 2, 10, 1_000_000]) {
    // Each term in one document only, there so often that it counts as much as it can.
    const rarest = Math.log(1 + (documents - 1 + 0.5) / 1.5);
    assert.ok(terms * rarest * 2.2 <= mostByWords(terms, documents) + 1e-9);
  }
  assert.equal(mostByWords(0, 10), 0);
});
