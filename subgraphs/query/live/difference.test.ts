import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seeded } from '../../../chaos/random.ts';
import type { ShownHit } from '../pages/present.ts';
import { difference } from './difference.ts';

const hit = (document: string, revision = 1): ShownHit =>
  ({
    target: { collection: { id: 'c' } },
    row: { document, revision, key: `${document}:${revision}:0` },
  }) as unknown as ShownHit;
const said = (before: string, now: string) =>
  difference(
    [...before].map((id) => hit(id)),
    [...now].map((id) => hit(id)),
  ).map(({ kind, hit, place }) =>
    [kind, hit.row.document, place].filter((part) => part !== undefined).join(' '),
  );

test('a page is made of another in as few steps as there can be', () => {
  assert.deepEqual(said('', 'ab'), ['ENTERED a 0', 'ENTERED b 1']);
  assert.deepEqual(said('abcde', 'xabcd'), ['LEFT e', 'ENTERED x 0']);
  assert.deepEqual(said('abcde', 'eabcd'), ['MOVED e 0']);
  assert.deepEqual(said('abcd', 'abcd'), []);
  assert.deepEqual(difference([hit('a')], [hit('a', 2)]), [
    { kind: 'CHANGED', hit: hit('a', 2), place: 0, previousPlace: 0 },
  ]);
});

test('whoever applies the changes in their order has the page', () => {
  const random = seeded(5);
  for (let round = 0; round < 500; round++) {
    const draw = () => [...new Set(Array.from({ length: random.below(12) }, () => `d${random.below(15)}`))];
    const [before, now] = [draw(), draw()];
    const list = [...before];
    const changes = difference(
      before.map((id) => hit(id)),
      now.map((id) => hit(id)),
    );
    for (const { kind, hit } of changes) {
      if (kind === 'LEFT' || kind === 'MOVED') list.splice(list.indexOf(hit.row.document), 1);
    }
    for (const { kind, hit, place } of changes) {
      if (kind === 'ENTERED' || kind === 'MOVED') list.splice(place as number, 0, hit.row.document);
    }
    assert.deepEqual(list, now);
  }
});
