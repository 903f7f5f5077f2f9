import type { PassageFields } from '../../../lib/milvus/passage.ts';
import { encodeTerms } from '../../../lib/text/encode.ts';
import { occurrences, phraseOf } from '../../../lib/text/phrases.ts';
import { type Analyzer, type Token, tokens, units } from '../../../lib/text/tokens.ts';
import { isSpaced, wordKey } from '../../../lib/text/words.ts';
import type { PassageReader } from '../pages/passages.ts';
import type { PassageHit } from '../search/candidates.ts';
import { questionOf } from '../search/question.ts';
import type { Target } from '../search/request.ts';
import type { Sources } from '../search/sources.ts';
import type { Dictionary, Word } from '../words/dictionary.ts';
import type { Completion } from './suggested.ts';

export interface CompletionParts {
  sources: Sources;
  reader: PassageReader;
  /** Those of the hits that the caller may see. */
  visible(hits: PassageHit[]): Promise<PassageHit[]>;
}

/** Characters back from the end of a run without spaces where the word that is being typed may begin. */
const MOST_BACK = 12;
/** Words that are looked up for each that is wanted: some are in no document any more, or in none that the caller may see. */
const SPARE = { all: 1.3, limited: 3 };
/** Passages that are looked at for a word: a phrase of it may stand in the second. */
const PASSAGES = 2;

/** Passages by which documents are counted for who may not see all of them: of a word, and of a text that must stand in them. */
const COUNTED = { word: 100, text: 20 };

/** Texts that the prefix may become, as documents of one collection have them now; the most frequent first. */
export async function completionsIn(
  dictionary: Dictionary,
  o: {
    prefix: string;
    most: number;
    target: Target;
    number: number;
    /** The caller may not see every document: those that have a word are counted, and not told by the dictionary. */
    limited: boolean;
  },
  { sources, reader, visible }: CompletionParts,
): Promise<Completion[]> {
  const { prefix, target, limited } = o;
  const typed = lastWord(prefix, dictionary, Math.ceil(SPARE[limited ? 'limited' : 'all'] * o.most));
  if (!typed) return [];
  const { before, last, words } = typed;
  const { view } = target.collection;
  const { analyzer } = view.spec.keywords;
  const termsOf = (text: string) => tokens(text, analyzer).map(({ term }) => term);
  const different = eachForm(words, termsOf);
  const asWords = before === '' && isSpaced(last);
  const counted = asWords ? COUNTED.word : COUNTED.text;
  const question = questionOf(target, limited ? counted : asWords ? 1 : PASSAGES);
  const inOrder = asWords ? '' : inOrderOf(prefix, before, different, analyzer);
  const expression = [question.expression, inOrder].filter((part) => part !== '').join(' and ');
  const found = await Promise.all(
    different.map(async ([terms, word]): Promise<Completion[]> => {
      const hits = await sources.byTerms({ ...question, expression }, terms);
      const seen = await visible(hits.map((hit) => ({ target: o.number, ...hit })));
      const text = before + word.word;
      const completion = (having: readonly { document: string }[]): Completion[] => {
        if (having.length === 0) return [];
        const documents = limited ? new Set(having.map(({ document }) => document)).size : word.documents;
        return [{ text, key: `${wordKey(before.toLowerCase())}${terms}`, documents }];
      };
      if (asWords) return completion(seen.map(({ row }) => row));
      const rows = await Promise.all(
        seen.map(({ row: { key } }) =>
          reader.row({ view: view.milvusName, key, changes: view.changes, found: true }),
        ),
      );
      return completion(rows.filter((row) => row !== undefined).filter((row) => stands(text, row, analyzer)));
    }),
  );
  return found
    .flat()
    .sort((a, b) => b.documents - a.documents)
    .slice(0, o.most);
}

/** Of words that are searched alike, the most frequent, with their encoded terms. */
function eachForm(
  words: readonly Word[],
  termsOf: (text: string) => string[],
): [terms: string, word: Word][] {
  const found = new Map<string, Word>();
  for (const word of words) {
    const terms = encodeTerms(termsOf(word.word));
    if (terms !== '' && !found.has(terms)) found.set(terms, word);
  }
  return [...found];
}

/** The word that is being typed, as far back as any word begins so; undefined where the last word is finished, or none does. */
function lastWord(
  prefix: string,
  dictionary: Dictionary,
  most: number,
): { before: string; last: string; words: Word[] } | undefined {
  const parts = units(prefix, 'EXACT');
  if (parts.at(-1)?.end !== prefix.length) return undefined;
  let from = parts.length - 1;
  const joins = (at: number) => parts[at - 1]?.end === (parts[at] as Token).start;
  while (from > 0 && joins(from) && parts.length - from < MOST_BACK) from--;
  for (const { start } of parts.slice(from)) {
    const last = prefix.slice(start);
    const words = dictionary.completions(wordKey(last.toLowerCase()), most);
    if (words.length > 0) return { before: prefix.slice(0, start), last, words };
  }
  return undefined;
}

/** That a passage has the terms of the prefix in a row, the last one as far as all the words have it. */
function inOrderOf(
  prefix: string,
  before: string,
  words: readonly (readonly [terms: string, word: Word])[],
  analyzer: Analyzer,
): string {
  const last = prefix.slice(before.length);
  const encoded = (text: string) => encodeTerms(tokens(text, analyzer).map(({ term }) => term));
  const common = words.reduce((start, [terms]) => commonStart(start, terms), wordKey(last.toLowerCase()));
  const terms = isSpaced(last) ? `${encoded(before)} ${common}`.trim() : encoded(prefix);
  return /^[a-z0-9 ]+$/.test(terms) ? `terms like "%${terms}%"` : '';
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}

/** Whether a text stands in a passage or its title word for word. */
function stands(text: string, row: PassageFields, analyzer: Analyzer): boolean {
  const phrase = phraseOf(text, analyzer);
  return [row.title, row.text].some((where) => occurrences(units(where, analyzer), phrase).length > 0);
}
