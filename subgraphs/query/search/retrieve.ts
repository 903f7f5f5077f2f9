import { PartRejected, userError } from '../../../lib/errors.ts';
import { NOT_FOUND } from '../../../lib/milvus/normalise.ts';
import { passageKey } from '../../../lib/milvus/passage.ts';
import { modelKey } from '../../../lib/view-spec.ts';
import { mostByWords } from '../relevance/calibration.ts';
import type { Branch, Effort, Embedded, PassageHit, Retrieved } from './candidates.ts';
import { type Check, checking } from './check.ts';
import { documentsWith } from './narrow.ts';
import { type Nearest, nearest } from './nearest.ts';
import type { Stage } from './pipeline.ts';
import { questionOf } from './question.ts';
import { roughly, type SearchRequest, type Target } from './request.ts';
import type { Sources, ViewQuestion } from './sources.ts';
import { countTerms, termsOf } from './terms.ts';

/** Documents that a branch should find, so that a page is full although long documents take many candidates. */
const ENOUGH_DOCUMENTS = 100;
/** The most that a Milvus search can be asked for. */
const MOST_CANDIDATES = 16_384;
/** The most where each document must be read, because words are required or excluded. */
const MOST_CHECKED = 4_000;

const WORDLESS =
  'The text has no word that KEYWORD searches look for: signs alone, or words as common as "the". Choose HYBRID, or other words.';

/** Collects the candidates of both branches, of every collection, at once. */
export function retrieve(sources: Sources): Stage<Embedded, Retrieved> {
  return {
    name: 'retrieve',
    async run({ request, vectors, notes }) {
      const looksForWords = request.mode === 'KEYWORD' || request.mode === 'HYBRID';
      const lacking = looksForWords ? await sources.lacksKeywordSearch() : undefined;
      if (lacking && vectors.size === 0)
        throw userError.notSupported('Keyword search', 'Milvus 2.5 or later', lacking);
      const byWords = looksForWords && !lacking;
      const said = new Set(notes);
      if (lacking)
        said.add(`Answered by meaning alone: keywords need Milvus 2.5; this server is ${lacking}.`);
      const wordless = request.targets.every((target) => termsOf(request, target) === '');
      if (request.mode === 'KEYWORD' && wordless) said.add(WORDLESS);
      const check = checking(request, sources);
      const only = await narrowed(request, sources, check);
      const within = { request, said, check, only };
      const [semantic, keyword] = await Promise.all([
        Promise.all([...vectors].map(([key, vector]) => semanticBranch(within, sources, key, vector))),
        byWords ? keywordBranch(within, sources) : undefined,
      ]);
      return { request, notes: [...said], branches: { semantic, keyword } };
    },
  };
}

/** Of each target, the documents that have what is required, where they can be told. */
async function narrowed(
  { targets, conditions: { required } }: SearchRequest,
  sources: Sources,
  check: Check | undefined,
): Promise<(string[] | undefined)[]> {
  if (!check || required.length === 0 || (await sources.lacksKeywordSearch())) return [];
  return Promise.all(
    targets.map((asked, target) => {
      const ask = (limit: number) => questionOf(asked, limit);
      return documentsWith(required, asked, { sources, target, check, ask }).catch(unlessPrepared);
    }),
  );
}

/** A collection that is still being prepared has nothing to narrow; the branches say so. */
function unlessPrepared(error: unknown): undefined {
  if (!isBeingPrepared(error)) throw error;
}

const isBeingPrepared = (error: unknown) => error instanceof PartRejected && error.code === NOT_FOUND;

/** @param key of the model that made the vector: what was indexed with it is searched */
async function semanticBranch(
  within: Within,
  sources: Sources,
  key: string,
  vector: Float32Array,
): Promise<Branch> {
  const modelOf = ({ collection: { view }, images }: Target) =>
    (images ? view.spec.images : undefined) ?? view.spec.model;
  const [...all] = within.request.targets.entries();
  const its = all.filter(([, target]) => modelKey(modelOf(target)) === key);
  const model = its[0] && modelOf(its[0][1]);
  const targets = new Set(its.map(([target]) => target));
  const ask = (question: ViewQuestion, { collection: { view } }: Target) =>
    nearest(sources, question, view.changes, vector);
  const found = await branch(within, ask, targets);
  return {
    kind: 'SEMANTIC',
    model,
    ...found,
    hits: within.request.mode === 'IMAGE' ? found.hits.map(shown) : found.hits,
  };
}

/** A document that was found by a picture is shown by its first passage. */
function shown({ row, ...hit }: PassageHit): PassageHit {
  const { document, revision, ordinal } = row;
  return { ...hit, image: ordinal, row: { ...row, key: passageKey(document, revision, 0), ordinal: 0 } };
}

async function keywordBranch(within: Within, sources: Sources): Promise<Branch> {
  const found = await branch(within, async (question, target) => {
    const hits = await sources.byTerms(question, termsOf(within.request, target));
    return { hits, effort: { limit: question.limit } };
  });
  // Whatever else there is has none of the words.
  const unmatched = found.exhausted ? 0 : undefined;
  const { request } = within;
  const most = request.targets.map((target) =>
    mostByWords(countTerms(request, target), roughly(target.collection.documentCount)),
  );
  return { kind: 'KEYWORD', ...found, unmatched, most };
}

/** Where branches look. */
interface Within {
  request: SearchRequest;
  /** Gets what the caller should know. */
  said: Set<string>;
  check: Check | undefined;
  /** Of each target, the only documents to look at; undefined: all. */
  only: readonly (readonly string[] | undefined)[];
}

/**
 * @param targets those to look into; all where not given
 */
async function branch(
  { request, said, check, only }: Within,
  ask: (question: ViewQuestion, target: Target) => Promise<Nearest>,
  targets: ReadonlySet<number> | undefined = undefined,
): Promise<Omit<Branch, 'kind'>> {
  const efforts = new Map<number, Effort>();
  const parts = await Promise.all(
    request.targets.map((asked, target) => {
      if (targets && !targets.has(target)) return { hits: [], exhausted: true };
      const { name } = asked.collection;
      const documents = only[target];
      if (documents?.length === 0) return { hits: [], exhausted: true };
      const question = async (limit: number) => {
        const { hits, effort } = await ask(questionOf(asked, limit, documents), asked);
        efforts.set(target, effort);
        return hits;
      };
      return enough(request.candidates, target, question, check).catch((error): Found => {
        if (!isBeingPrepared(error)) throw error;
        said.add(`The collection "${name}" is still being prepared: nothing is found in it yet.`);
        return { hits: [], exhausted: true };
      });
    }),
  );
  return {
    hits: parts.flatMap(({ hits }) => hits),
    exhausted: parts.every(({ exhausted }) => exhausted),
    targets,
    efforts: request.targets.map((_, target) => efforts.get(target) ?? null),
  };
}

type Found = Pick<Branch, 'hits' | 'exhausted'>;

/** Asks for more until there are enough documents, or nothing more to be had. No server is trusted with grouping. */
async function enough(
  candidates: number,
  target: number,
  ask: (limit: number) => Promise<Nearest['hits']>,
  check: Check | undefined,
): Promise<Found> {
  const most = check ? MOST_CHECKED : MOST_CANDIDATES;
  for (let limit = candidates; ; limit = Math.min(4 * limit, most)) {
    const stored = await ask(limit);
    const found: PassageHit[] = stored.map(({ score, row }) => ({ target, score, row }));
    const hits = check ? await check(found) : found;
    const exhausted = found.length < limit;
    if (exhausted || limit === most) return { hits, exhausted };
    if (hasDocuments(hits, Math.min(candidates, ENOUGH_DOCUMENTS))) return { hits, exhausted };
  }
}

/** Whether there are so many different documents among the hits. */
function hasDocuments(hits: readonly PassageHit[], wanted: number): boolean {
  const documents = new Set<string>();
  return wanted === 0 || hits.some(({ row }) => documents.add(row.document).size >= wanted);
}
