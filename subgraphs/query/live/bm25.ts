/** As the views are indexed: lib/milvus/schema.ts. */
const K1 = 1.2;
const B = 0.75;

/** What is known of a passage's words: how many there are, and how often it has each. */
export interface PassageTerms {
  /** Terms in it, repeated ones each time. */
  length: number;
  count(term: string): number;
  /** Each term once. */
  different(): Set<string>;
}

/** @param terms encoded, with a space between: that takes a tenth of the memory of a map */
export function termsOfPassage(terms: string): PassageTerms {
  const spaced = ` ${terms} `;
  const length = terms === '' ? 0 : terms.split(' ').length;
  return {
    length,
    count(term) {
      let count = 0;
      // The space after a term is the one before the next.
      for (let at = find(term, 0); at >= 0; at = find(term, at + term.length + 1)) count++;
      return count;
    },
    different: () => new Set(terms === '' ? [] : terms.split(' ')),
  };

  function find(term: string, from: number): number {
    return spaced.indexOf(` ${term} `, from);
  }
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
