import { simplified } from './chinese.ts';
import { isStopWord } from './english.ts';
import { foldWord } from './fold.ts';

/** Characters of a word; of the scripts without spaces, fewer. */
const LONGEST = 30;
const LONGEST_UNSPACED = 12;
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Bopo}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}]/u;
const RUN = new RegExp(`(?:${UNSPACED.source})+`, 'gu');
/** Letters, and a few digits behind them (mp3, covid19): no numbers, no ids, and no halves of don't. */
const WORD =
  /(?<![\p{L}\p{M}\p{N}_'’])\p{L}[\p{L}\p{M}]+\d{0,4}(?![\p{L}\p{M}\p{N}_]|['’](?!s(?!\p{L}))\p{L})/giu;
const ASCII_WORD = /^[a-z]+\d*$/;

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/**
 * The words of a text that people may want to be completed or corrected to: in lower case, each once, without stop words,
 * numbers, ids and single letters. Scripts without spaces are parted by the dictionary of the runtime.
 */
export function wordsOf(text: string): Set<string> {
  const found = new Set<string>();
  const given = text.normalize('NFKC');
  if (UNSPACED.test(given)) {
    for (const [run] of given.matchAll(RUN)) {
      for (const { segment, isWordLike } of segmenter.segment(run)) {
        const length = [...segment].length;
        if (isWordLike && length > 1 && length <= LONGEST_UNSPACED) found.add(segment);
      }
    }
  }
  for (const [word] of given.replace(RUN, ' ').matchAll(WORD)) {
    if (word.length > LONGEST) continue;
    const lower = word.toLowerCase();
    if (!isStopWord(lower)) found.add(lower);
  }
  return found;
}

/** One form for words that differ in case, width, accents or the way of writing Chinese alone. */
export function wordKey(word: string): string {
  if (ASCII_WORD.test(word)) return word;
  return UNSPACED.test(word)
    ? Array.from(word.normalize('NFKC').toLowerCase(), simplified).join('')
    : foldWord(word);
}

/** Whether a word is of a script with spaces between words. */
export const isSpaced = (word: string): boolean => !UNSPACED.test(word);

/** Whether a word is one that can be misspelt: of letters alone, in a script with spaces, and long enough. */
export function isSpelt(key: string): boolean {
  return key.length >= 4 && key.length <= LONGEST && /^[\p{L}\p{M}]+$/u.test(key) && !UNSPACED.test(key);
}
