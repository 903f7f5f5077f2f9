import type { PassageFields } from '../../../lib/milvus/passage.ts';
import { occurrences, phraseOf } from '../../../lib/text/phrases.ts';
import { type Analyzer, units } from '../../../lib/text/tokens.ts';
import { isSpaced, wordKey } from '../../../lib/text/words.ts';
import { questionOf } from '../search/question.ts';
import type { Asked, CompletionParts, Typed } from './completions.ts';
import type { Completion } from './suggested.ts';
import { encoded, type Form, formsOf, narrowedTo } from './terms.ts';

/** Words that are looked up at first for each that is wanted: some are in no document any more, or in none that the caller may see. */
const SPARE = { all: 1.3, limited: 3 };
/** So many times more in the next round, where that was too few: a filter may leave only rare words. */
const MORE = 4;
/** Passages that are looked at for a text: it may stand in the second. */
const PASSAGES = 2;
/** Passages by which documents are counted for who may not see all of them: of a word, and of a text that must stand in them. */
const COUNTED = { word: 100, text: 20 };

/** Words that the last one of the prefix may become, each looked up in the index; behind stop words they must stand so. */
export async function completedWords(
  typed: Typed,
  asked: Asked,
  parts: CompletionParts,
): Promise<Completion[]> {
  const { analyzer } = asked.target.collection.view.spec.keywords;
  const { words } = typed;
  const found: Completion[] = [];
  const looked = new Set<string>();
  let size = Math.ceil(SPARE[asked.limited ? 'limited' : 'all'] * asked.most);
  for (let from = 0; from < words.length && found.length < asked.most; from += size, size *= MORE) {
    const some = formsOf(words.slice(from, from + size), analyzer).filter(([terms]) => !looked.has(terms));
    for (const [terms] of some) looked.add(terms);
    const each = await Promise.all(some.map((form) => lookedUp(form, typed, asked, parts)));
    found.push(...each.flat());
  }
  return found;
}

/** The completion to one word, where documents have it now. */
async function lookedUp(
  [terms, word]: Form,
  { before, last }: Typed,
  { target, number, limited }: Asked,
  { sources, reader, visible }: CompletionParts,
): Promise<Completion[]> {
  const { view } = target.collection;
  const asWord = before === '' && isSpaced(last);
  const counted = asWord ? COUNTED.word : COUNTED.text;
  const question = questionOf(target, limited ? counted : asWord ? 1 : PASSAGES);
  const narrowed = isSpaced(last)
    ? question
    : narrowedTo(encoded(last, view.spec.keywords.analyzer), question);
  const hits = await sources.byTerms(narrowed, terms);
  const seen = await visible(hits.map((hit) => ({ target: number, ...hit })));
  const text = before + word.word;
  const completion = (having: readonly { document: string }[]): Completion[] => {
    if (having.length === 0) return [];
    const documents = limited ? new Set(having.map(({ document }) => document)).size : word.documents;
    return [{ text, key: `${wordKey(before.toLowerCase())}${terms}`, documents }];
  };
  if (asWord) return completion(seen.map(({ row }) => row));
  const rows = await Promise.all(
    seen.map(({ row: { key } }) =>
      reader.row({ view: view.milvusName, key, changes: view.changes, found: true }),
    ),
  );
  const { analyzer } = view.spec.keywords;
  return completion(rows.filter((row) => row !== undefined).filter((row) => stands(text, row, analyzer)));
}

/** Whether a text stands in a passage or its title word for word. */
function stands(text: string, row: PassageFields, analyzer: Analyzer): boolean {
  const phrase = phraseOf(text, analyzer);
  return [row.title, row.text].some((where) => occurrences(units(where, analyzer), phrase).length > 0);
}
