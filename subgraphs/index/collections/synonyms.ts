import { userError } from '../../../lib/errors.ts';
import { checkString } from '../../../lib/filter/value.ts';
import { phraseOf } from '../../../lib/text/phrases.ts';
import type { SynonymRule } from '../../../lib/text/synonyms.ts';
import type { SynonymsInput } from '../../../schema/generated/index.ts';

const MAX_RULES = 1_000;
const MAX_WORDS = 32;
const MAX_CHARACTERS = 100;
/** Words of a phrase, or characters of one in Chinese. */
const MAX_UNITS = 16;

/** @throws BAD_USER_INPUT with the place in the input */
export function checkSynonyms(inputs: readonly SynonymsInput[], path: string): SynonymRule[] {
  if (inputs.length > MAX_RULES) {
    throw userError.badInput(path, `has ${inputs.length} rules; at most ${MAX_RULES} are allowed.`);
  }
  return inputs.map(({ words, from }, index) => {
    const place = `${path}[${index}]`;
    const oneWay = from !== null && from !== undefined;
    return {
      words: checkWords(words, oneWay ? 1 : 2, `${place}.words`),
      from: oneWay ? checkWords(from, 1, `${place}.from`) : null,
    };
  });
}

function checkWords(words: readonly string[], least: number, path: string): string[] {
  if (words.length < least || words.length > MAX_WORDS) {
    throw userError.badInput(path, `must be ${least} to ${MAX_WORDS} words or phrases, not ${words.length}.`);
  }
  return words.map((given, index) => {
    const place = `${path}[${index}]`;
    const text = checkString(given, place).trim();
    if (text.length > MAX_CHARACTERS) {
      throw userError.badInput(place, `is longer than ${MAX_CHARACTERS} characters.`);
    }
    const units = phraseOf(text).length;
    if (units < 1 || units > MAX_UNITS) {
      throw userError.badInput(
        place,
        `must have 1 to ${MAX_UNITS} words (or characters of Chinese), not ${units}.`,
      );
    }
    return text;
  });
}
