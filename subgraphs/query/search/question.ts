import { isOneOf } from '../../../lib/milvus/expression.ts';
import { imageView } from '../../../lib/milvus/image-view.ts';
import type { Target } from './request.ts';
import type { ViewQuestion } from './sources.ts';

/**
 * What is asked of the view of a target. Documents that have expired are not there any more, in whichever second it is asked.
 * @param documents the only ones to look at; all where not given
 */
export function questionOf(
  { collection: { view, expires }, expression, partitions, images }: Target,
  limit: number,
  documents?: readonly string[] | undefined,
): ViewQuestion {
  const alive = expires ? `(expires == 0 or expires > ${Math.floor(Date.now() / 1000) * 1000})` : '';
  const among = documents ? isOneOf('document', documents) : '';
  const { builtAs, ef, targetRecall } = view.spec.index;
  // Images of all partitions lie together.
  const within = images && partitions ? isOneOf('partition', partitions) : '';
  return {
    view: images ? imageView(view.milvusName) : view.milvusName,
    expression: [within, expression, alive, among].filter((part) => part !== '').join(' and '),
    partitions: images ? undefined : partitions,
    ef: builtAs === 'HNSW' ? ef : undefined,
    targetRecall: builtAs === 'HNSW' ? (targetRecall ?? undefined) : undefined,
    limit,
  };
}
