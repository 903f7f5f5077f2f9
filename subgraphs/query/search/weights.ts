import { userError } from '../../../lib/errors.ts';
import type { SearchInput } from '../../../schema/generated/query.ts';
import type { CollectionEntry } from '../catalog/statements.ts';

const MOST_WEIGHT = 10;

/** The weight of each collection; undefined where all count alike. @throws userError with the place */
export function collectionWeightsOf(
  { collectionWeights }: SearchInput,
  collections: readonly CollectionEntry[],
): number[] | undefined {
  if (!collectionWeights || collectionWeights.length === 0) return undefined;
  const weights = new Map<string, number>();
  collectionWeights.forEach(({ collection: named, weight }, index) => {
    const path = `input.collectionWeights[${index}]`;
    const collection =
      collections.find(({ name }) => name === named) ?? collections.find(({ id }) => id === named);
    if (!collection) {
      const names = collections.map(({ name }) => name).join(', ');
      throw userError.badInput(`${path}.collection`, `"${named}" is not searched; those that are: ${names}.`);
    }
    if (weights.has(collection.id)) {
      throw userError.badInput(
        `${path}.collection`,
        `"${named}" has a weight already; leave one of them out.`,
      );
    }
    if (!(weight >= 0 && weight <= MOST_WEIGHT)) {
      throw userError.badInput(`${path}.weight`, `must be from 0 to ${MOST_WEIGHT}, not ${weight}.`);
    }
    weights.set(collection.id, weight);
  });
  const each = collections.map(({ id }) => weights.get(id) ?? 1);
  return each.every((weight) => weight === 1) ? undefined : each;
}

/** @throws userError for a least relevance that means nothing */
export function checkMinScore({ minScore, mode, unlike }: SearchInput): void {
  if (minScore === null || minScore === undefined) return;
  if (!(minScore >= 0 && minScore <= 1)) {
    throw userError.badInput('input.minScore', `must be from 0 to 1, not ${minScore}.`);
  }
  if (mode === 'IMAGE') {
    throw userError.badInput('input.minScore', 'cannot be told of images; leave it out.');
  }
  if (unlike && unlike.length > 0) {
    throw userError.badInput(
      'input.minScore',
      'cannot be told for a search with unlike, whose scores are on no known scale; leave one of them out.',
    );
  }
}
