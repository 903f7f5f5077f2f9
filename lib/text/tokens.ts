import { simplified } from './chinese.ts';
import { isStopWord, stem } from './english.ts';
import { foldWord } from './fold.ts';

/** A term of a text and where it stands: UTF-16 offsets into the text as it was given. */
export interface Token {
  term: string;
  start: number;
  end: number;
}

/**
 * How words become terms. STANDARD: as below. EXACT: the same, but nothing is stemmed and no stop word left out, so that every
 * word counts as it is written.
 */
export type Analyzer = 'STANDARD' | 'EXACT';

/** Letters of scripts that put no space between words. */
const UNSPACED =
  '[[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}\\p{scx=Bopo}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}\\p{scx=Tibt}]&&[\\p{L}\\p{N}\\p{M}]]';
const LETTER = `[[\\p{L}\\p{N}\\p{M}\u3371-\u33df]--${UNSPACED}]`;
const APOSTROPHE = "['\u2019\u02bc\uff07]";
const DIGITS_GO_ON = '(?<=\\p{Nd})[.,](?=\\p{Nd})';

const PIECE = new RegExp(
  [
    `(?<run>${UNSPACED}+)`,
    // C++, C#, F#
    `(?<named>(?<!${LETTER})[A-Za-z](?:\\+\\+|#)(?!${LETTER}))`,
    // U.S.A., e.g.
    `(?<initials>(?<!${LETTER})(?:\\p{L}\\.){2,}(?!${LETTER}))`,
    `(?<word>${LETTER}+(?:(?:${APOSTROPHE}|${DIGITS_GO_ON})${LETTER}+)*)`,
    '(?<emoji>\\p{Emoji_Presentation})',
  ].join('|'),
  'gv',
);
const HAS_APOSTROPHE = new RegExp(APOSTROPHE);
const ALL_APOSTROPHES = new RegExp(APOSTROPHE, 'g');
const POSSESSIVE = new RegExp(`${APOSTROPHE}s$`, 'i');
/** French and Italian articles and the like that lean on the next word: l'amour, dell'arte. */
const ELISION = new RegExp(
  `^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|un|(?:d|n)?all|dell|nell|sull)${APOSTROPHE}(?=..)`,
  'i',
);
const GROUPED_DIGITS = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const MARK = /\p{M}/u;
const SYLLABIC = /[\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}]/u;
const ENGLISH = /^[a-z]+$/;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * The terms of a text in any script, in the order of their places; documents and queries alike. Words are folded
 * (width, case, accents), English stop words left out and the rest of the Latin words stemmed. Chinese (Traditional
 * as Simplified), Japanese and Korean give each character and each pair of neighbours: pairs alone would find nothing
 * for a query of one character, and rank a little worse. Thai and its like give the pairs.
 */
export function tokens(text: string, analyzer: Analyzer = 'STANDARD'): Token[] {
  const exact = analyzer === 'EXACT';
  return scanned(text, exact, {
    stopWord: exact ? 'AS_WRITTEN' : 'LEFT_OUT',
    run: addCharacters,
  });
}

/**
 * The words of a text, each a step from the next, for finding phrases: as `tokens`, but stop words keep their places, and
 * scripts that put no space between words give single characters.
 */
export function units(text: string, analyzer: Analyzer = 'STANDARD'): Token[] {
  return scanned(text, analyzer === 'EXACT', {
    stopWord: 'AS_WRITTEN',
    run: (found, run, at) => found.push(...charactersOf(run, at)),
  });
}

interface Scan {
  stopWord: 'AS_WRITTEN' | 'LEFT_OUT';
  /** Adds the terms of a run of a script without spaces. */
  run(found: Token[], run: string, at: number): void;
}

function scanned(text: string, exact: boolean, { stopWord, run }: Scan): Token[] {
  const found: Token[] = [];
  for (const match of text.matchAll(PIECE)) {
    const piece = match[0];
    const groups = match.groups as Record<string, string | undefined>;
    if (groups.word !== undefined) addWord(found, piece, match.index, exact, stopWord);
    else if (groups.run !== undefined) run(found, piece, match.index);
    else {
      const term = groups.initials === undefined ? piece.toLowerCase() : foldWord(piece.replaceAll('.', ''));
      found.push({ term, start: match.index, end: match.index + piece.length });
    }
  }
  return found;
}

function addWord(
  found: Token[],
  piece: string,
  at: number,
  exact: boolean,
  stopWord: Scan['stopWord'],
): void {
  let start = at;
  let word = piece;
  if (HAS_APOSTROPHE.test(piece)) {
    const elided = ELISION.exec(piece)?.[0].length ?? 0;
    start += elided;
    word = piece.slice(elided).replace(POSSESSIVE, '').replace(ALL_APOSTROPHES, '');
  }
  if (GROUPED_DIGITS.test(word)) word = word.replaceAll(',', '');
  const folded = foldWord(word);
  if (folded === '') return;
  const stops = !exact && isStopWord(folded);
  if (stops && stopWord === 'LEFT_OUT') return;
  const term = !exact && !stops && ENGLISH.test(folded) ? stem(folded) : folded;
  found.push({ term, start, end: at + piece.length });
}

function addCharacters(found: Token[], run: string, at: number): void {
  const characters = charactersOf(run, at);
  const singles = characters.length === 1 || !SYLLABIC.test(run);
  for (const [index, character] of characters.entries()) {
    if (singles) found.push(character);
    const next = characters[index + 1];
    if (next) found.push({ term: character.term + next.term, start: character.start, end: next.end });
  }
}

/** The folded characters of a run; one that is written with several (a vowel sign, a half-width mark) stays one. */
function charactersOf(run: string, at: number): Token[] {
  const single = run.normalize('NFKC') === run && !MARK.test(run);
  const characters: Token[] = [];
  let start = at;
  for (const part of single ? run : graphemesOf(run)) {
    const term = single ? simplified(part) : Array.from(part.normalize('NFKC'), simplified).join('');
    characters.push({ term, start, end: start + part.length });
    start += part.length;
  }
  return characters;
}

function graphemesOf(run: string): string[] {
  return Array.from(graphemes.segment(run), ({ segment }) => segment);
}
