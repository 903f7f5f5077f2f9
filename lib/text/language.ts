import { isStopWord } from './english.ts';

const LATIN = /\p{Script=Latin}/gu;
const OTHER = /(?!\p{Script=Latin})\p{L}/gu;
/** Letters of scripts without capitals, such as Chinese: one says as much as several Latin ones. */
const UNCASED = /\p{Lo}/u;
const UNCASED_WEIGHT = 4;
const WORDS = /[\p{Script=Latin}\p{M}]+/gu;

/** Frequent words of other languages in Latin script (German, Dutch, French, Spanish, Portuguese, Italian) that are no English ones. */
const OTHER_WORDS = new Set(
  `der das und ist nicht mit den dem ein eine zu von auf für im sich wie wo het een van en op dat te zijn le les des et
   est une dans du que qui pour pas sur au aux el la los las y del una por con para es um uma não os em da dos il lo di
   che gli della è sono nel`.split(/\s+/),
);
const MORE_ENGLISH_WORDS = new Set('can does from has have how what when where which who why'.split(' '));

/** Share of Latin letters from which on a text counts as written in Latin script. */
const MOSTLY = 0.8;
/** A text of fewer words may have no frequent word, in whatever language it is. */
const ENOUGH_WORDS = 16;
/** English prose has several times this share of frequent words. */
const FREQUENT = 0.1;
/** What of a text is looked at, in UTF-16 code units. */
const LOOKED_AT = 2_000;

/**
 * Whether a text seems to be English: nearly all in Latin script, with more frequent words of English than of another
 * language, and, where it is long, with some English ones. A few words in Latin script are taken for English.
 */
export function seemsEnglish(text: string): boolean {
  const looked = text.slice(0, LOOKED_AT);
  const latin = looked.match(LATIN)?.length ?? 0;
  const other = (looked.match(OTHER) ?? []).reduce(
    (sum, letter) => sum + (UNCASED.test(letter) ? UNCASED_WEIGHT : 1),
    0,
  );
  if (latin === 0 || latin < MOSTLY * (latin + other)) return false;
  const words = looked.toLowerCase().match(WORDS) ?? [];
  const english = words.filter((word) => isStopWord(word) || MORE_ENGLISH_WORDS.has(word)).length;
  const foreign = words.filter((word) => OTHER_WORDS.has(word)).length;
  if (foreign > 0 && foreign >= english) return false;
  return words.length < ENOUGH_WORDS || english >= FREQUENT * words.length;
}
