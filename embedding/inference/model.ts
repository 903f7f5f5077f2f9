import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelCard } from '../model-card.ts';

export interface EmbeddingModel {
  /** Unit vectors of a batch of token ids, one after the other: `[rows × dimensions]`. */
  embed(rows: Int32Array[]): Promise<Float32Array>;
}

export async function loadModel(modelDir: string, card: ModelCard, threads: number): Promise<EmbeddingModel> {
  const session = await InferenceSession.create(join(modelDir, 'model.onnx'), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
  });
  return {
    async embed(rows) {
      const { sentence_embedding } = await session.run(padded(rows, card.padId));
      return sentence_embedding?.data as Float32Array;
    },
  };
}

/** Rows of one length, and the mask that tells text from padding. */
function padded(rows: Int32Array[], padId: number) {
  const length = Math.max(...rows.map((row) => row.length));
  const shape = [rows.length, length];
  const ids = new BigInt64Array(rows.length * length).fill(BigInt(padId));
  const mask = new BigInt64Array(rows.length * length);
  rows.forEach((row, r) => {
    row.forEach((id, i) => {
      ids[r * length + i] = BigInt(id);
    });
    mask.fill(1n, r * length, r * length + row.length);
  });
  return { input_ids: new Tensor('int64', ids, shape), attention_mask: new Tensor('int64', mask, shape) };
}
