import type { ModelSpec } from '../../../lib/embedding/model-spec.ts';
import { PartRejected, PartUnavailable } from '../../../lib/errors.ts';
import { modelKey } from '../../../lib/view-spec.ts';
import type { Sources } from '../search/sources.ts';
import { type Calibration, fittedTo } from './calibration.ts';
import { probes } from './probes.ts';

/** The calibration of a model: fitted where it is one of ours, else by a few questions and answers that it embeds once. */
export type Calibrations = (model: ModelSpec) => Promise<Calibration>;

/**
 * Log-odds of the mean cosine of questions with their own answers, and with those of others: those of the models that
 * are fitted, on average. Slopes come out within 10 % of the fitted ones, and even odds within 0.04 of the cosine.
 */
const OF_ANSWERS = 0.6;
const OF_OTHERS = -11.5;
/** A difference of these means that is not by chance. */
const LEAST_APART = 0.01;
/** Where the model cannot be asked just now: even odds at a cosine of 0.5. */
const unknown: Calibration = { slope: 10, intercept: -5 };

export function calibrations(sources: Pick<Sources, 'embedSentences' | 'embed'>): Calibrations {
  const asked = new Map<string, Promise<Calibration>>();
  return async (model) => {
    const known = fittedTo(model.name);
    if (known) return known;
    const key = JSON.stringify([modelKey(model), model.source]);
    const asking = asked.get(key) ?? probed(model, sources);
    asked.set(key, asking);
    try {
      return await asking;
    } catch (error) {
      asked.delete(key);
      if (error instanceof PartUnavailable || error instanceof PartRejected) return unknown;
      throw error;
    }
  };
}

async function probed(
  model: ModelSpec,
  sources: Pick<Sources, 'embedSentences' | 'embed'>,
): Promise<Calibration> {
  const [questions, answers] = await Promise.all([
    Promise.all(probes.map(([question]) => sources.embed(model, question))),
    sources.embedSentences(
      model,
      probes.map(([, answer]) => answer),
    ),
  ]);
  const cosines = questions.flatMap((question, at) =>
    answers.map((answer, other) => ({ own: at === other, cosine: cosine(question, answer) })),
  );
  const [own, others] = [true, false].map((wanted) =>
    mean(cosines.filter((one) => one.own === wanted).map((one) => one.cosine)),
  ) as [number, number];
  // A model that does not tell answers apart says nothing.
  const slope = own - others > LEAST_APART ? (OF_ANSWERS - OF_OTHERS) / (own - others) : 0;
  return { slope, intercept: OF_ANSWERS - slope * own };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function cosine(a: Float32Array, b: Float32Array): number {
  const product = (x: Float32Array, y: Float32Array) =>
    x.reduce((sum, component, at) => sum + component * (y[at] as number), 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}
