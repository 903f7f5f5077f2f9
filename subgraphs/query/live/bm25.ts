/** As the views are indexed: lib/milvus/schema.ts. */
const K1 = 1.2;
const B = 0.75;

/** The terms of a passage, as numbers: a text to look into took ten times as long, a map ten times the memory. */
export interface PassageTerms {
  /** How many there are, repeated ones each time. */
  length: number;
  /** Each once, and how often it is there. */
  terms: Uint32Array;
  counts: Uint16Array;
}

/** @param terms encoded, with a space between */
export function termsOfPassage(terms: string): PassageTerms {
  const all = terms === '' ? [] : terms.split(' ');
  const counts = new Map<number, number>();
  for (const term of all) {
    const number = numberOf(term);
    counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  return {
    length: all.length,
    terms: Uint32Array.from(counts.keys()),
    counts: Uint16Array.from(counts.values()),
  };
}

/** How often a passage has a term. */
export function countIn({ terms, counts }: PassageTerms, term: number): number {
  const at = terms.indexOf(term);
  return at < 0 ? 0 : (counts[at] as number);
}

/** A term as a number of 32 bits (FNV-1a): that two of a passage share one is next to impossible. */
export function numberOf(term: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < term.length; index++)
    hash = Math.imul(hash ^ term.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** How rare a term is that so many of the passages have. */
export const rarity = (passages: number, having: number): number => Math.log((passages + 1) / (having + 0.5));

/** How many of the passages have a term that is so rare. */
export const havingOf = (passages: number, rare: number): number =>
  Math.max(0, Math.round((passages + 1) / Math.exp(rare) - 0.5));

/** What of a term's score is the passage's own; its rarity times this is the score. */
export const saturation = (count: number, length: number, meanLength: number): number =>
  (count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / meanLength));

/** One passage that a search of one term found. */
export interface TermHit {
  score: number;
  count: number;
  length: number;
}

/**
 * The mean length of passages, from what two of them score for the same term: that differs by their counts, which are known, and
 * by how their lengths compare with the mean. Undefined where the pairs do not tell.
 */
export function meanLengthBy(pairs: readonly (readonly [TermHit, TermHit])[]): number | undefined {
  // For both, rarity · (K1 + 1) = score · (count + K1 · (1 - B) + length · slope) / count, where slope = K1 · B / mean.
  const parts = ({ score, count, length }: TermHit) => ({
    fixed: (score * (count + K1 * (1 - B))) / count,
    byLength: (score * length) / count,
  });
  let above = 0;
  let below = 0;
  let most = 0;
  for (const [one, other] of pairs) {
    const [a, b] = [parts(one), parts(other)];
    const difference = a.byLength - b.byLength;
    above += difference * (b.fixed - a.fixed);
    below += difference ** 2;
    most += a.byLength ** 2;
  }
  const slope = above / below;
  // Scores have seven digits: what is left of them when passages of nearly one length are compared tells nothing.
  return below > 1e-6 * most && slope > 0 ? (K1 * B) / slope : undefined;
}
