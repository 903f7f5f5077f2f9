import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seeded } from '../../../chaos/random.ts';
import { passageKey, placeOf } from '../../../lib/milvus/passage.ts';
import { countIn, numberOf, rarity, saturation, termsOfPassage } from './bm25.ts';
import { words } from './words.ts';

const VOCABULARY = Array.from({ length: 30 }, (_, n) => `word${n}`);
const LATER_MS = 60_000;

/** A view that scores as Milvus does, in seven digits, and counts what it is asked. */
function view() {
  const rows = new Map<string, string>();
  const asked = { terms: 0 };
  const all = () => [...rows].map(([key, terms]) => ({ key, terms: termsOfPassage(terms) }));
  const meanLength = () => all().reduce((sum, { terms }) => sum + terms.length, 0) / rows.size;
  const rarityOf = (term: string) =>
    rarity(rows.size, all().filter(({ terms }) => countIn(terms, numberOf(term)) > 0).length);
  const store = {
    count: async () => rows.size,
    termsOf: async (_: string, keys: readonly string[]) =>
      new Map(keys.flatMap((key) => (rows.has(key) ? [[key, rows.get(key) as string]] : []))),
  };
  const sources = {
    async byTerms({ limit }: { limit: number }, term: string) {
      asked.terms++;
      const [rare, mean] = [rarityOf(term), meanLength()];
      return all()
        .map(({ key, terms }) => {
          const count = countIn(terms, numberOf(term));
          return { row: placeOf(key), score: Math.fround(rare * saturation(count, terms.length, mean)) };
        })
        .filter(({ score }) => score > 0)
        .sort((a, b) => b.score - a.score)
        .slice(0, limit);
    },
  };
  return { rows, asked, rarityOf, meanLength, known: words(sources, store) };
}

test('how rare words are is known after each write without asking for it', async () => {
  const random = seeded(7);
  const { rows, asked, rarityOf, meanLength, known } = view();
  const text = () =>
    Array.from({ length: 4 + random.below(30) }, () => VOCABULARY[Math.floor(30 * random.next() ** 2)]).join(
      ' ',
    );
  const revisions = new Map<string, number>();
  const write = (id: string, isGone = false) => {
    const revision = (revisions.get(id) ?? 0) + 1;
    revisions.set(id, revision);
    rows.delete(passageKey(id, revision - 1, 0));
    const terms = text();
    if (!isGone) rows.set(passageKey(id, revision, 0), terms);
    return { key: id, revision, terms: isGone ? [] : [termsOfPassage(terms)] };
  };
  for (let n = 0; n < 50; n++) write(`d${n}`);
  await known.learn('view', VOCABULARY);
  // What searches have found is known.
  await known.passages('view', [...rows.keys()]);
  const before = asked.terms;
  for (let round = 0; round < 40; round++) {
    const changed = [write(`n${round}`), write(`d${random.below(50)}`, random.next() < 0.3)];
    await known.count('view', changed, performance.now() + LATER_MS);
    assert.ok(Math.abs((known.meanLength('view') as number) - meanLength()) < 1e-3);
    for (const term of VOCABULARY) assert.equal(known.rarity('view', term), rarityOf(term));
  }
  assert.equal(asked.terms, before);
});

test('a count that has grown old is asked anew with the next document that has the word', async () => {
  const { rows, rarityOf, known } = view();
  for (let n = 0; n < 10; n++)
    rows.set(passageKey(`d${n}`, 1, 0), n < 5 ? 'heron river' : 'badger forest den');
  await known.learn('view', ['heron', 'badger']);
  // Nobody has read what goes here.
  rows.delete(passageKey('d0', 1, 0));
  rows.set(passageKey('new', 1, 0), 'heron');
  const changed = [{ key: 'new', revision: 1, terms: [termsOfPassage('heron')] }];
  await known.count('view', changed, performance.now() + 20 * LATER_MS);
  assert.equal(known.rarity('view', 'heron'), rarityOf('heron'));
});

test('a document that could be found before it was heard of is not counted twice', async () => {
  const { rows, rarityOf, known } = view();
  for (let n = 0; n < 10; n++)
    rows.set(passageKey(`d${n}`, 1, 0), n < 3 ? 'heron river' : 'badger forest den');
  rows.set(passageKey('new', 1, 0), 'heron');
  await known.learn('view', ['heron', 'badger']);
  const changed = [{ key: 'new', revision: 1, terms: [termsOfPassage('heron')] }];
  await known.count('view', changed, performance.now());
  assert.equal(known.rarity('view', 'heron'), rarityOf('heron'));
});
