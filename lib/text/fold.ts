const ASCII = /^[\0-\x7f]*$/;
/** Accents, Arabic vowel signs and stretching, Hebrew points: written or left out at will. Not the vowels of Indic. */
const OPTIONAL_MARKS = /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]/g;
const WHOLE_LETTERS = /[ßæœøđðłħıþς]/g;
const LETTERS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  þ: 'th',
  ς: 'σ',
};
const DIGIT = /\p{Nd}/u;
const OTHER_DIGITS = /(?![0-9])\p{Nd}/gu;
const NOT_IN_A_WORD = /[^\p{L}\p{N}\p{M}]/gu;

/** ٣ is 3: the decimal digits of a script stand in one row of ten in Unicode, from zero. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) as number;
  let value = 0;
  while (value < 9 && DIGIT.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
}

/** One form for what readers take for the same word: width, ligatures, case, accents, digits. It may come out empty. */
export function foldWord(word: string): string {
  if (ASCII.test(word)) return word.toLowerCase();
  return word
    .normalize('NFKD')
    .replace(OPTIONAL_MARKS, '')
    .toLowerCase()
    .normalize('NFKC')
    .replace(OPTIONAL_MARKS, '')
    .replace(WHOLE_LETTERS, (letter) => LETTERS[letter] ?? letter)
    .replace(OTHER_DIGITS, asciiDigit)
    .replace(NOT_IN_A_WORD, '');
}
