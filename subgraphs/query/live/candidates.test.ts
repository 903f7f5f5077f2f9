import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Random, seeded } from '../../../chaos/random.ts';
import { passageKey } from '../../../lib/milvus/passage.ts';
import { placesOf } from '../pages/places.ts';
import type { Branch, PassageHit } from '../search/candidates.ts';
import { fused, weigh } from '../search/fuse.ts';
import { byScore } from '../search/group.ts';
import type { SearchRequest } from '../search/request.ts';
import { countIn, numberOf, type PassageTerms, rarity, saturation, termsOfPassage } from './bm25.ts';
import { Candidates } from './candidates.ts';

const CANDIDATES = 40;
const PAGE = 5;
const collection = { id: 'c', view: { milvusName: 'v', model: { name: 'm', version: '1' } } };
const VOCABULARY = Array.from({ length: 40 }, (_, n) => `word${n}`);

interface Document {
  cosine: number;
  terms: PassageTerms;
}
type Corpus = Map<string, Document>;

/** Frequent words and rare ones. */
const document = (random: Random): Document => ({
  cosine: 0.7 + 0.25 * random.next() ** 3,
  terms: termsOfPassage(
    Array.from({ length: 3 + random.below(20) }, () => VOCABULARY[Math.floor(40 * random.next() ** 2)]).join(
      ' ',
    ),
  ),
});

/** What a server says of words. */
const statistics = (corpus: () => Corpus) => ({
  rarity: (term: string) => {
    const having = [...corpus().values()].filter(({ terms }) => countIn(terms, numberOf(term)) > 0).length;
    return rarity(corpus().size, having);
  },
  meanLength: () => [...corpus().values()].reduce((sum, { terms }) => sum + terms.length, 0) / corpus().size,
});

/** What a run finds: the candidates of its ways of searching in one order. */
function run(request: SearchRequest, corpus: Corpus, asked: ReadonlyMap<string, number>) {
  const known = statistics(() => corpus);
  const mean = known.meanLength();
  const rarities = [...asked].map(([term, times]) => [numberOf(term), times * known.rarity(term)] as const);
  const byWords = ({ terms }: Document) =>
    rarities.reduce((sum, [term, rare]) => {
      const count = countIn(terms, term);
      return count > 0 ? sum + rare * saturation(count, terms.length, mean) : sum;
    }, 0);
  const branch = (kind: Branch['kind'], scoreOf: (one: Document) => number): Branch => {
    const hits = [...corpus]
      .map(([id, one]): PassageHit => {
        const row = { key: passageKey(id, 1, 0), document: id, revision: 1, ordinal: 0 };
        return { target: 0, score: scoreOf(one), row };
      })
      .filter(({ score }) => score > 0)
      .sort(byScore);
    const exhausted = hits.length < CANDIDATES;
    const unmatched = kind === 'KEYWORD' && exhausted ? 0 : undefined;
    return { kind, hits: hits.slice(0, CANDIDATES), exhausted, unmatched, efforts: [] };
  };
  const semantic = request.mode === 'KEYWORD' ? [] : [branch('SEMANTIC', ({ cosine }) => cosine)];
  const keyword = request.mode === 'SEMANTIC' ? undefined : branch('KEYWORD', byWords);
  const weighed = weigh({ semantic, keyword }, request, [undefined]);
  const exact = weighed.every((one) => one.branch.exhausted);
  const hits = fused(weighed);
  const branches = weighed.map(({ as }) => as);
  return { hits, snapshot: { places: placesOf(hits, branches.length), branches, exact } };
}

const pageOf = ({ hits }: ReturnType<typeof run>) =>
  hits
    .slice(0, PAGE)
    .map(({ row }) => row.document)
    .join();

/** Searches over one corpus, with each write compared and, where it is told to, run again. */
function lived(random: Random, documents: number, writes: number) {
  const corpus: Corpus = new Map(Array.from({ length: documents }, (_, n) => [`d${n}`, document(random)]));
  const told = { rightly: 0, wrongly: 0, missed: 0 };
  const searches = Array.from({ length: 12 }, (_, n) => {
    const mode = ['HYBRID', 'HYBRID', 'KEYWORD', 'SEMANTIC'][n % 4];
    const fusion = n % 3 === 0 ? 'RECIPROCAL_RANK' : 'STANDARDIZED_SCORES';
    const targets = [{ keywordWeight: 0.4, collection }];
    const request = { targets, mode, fusion, candidates: CANDIDATES } as unknown as SearchRequest;
    const asked = new Map(Array.from({ length: 4 }, () => [random.oneOf(VOCABULARY), 1 + random.below(2)]));
    const start = () => {
      const ranked = run(request, corpus, asked);
      const passages = new Map([...corpus].map(([id, { terms }]) => [passageKey(id, 1, 0), terms]));
      const words = [{ terms: mode === 'SEMANTIC' ? new Map() : asked, ...statistics(() => corpus) }];
      const candidates = new Candidates({ request, snapshot: ranked.snapshot }, PAGE, words, [passages]);
      return { page: pageOf(ranked), candidates };
    };
    return { request, asked, start, now: start() };
  });
  for (let write = 0; write < writes; write++) {
    const id = random.next() < 0.6 ? `n${write}` : random.oneOf([...corpus.keys()]);
    const isGone = corpus.has(id) && random.next() < 0.5;
    const one = document(random);
    if (isGone) corpus.delete(id);
    else corpus.set(id, one);
    const newcomer = isGone ? undefined : { cosine: one.cosine, terms: [one.terms] };
    for (const search of searches) {
      const isOther = search.now.candidates.become(0, [[id, newcomer]]);
      const { page } = search.now;
      const now = pageOf(run(search.request, corpus, search.asked));
      // A page that shows the document is run again without asking.
      const shows = page.split(',').includes(id);
      if (isOther && !shows) told[now === page ? 'wrongly' : 'rightly']++;
      else if (now !== page && !shows) told.missed++;
      if (isOther || shows || now !== page) search.now = search.start();
    }
  }
  return told;
}

test('of every write it is told which pages it changes, also where only the statistics of words drift', () => {
  // Each candidate of each search is known.
  const { rightly, wrongly, missed } = lived(seeded(11), 25, 15);
  assert.deepEqual({ wrongly, missed }, { wrongly: 0, missed: 0 });
  assert.ok(rightly > 30, `${rightly}`);
});

test('where a search has more matches than candidates nearly every page is told of as well', () => {
  const { rightly, wrongly, missed } = lived(seeded(12), 150, 120);
  assert.ok(rightly > 50 && wrongly + missed < rightly / 5, JSON.stringify({ rightly, wrongly, missed }));
});
