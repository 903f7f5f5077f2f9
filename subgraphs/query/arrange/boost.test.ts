import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Filter } from '../../../lib/filter/filter.ts';
import { boosted } from './boost.ts';
import type { Candidate } from './candidate.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const DAY = 86_400_000;

function candidate(document: string, score: number, metadata: Record<string, unknown> = {}): Candidate {
  const row = { key: document, document, revision: 1, ordinal: 0 };
  return { hit: { target: 0, score, found: [], row }, metadata, collapsed: 0 };
}

const isLang = (lang: string): Filter => ({ kind: 'in', field: 'lang', type: 'STRING', values: [lang] });
const shown = (candidates: readonly Candidate[]) =>
  candidates.map(({ hit }) => [hit.row.document, Math.round(hit.score * 1000) / 1000]);

const list = [
  candidate('best', 1.4, { lang: 'en' }),
  candidate('middle', 0.2, { lang: 'zh', day: NOW - 10 * DAY }),
  candidate('last', -1, { lang: 'zh', day: NOW }),
];

test('without boosts scores and order stay as they are', () => {
  assert.deepEqual(boosted(list, { boosts: [], recency: undefined }, NOW), list);
});

test('a factor of 2 brings the last before all others, also where its score is negative', () => {
  const boosts = [{ filters: [isLang('zh')], factor: 2 }];
  assert.deepEqual(shown(boosted(list, { boosts, recency: undefined }, NOW)), [
    ['middle', 1.5],
    ['best', 1],
    ['last', 1],
  ]);
});

test('factors of several boosts are multiplied, and equal candidates are all relevant', () => {
  const boosts = [
    { filters: [isLang('zh')], factor: 2 },
    { filters: [isLang('zh')], factor: 0.25 },
  ];
  const equal = [candidate('a', 3, { lang: 'zh' }), candidate('b', 3)];
  assert.deepEqual(shown(boosted(equal, { boosts, recency: undefined }, NOW)), [
    ['b', 1],
    ['a', 0.5],
  ]);
});

test('recency halves with each half-life; a date to come is now, none is infinitely old', () => {
  const recency = { field: 'day', halfLifeDays: 10, weight: 0.8 };
  const equal = [
    candidate('old', 1, { day: NOW - 10 * DAY }),
    candidate('none', 1),
    candidate('future', 1, { day: NOW + DAY }),
  ];
  assert.deepEqual(shown(boosted(equal, { boosts: [], recency }, NOW)), [
    ['future', 1],
    ['old', 0.6],
    ['none', 0.2],
  ]);
});
