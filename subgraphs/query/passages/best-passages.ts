import { userError } from '../../../lib/errors.ts';
import { isOneOf } from '../../../lib/milvus/expression.ts';
import type { Hit } from '../../../lib/milvus/search.ts';
import type { PassageReader } from '../pages/passages.ts';
import type { ShownHit } from '../pages/present.ts';
import type { Branch } from '../search/candidates.ts';
import { fuse } from '../search/fuse.ts';
import { nearest } from '../search/nearest.ts';
import { questionOf } from '../search/question.ts';
import type { SearchRequest } from '../search/request.ts';
import type { Sources, ViewQuestion } from '../search/sources.ts';
import { termsOf } from '../search/terms.ts';
import type { AimedVector } from './aimed-vector.ts';
import type { PassageInView } from './passage.ts';

export interface BestPassage {
  score: number;
  passage: PassageInView;
}

const MOST = 20;
/** Passages that each branch is asked for, so that the scores of both can be brought together. */
const CANDIDATES = 50;
/** The passages of one document have vectors of one model: there is nothing to be calibrated. */
const fusePassages = fuse(() => Promise.reject(new Error('no calibration was expected')));

/**
 * The best passages of a hit's document, by what the search goes by: the branches look into this document alone.
 * @throws userError for a number out of bounds; PartUnavailable
 */
export async function bestPassages(
  { target: { collection }, place, row }: ShownHit,
  first: number,
  o: {
    request: SearchRequest;
    sources: Sources;
    reader: PassageReader;
    vectorBy: AimedVector;
  },
): Promise<BestPassage[]> {
  if (!(first >= 1 && first <= MOST)) {
    throw userError.badInput('passages.first', `must be from 1 to ${MOST}, not ${first}.`);
  }
  const { request, sources, reader } = o;
  const { view } = collection;
  const shown = [{ score: place.score, passage: { ...row, view } }];
  if (row.passages === 1) return shown;
  // Whatever found the document: passages are compared with the text.
  const target = { ...(request.targets[place.target] as SearchRequest['targets'][0]), images: false };
  const question: ViewQuestion = {
    ...questionOf(target, CANDIDATES),
    expression: `${isOneOf('document', [row.document])} and revision == ${row.revision}`,
  };
  const byWords = request.mode !== 'SEMANTIC' && request.text !== '' && !(await sources.lacksKeywordSearch());
  const [semantic, keyword] = await Promise.all([
    request.mode === 'KEYWORD' ? undefined : o.vectorBy(view.model).then(near),
    byWords ? sources.byTerms(question, termsOf(request, target)) : undefined,
  ]);
  // A search by a picture alone says nothing of passages.
  if (!semantic && !keyword) return shown;
  const branches = {
    semantic: semantic ? [branchOf('SEMANTIC', semantic)] : [],
    keyword: keyword && branchOf('KEYWORD', keyword),
  };
  const alone: SearchRequest = { ...request, targets: [target], collectionWeights: undefined };
  const fused = await fusePassages.run({ request: alone, notes: [], branches });
  const found = await Promise.all(
    fused.hits.slice(0, first).map(async ({ score, row: { key } }) => {
      const passage = await reader.row({ view: view.milvusName, changes: view.changes, key, found: true });
      return passage ? [{ score, passage: { ...passage, view } }] : [];
    }),
  );
  return found.flat();

  async function near(vector: Float32Array | undefined): Promise<Hit[] | undefined> {
    return vector && (await nearest(sources, question, view.changes, vector)).hits;
  }
}

/** A branch in which each passage stands for itself, as documents do in the fusion of a search; equal ones by their places. */
function branchOf(kind: Branch['kind'], hits: readonly Hit[]): Branch {
  return {
    kind,
    exhausted: hits.length < CANDIDATES,
    unmatched: kind === 'KEYWORD' && hits.length < CANDIDATES ? 0 : undefined,
    efforts: [],
    hits: hits.map(({ score, row }) => ({ target: 0, score, row: { ...row, document: nameOf(row) } })),
  };
}

/** Ordered as the ordinals are. */
const nameOf = ({ ordinal }: Hit['row']) => String(ordinal).padStart(9, '0');
