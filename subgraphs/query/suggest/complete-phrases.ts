import type { PassageFields } from '../../../lib/milvus/passage.ts';
import { type Phrase, phraseOf, placesOf } from '../../../lib/text/phrases.ts';
import { type Analyzer, type Token, units } from '../../../lib/text/tokens.ts';
import { isSpaced, wordKey } from '../../../lib/text/words.ts';
import { questionOf } from '../search/question.ts';
import type { Dictionary, Word } from '../words/dictionary.ts';
import type { Asked, CompletionParts, Typed } from './completions.ts';
import type { Completion } from './suggested.ts';
import { encoded, narrowedTo } from './terms.ts';

/** Passages that are read to see how the text goes on in them. */
const PASSAGES = 30;
/** Characters of a word of a script without spaces, at most. */
const LONGEST_UNSPACED = 12;
const POSSESSIVE = /['\u2019]s$/;

/** A word that follows, and the documents in which it does. */
interface Following {
  word: Word;
  documents: Set<string>;
}

/**
 * The last word of the prefix as it goes on in documents behind the others: the passages that have these in a row, and behind them the
 * beginning of a word, are read.
 */
export async function completedPhrases(
  typed: Typed,
  dictionary: Dictionary,
  { prefix, target, number }: Asked,
  { sources, visible }: CompletionParts,
): Promise<Completion[]> {
  const { before, last } = typed;
  const { view } = target.collection;
  const { analyzer } = view.spec.keywords;
  const spaced = isSpaced(last);
  const inARow = spaced ? `${typed.terms} ${beginningOf(typed, analyzer)}`.trim() : encoded(prefix, analyzer);
  const question = narrowedTo(inARow, questionOf(target, PASSAGES));
  const hits = await sources.byTerms(question, spaced ? typed.terms : inARow);
  const seen = await visible(hits.map((hit) => ({ target: number, ...hit })));
  if (seen.length === 0) return [];
  const keys = seen.map(({ row }) => row.key);
  const rows = await sources.columns(view.milvusName, keys, ['document', 'title', 'text']);
  const begins = wordKey(last.toLowerCase());
  const phrase = phraseOf(before, analyzer);
  const found = new Map<string, Following>();
  for (const row of rows) {
    for (const word of wordsBehind(phrase, row, analyzer, spaced)) {
      const known = dictionary.find(wordKey(word.toLowerCase()));
      if (!known?.key.startsWith(begins)) continue;
      const terms = encoded(known.word, analyzer);
      const other = found.get(terms) ?? { word: known, documents: new Set() };
      other.documents.add(row.document);
      found.set(terms, other);
    }
  }
  const start = wordKey(before.toLowerCase());
  return [...found].map(([terms, { word, documents }]) => ({
    text: before + word.word,
    key: `${start}${terms}`,
    documents: documents.size,
  }));
}

/** What the term of any word that begins like the last one begins with: stemming may have taken the end of what was typed. */
function beginningOf({ last, words }: Typed, analyzer: Analyzer): string {
  return words.map(({ word }) => encoded(word, analyzer)).reduce(commonStart, wordKey(last.toLowerCase()));
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}

/** The words that follow a phrase in the title and in the text of a passage. */
function* wordsBehind(
  phrase: Phrase,
  { title, text }: Pick<PassageFields, 'title' | 'text'>,
  analyzer: Analyzer,
  spaced: boolean,
): Generator<string> {
  for (const where of [title, text]) {
    const words = units(where, analyzer);
    for (const from of placesOf(words, phrase)) {
      const next = words[from + phrase.length];
      if (!next) continue;
      if (spaced) yield where.slice(next.start, next.end).replace(POSSESSIVE, '');
      else yield* runsFrom(words, from + phrase.length, where);
    }
  }
}

/** What may be a word of a script without spaces: the characters from one on, two and more. */
function* runsFrom(words: readonly Token[], from: number, text: string): Generator<string> {
  const { start } = words[from] as Token;
  for (let to = from + 1; to < from + LONGEST_UNSPACED; to++) {
    const [last, next] = [words[to - 1], words[to]];
    if (!next || last?.end !== next.start) return;
    yield text.slice(start, next.end);
  }
}
