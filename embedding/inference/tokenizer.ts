import { readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';

export interface TextTokenizer {
  /** Ids of `prefix + text` with the model's marks, cut to the model's length: the closing mark always stays. */
  encode(prefix: string, text: string): Int32Array;
  /** Tokens of the text alone, without marks and prefix; not cut. */
  count(text: string): number;
}

/** Characters that are looked at first where only the beginning of a text counts. */
const FIRST_LOOK = 8_192;

/** @param path of tokenizer.json */
export function loadTokenizer(path: string, maxTokens: number): TextTokenizer {
  const tokenizer = new Tokenizer(JSON.parse(readFileSync(path, 'utf8')), {});
  const head = (text: string): number[] => {
    for (let characters = FIRST_LOOK; ; characters *= 4) {
      const { ids } = tokenizer.encode(text.slice(0, characters));
      // Twice the length: the cut-off end may be tokenised otherwise than with its continuation.
      if (characters >= text.length || ids.length > 2 * maxTokens) return ids;
    }
  };
  return {
    encode(prefix, text) {
      const ids = head(prefix + text);
      if (ids.length <= maxTokens) return Int32Array.from(ids);
      const cut = Int32Array.from(ids.slice(0, maxTokens));
      cut[maxTokens - 1] = ids.at(-1) as number;
      return cut;
    },
    count: (text) => tokenizer.encode(text, { add_special_tokens: false }).ids.length,
  };
}
