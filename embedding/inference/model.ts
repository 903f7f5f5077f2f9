import { type InferenceSession, InferenceSession as Session, Tensor } from 'onnxruntime-node';
import type { Pooling } from '../models/model-card.ts';
import { normalise, pool } from './pooling.ts';

export interface EmbeddingModel {
  pooling: Pooling;
  /** Unit vectors of a batch of token ids, one after the other: `[rows × dimensions]`. */
  embed(rows: Int32Array[]): Promise<Float32Array>;
}

const INPUTS = ['input_ids', 'attention_mask', 'token_type_ids'];

/** @throws Error where it is no ONNX model that turns token ids into vectors */
export async function loadModel(o: {
  weights: string;
  padId: number;
  pooling?: Pooling | undefined;
  threads: number;
}): Promise<EmbeddingModel> {
  const session = await Session.create(o.weights, {
    intraOpNumThreads: o.threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
  });
  const unknown = session.inputNames.find((name) => !INPUTS.includes(name));
  if (unknown !== undefined) {
    throw new Error(`the model wants the input "${unknown}"; known are ${INPUTS.join(', ')}`);
  }
  const { output, pooling } = chooseOutput(session, o.pooling);
  return {
    pooling,
    async embed(rows) {
      const { ids, mask, shape } = padded(rows, o.padId);
      const inputs: Record<string, () => Tensor> = {
        input_ids: () => new Tensor('int64', ids, shape),
        attention_mask: () => new Tensor('int64', mask, shape),
        token_type_ids: () => new Tensor('int64', new BigInt64Array(ids.length), shape),
      };
      const feeds = Object.fromEntries(session.inputNames.map((name) => [name, inputs[name]?.() as Tensor]));
      const found = (await session.run(feeds, [output]))[output] as Tensor;
      const vectors = pooling === 'NONE' ? (found.data as Float32Array) : pool(found, mask, pooling);
      return normalise(vectors, vectors.length / rows.length);
    },
  };
}

/** An output of the graph, and what is still to be done with it. */
function chooseOutput(
  { outputMetadata }: InferenceSession,
  asked: Pooling | undefined,
): { output: string; pooling: Pooling } {
  const outputs = outputMetadata.map((output) => ({
    name: output.name,
    rank: output.isTensor ? output.shape.length : 0,
  }));
  const whole =
    outputs.find(({ name, rank }) => name === 'sentence_embedding' && rank === 2) ??
    (outputs.length === 1 ? outputs.find(({ rank }) => rank === 2) : undefined);
  const tokens = outputs.find(({ rank }) => rank === 3);
  if (whole && (asked === undefined || asked === 'NONE' || !tokens)) {
    return { output: whole.name, pooling: 'NONE' };
  }
  if (tokens && asked !== 'NONE') return { output: tokens.name, pooling: asked ?? 'MEAN' };
  const found = outputs.map(({ name, rank }) => `${name} of rank ${rank}`).join(', ');
  throw new Error(
    `the model has no output that is a vector a ${asked === 'NONE' ? 'text' : 'token'}: it has ${found}`,
  );
}

/** Rows of one length, and the mask that tells text from padding. */
function padded(rows: Int32Array[], padId: number) {
  const length = Math.max(...rows.map((row) => row.length));
  const ids = new BigInt64Array(rows.length * length).fill(BigInt(padId));
  const mask = new BigInt64Array(rows.length * length);
  rows.forEach((row, r) => {
    row.forEach((id, i) => {
      ids[r * length + i] = BigInt(id);
    });
    mask.fill(1n, r * length, r * length + row.length);
  });
  return { ids, mask, shape: [rows.length, length] };
}
