import { readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';

/** A query and a document as a cross-encoder reads them: `[CLS] query [SEP] document [SEP]`. */
export interface Pair {
  ids: number[];
  /** 0 for the query and its marks, 1 for the document and its mark. */
  types: number[];
}

/** Characters of a text that can become tokens that are read: the rest is cut off before it is tokenised. */
const CHARACTERS_A_TOKEN = 16;

/**
 * Makes pairs of at most `maxTokens` tokens: a query keeps up to half of them, the document the rest.
 * @param path of tokenizer.json
 * @throws Error where the tokenizer puts no two marks around a text
 */
export function pairs(path: string, maxTokens: number): (query: string, document: string) => Pair {
  const tokenizer = new Tokenizer(JSON.parse(readFileSync(path, 'utf8')), {});
  const [first, between, ...more] = tokenizer.encode('').ids;
  if (first === undefined || between === undefined || more.length > 0) {
    throw new Error('the tokenizer does not put a mark before and after a text');
  }
  const ids = (text: string, most: number) =>
    tokenizer
      .encode(text.slice(0, CHARACTERS_A_TOKEN * most), { add_special_tokens: false })
      .ids.slice(0, most);
  let last = { query: '', ids: [] as number[] };
  return (query, document) => {
    if (last.query !== query) last = { query, ids: ids(query, Math.floor(maxTokens / 2) - 2) };
    const asked = [first, ...last.ids, between];
    const read = [...ids(document, maxTokens - asked.length - 1), between];
    return { ids: [...asked, ...read], types: [...asked.map(() => 0), ...read.map(() => 1)] };
  };
}
