import { documentKey, type PassageHit } from './candidates.ts';
import { conditionsBy } from './conditions.ts';
import type { SearchRequest, Target } from './request.ts';
import type { Sources } from './sources.ts';

/** Those of the hits whose documents have every required word and phrase, and none of the excluded ones. */
export type Check = (hits: readonly PassageHit[]) => Promise<PassageHit[]>;

/** The check of one search, which reads each document once; undefined where there is nothing to check. */
export function checking({ conditions, targets }: SearchRequest, sources: Sources): Check | undefined {
  if (!hasAny(conditions)) return undefined;
  const meets = targets.map(({ collection: { view } }) => conditionsBy(conditions, view.spec.keywords));
  const met = new Map<string, Promise<boolean>>();
  const keyOf = (hit: PassageHit) => `${documentKey(hit)} ${hit.row.revision}`;

  /** Looks at the documents of one target that nobody has looked at. */
  function look(target: number, hits: readonly PassageHit[]): void {
    const { view } = (targets[target] as Target).collection;
    const fresh = [...new Map(hits.map((hit) => [keyOf(hit), hit.row])).entries()].filter(
      ([key]) => !met.has(key),
    );
    if (fresh.length === 0) return;
    const reading = sources.texts(
      view.milvusName,
      fresh.map(([, { document, revision }]) => ({ document, revision })),
    );
    for (const [index, [key]] of fresh.entries()) {
      const outcome = reading.then((texts) => {
        const whole = texts[index];
        return whole !== undefined && (meets[target]?.(whole) ?? false);
      });
      outcome.catch(() => undefined);
      met.set(key, outcome);
    }
  }

  return async (hits) => {
    for (const [target, its] of Map.groupBy(hits, (hit) => hit.target)) look(target, its);
    const passed = await Promise.all(hits.map((hit) => met.get(keyOf(hit))));
    return hits.filter((_, index) => passed[index]);
  };
}

/** Whether anything is required or excluded. */
export const hasAny = ({ required, excluded }: SearchRequest['conditions']): boolean =>
  required.length + excluded.length > 0;
