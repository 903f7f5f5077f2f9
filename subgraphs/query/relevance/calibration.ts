/**
 * What turns the cosines of a model into log-odds: how likely it is that a document with this cosine answers the question, if
 * as many of the nearest documents did as did not. 0: as likely as not.
 */
export interface Calibration {
  slope: number;
  intercept: number;
}

/** By the names of models. `npm run eval -- relevance` makes these figures out of scifact's training queries. */
const fitted: Readonly<Record<string, Calibration>> = {
  'multilingual-e5-small': { slope: 104.65, intercept: -89.15 },
  'bge-small-en-v1.5': { slope: 43.7, intercept: -30.91 },
};

/** By words: of the share that a BM25 score has of the most that it could be. */
const words: Calibration = { slope: 47.27, intercept: -4.33 };

/** By both: what the log-odds by meaning and the share by words count together. */
const both = { meaning: 0.628, words: 34.91, intercept: -2.89 };

export const fittedTo = (model: string): Calibration | undefined => fitted[model];

export const logOdds = ({ slope, intercept }: Calibration, value: number): number =>
  slope * value + intercept;

/** 0 to 1. */
export const probability = (odds: number): number => 1 / (1 + Math.exp(-odds));

/**
 * The log-odds of a hit by all that is known of it.
 * @param meaning log-odds by its cosine; undefined where vectors were not searched
 * @param share of the most that BM25 could be; undefined where words were not searched
 */
export function combinedOdds(meaning: number | undefined, share: number | undefined): number {
  if (meaning === undefined) return logOdds(words, share ?? 0);
  if (share === undefined) return meaning;
  return both.meaning * meaning + both.words * share + both.intercept;
}

/** BM25 with k1 = 1.2: what a term is repeated for counts at most 2.2 times. */
const SATURATION = 2.2;

/**
 * The most that BM25 can be: every term of the query in one document, over and over, and in no other.
 * @param terms of the query, repeated ones too
 * @param documents of the collection
 */
export function mostByWords(terms: number, documents: number): number {
  const rarest = Math.log(1 + (Math.max(1, documents) - 0.5) / 1.5);
  return terms * SATURATION * rarest;
}
