import { mayHave, occurrences, type Phrase, phraseOf } from '../../../lib/text/phrases.ts';
import { type Analyzer, type Token, units } from '../../../lib/text/tokens.ts';
import type { KeywordSettings } from '../../../lib/view-spec.ts';

/** Words and phrases that a document must have, and those that it must not have. */
export interface Conditions {
  required: readonly string[];
  excluded: readonly string[];
}

/** What of a document is searched. */
export interface SearchedText {
  title: string;
  content: string;
  metadata: Record<string, unknown>;
}

/**
 * Tells whether documents meet the conditions: each phrase is looked for in the title, in the content and in each of the keyword
 * fields, by the analysis of the collection.
 */
export function conditionsBy(
  { required, excluded }: Conditions,
  { analyzer, fields }: KeywordSettings,
): (document: SearchedText) => boolean {
  const [wanted, unwanted] = [phrasesOf(required, analyzer), phrasesOf(excluded, analyzer)];
  return (document) => {
    const looked = lookedInto.get(document) ?? partsOf(document);
    lookedInto.set(document, looked);
    const has = (phrase: Phrase) => looked.some((isIn) => isIn(phrase));
    return wanted.every(has) && !unwanted.some(has);
  };

  function partsOf({ title, content, metadata }: SearchedText): LookedInto {
    const others = fields.flatMap(({ field }) => metadata[field] ?? []);
    const texts = [title, content, ...others].filter((text) => typeof text === 'string');
    return texts.map((text) => phrasesIn(text, analyzer));
  }
}

type LookedInto = ((phrase: Phrase) => boolean)[];
/** Documents that are looked into again are analysed once. Each is of one view, and so always analysed in the same way. */
const lookedInto = new WeakMap<SearchedText, LookedInto>();

/** Tells whether phrases are in a text, which is analysed when it must be. */
function phrasesIn(text: string, analyzer: Analyzer): (phrase: Phrase) => boolean {
  const may = mayHave(text);
  let words: Token[] | undefined;
  return (phrase) => {
    if (!may(phrase)) return false;
    words ??= units(text, analyzer);
    return occurrences(words, phrase).length > 0;
  };
}

function phrasesOf(texts: readonly string[], analyzer: Analyzer): Phrase[] {
  return texts.map((text) => phraseOf(text, analyzer)).filter((phrase) => phrase.length > 0);
}
