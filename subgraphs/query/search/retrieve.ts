import { PartRejected, userError } from '../../../lib/errors.ts';
import { NOT_FOUND } from '../../../lib/milvus/normalise.ts';
import type { Hit } from '../../../lib/milvus/search.ts';
import { encodeTerms } from '../../../lib/text/encode.ts';
import { type Analyzer, tokens } from '../../../lib/text/tokens.ts';
import { modelKey } from '../../../lib/view-spec.ts';
import type { Branch, Embedded, PassageHit, Retrieved } from './candidates.ts';
import { bestPassages, newestRevisions } from './group.ts';
import type { Stage } from './pipeline.ts';
import type { SearchRequest, Target } from './request.ts';
import type { Sources, ViewQuestion } from './sources.ts';

/** Documents that a branch should find, so that a page is full although long documents take many candidates. */
const ENOUGH_DOCUMENTS = 100;
/** The most that a Milvus search can be asked for. */
const MOST_CANDIDATES = 16_384;

/** Collects the candidates of both branches, of every collection, at once. */
export function retrieve(sources: Sources): Stage<Embedded, Retrieved> {
  return {
    name: 'retrieve',
    async run({ request, vectors, notes }) {
      const lacking = request.mode === 'SEMANTIC' ? undefined : await sources.lacksKeywordSearch();
      if (lacking && vectors.size === 0)
        throw userError.notSupported('Keyword search', 'Milvus 2.5 or later', lacking);
      const byWords = request.mode !== 'SEMANTIC' && !lacking;
      const said = new Set(notes);
      if (lacking)
        said.add(`Answered by meaning alone: keywords need Milvus 2.5; this server is ${lacking}.`);
      const [semantic, keyword] = await Promise.all([
        Promise.all([...vectors].map(([key, vector]) => semanticBranch(request, said, sources, key, vector))),
        byWords ? keywordBranch(request, said, sources) : undefined,
      ]);
      return { request, notes: [...said], branches: { semantic, keyword } };
    },
  };
}

/** @param key of the model that made the vector: what was indexed with it is searched */
async function semanticBranch(
  request: SearchRequest,
  said: Set<string>,
  sources: Sources,
  key: string,
  vector: Float32Array,
): Promise<Branch> {
  const targets = new Set(
    [...request.targets.keys()].filter((target) => {
      const asked = request.targets[target] as Target;
      return modelKey(asked.collection.view.model) === key;
    }),
  );
  return branch(request, said, (question) => sources.byVector(question, vector), targets);
}

async function keywordBranch(request: SearchRequest, said: Set<string>, sources: Sources): Promise<Branch> {
  const termsBy = (analyzer: Analyzer) => encodeTerms(tokens(request.text, analyzer).map(({ term }) => term));
  const found = await branch(request, said, (question, { collection: { view } }) =>
    sources.byTerms(question, termsBy(view.spec.keywords.analyzer)),
  );
  // Whatever else there is has none of the words.
  return found.exhausted ? { ...found, unmatched: 0 } : found;
}

/**
 * @param said gets what the caller should know
 * @param targets those to look into; all where not given
 */
async function branch(
  request: SearchRequest,
  said: Set<string>,
  ask: (question: ViewQuestion, target: Target) => Promise<Hit[]>,
  targets: ReadonlySet<number> | undefined = undefined,
): Promise<Branch> {
  const parts = await Promise.all(
    request.targets.map((asked, target) => {
      if (targets && !targets.has(target)) return { hits: [], exhausted: true };
      const { name } = asked.collection;
      const question = (limit: number) => ask(questionOf(asked, limit), asked);
      return enough(request.candidates, target, question).catch((error): Branch => {
        if (!(error instanceof PartRejected && error.code === NOT_FOUND)) throw error;
        said.add(`The collection "${name}" is still being prepared: nothing is found in it yet.`);
        return { hits: [], exhausted: true };
      });
    }),
  );
  return {
    hits: parts.flatMap(({ hits }) => hits),
    exhausted: parts.every(({ exhausted }) => exhausted),
    targets,
  };
}

/** Documents that have expired are not there any more, in whichever second it is asked. */
function questionOf({ collection: { view, expires }, expression, partitions }: Target, limit: number) {
  const alive = expires ? `(expires == 0 or expires > ${Math.floor(Date.now() / 1000) * 1000})` : '';
  const { builtAs, ef } = view.spec.index;
  return {
    view: view.milvusName,
    expression: [expression, alive].filter((part) => part !== '').join(' and '),
    partitions,
    ef: builtAs === 'HNSW' ? ef : undefined,
    limit,
  };
}

/** Asks for more until there are enough documents, or nothing more to be had. No server is trusted with grouping. */
async function enough(
  candidates: number,
  target: number,
  ask: (limit: number) => Promise<Hit[]>,
): Promise<Branch> {
  for (let limit = candidates; ; limit = Math.min(4 * limit, MOST_CANDIDATES)) {
    const stored = await ask(limit);
    const hits: PassageHit[] = stored.map((hit) => ({ target, ...hit }));
    const exhausted = hits.length < limit;
    if (exhausted || limit === MOST_CANDIDATES) return { hits, exhausted };
    const documents = bestPassages(hits, newestRevisions(hits)).length;
    if (documents >= Math.min(candidates, ENOUGH_DOCUMENTS)) return { hits, exhausted };
  }
}
