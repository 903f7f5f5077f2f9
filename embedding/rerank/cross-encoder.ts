import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Pair } from './pair.ts';

const INPUTS = ['input_ids', 'attention_mask', 'token_type_ids'];

/**
 * Loads a model that reads a query and a document together and answers one number. Each pair is a batch of its own: an 8-bit
 * model's number would depend on what else is in the batch.
 * @throws Error where it is no such model
 */
export async function loadCrossEncoder(
  weights: string,
  threads: number,
): Promise<(pair: Pair) => Promise<number>> {
  const session = await InferenceSession.create(weights, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
  });
  const unknown = session.inputNames.find((name) => !INPUTS.includes(name));
  if (unknown !== undefined) {
    throw new Error(`the model wants the input "${unknown}"; known are ${INPUTS.join(', ')}`);
  }
  const [output] = session.outputNames as [string];
  return async ({ ids, types }) => {
    const tensor = (values: readonly number[]) =>
      new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
    const inputs: Record<string, () => Tensor> = {
      input_ids: () => tensor(ids),
      attention_mask: () => tensor(ids.map(() => 1)),
      token_type_ids: () => tensor(types),
    };
    const feeds = Object.fromEntries(session.inputNames.map((name) => [name, inputs[name]?.() as Tensor]));
    const { data } = (await session.run(feeds, [output]))[output] as Tensor;
    if (data.length !== 1) throw new Error(`the model answers ${data.length} numbers a pair, not one`);
    return Number(data[0]);
  };
}
