/**
 * How many tokens a text has at most, for servers that do not say: on the high side for the tokenizers in use (it was
 * held against that of multilingual-e5 in ten languages), so that a passage cut by it is not cut again by the
 * server. A Latin, Cyrillic or Greek word counts one token for each three letters begun, a character of Chinese,
 * Japanese or Korean one and a half, any other letter and each digit one, anything else its bytes in UTF-8.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [run] of text.matchAll(RUNS)) {
    if (WORD.test(run)) tokens += Math.ceil(run.length / 3);
    else if (CJK.test(run)) tokens += run.length * 1.5;
    else if (LETTERS.test(run)) tokens += run.length;
    else tokens += Buffer.byteLength(run);
  }
  return Math.ceil(tokens);
}

const CJK_CHARACTERS = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}ー、。「」';
const WORDS =
  '[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}][\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}\\p{M}]*';
const RUNS = new RegExp(`${WORDS}|[${CJK_CHARACTERS}]|[\\p{L}\\p{M}\\p{N}]|\\S`, 'gu');
const WORD = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u;
const CJK = new RegExp(`^[${CJK_CHARACTERS}]`, 'u');
const LETTERS = /^[\p{L}\p{M}\p{N}]/u;
