import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { seeded } from '../../chaos/random.ts';
import { startTestRedis } from '../support/redis.ts';
import { bootSearch, type Found, idsOf, type SearchClient, type SearchStack } from '../support/search.ts';

let stack: SearchStack;
before(async () => {
  stack = await bootSearch();
  await stack.create('articles');
  const numbers = Array.from({ length: 40 }, (_, n) => n);
  await stack.add(
    'articles',
    numbers.map((n) => ({
      documentId: `d${n}`,
      content: `River number ${n} flows to the sea past ${n % 7} villages.`,
      metadata: { year: 2000 + n },
    })),
  );
});
after(() => stack[Symbol.asyncDispose]());

/** All pages of a search, `first` hits each; `between` runs after each page. */
async function pages(
  input: object,
  first: number,
  between?: (page: number) => Promise<unknown>,
): Promise<Found[]> {
  const all: Found[] = [];
  let after: string | null = null;
  do {
    const page: Found = await stack.search(input, { first, after });
    all.push(page);
    after = page.pageInfo.endCursor;
    await between?.(all.length);
  } while (all.at(-1)?.pageInfo.hasNextPage);
  return all;
}

test('pages show each document of the list once, in the order of the list', async () => {
  const input = { text: 'a river to the sea', candidates: 100 };
  const whole = await stack.search(input, { first: 100 });
  assert.deepEqual([whole.totalCount, whole.totalCountRelation], [40, 'EXACT']);
  const all = await pages(input, 7);
  assert.deepEqual(
    all.map(({ edges }) => edges.length),
    [7, 7, 7, 7, 7, 5],
  );
  assert.deepEqual(all.flatMap(idsOf), idsOf(whole));
  assert.ok(all.every(({ totalCount }) => totalCount === 40));
});

test('a list that was cut short says that there may be more', async () => {
  const found = await stack.search({ text: 'villages', mode: 'SEMANTIC', candidates: 10 });
  assert.deepEqual([found.totalCount, found.totalCountRelation], [10, 'AT_LEAST']);
});

test('documents that come, change and go between pages: none twice, the deleted ones drop out, the others stay', async () => {
  const changing = {
    text: 'the flow of rivers',
    candidates: 100,
    filter: {
      and: [
        { field: 'year', gte: 2000 },
        { field: 'year', lt: 3000 },
      ],
    },
  };
  const list = idsOf(await stack.search(changing, { first: 100 }));
  const [, , , , , deleted, replaced, excluded] = list as string[];
  const content = (id: string) => `River of ${id}, as it is now.`;
  const all = await pages(changing, 4, async (page) => {
    if (page !== 1) return;
    await stack.remove('articles', [deleted as string]);
    await stack.add('articles', [
      { documentId: 'newcomer', content: 'The flow of rivers.', metadata: { year: 2001 } },
      { documentId: replaced as string, content: content(replaced as string), metadata: { year: 2002 } },
      { documentId: excluded as string, content: content(excluded as string), metadata: { year: 4000 } },
    ]);
  });
  const seen = all.flatMap(idsOf);
  assert.deepEqual(
    seen,
    list.filter((id) => id !== deleted && id !== excluded),
  );
  assert.equal(all[1]?.edges.length, 4, 'the page is filled from what follows');
  const shown = all.flatMap(({ edges }) => edges).find(({ node }) => node?.documentId === replaced);
  assert.deepEqual([shown?.passage.text, shown?.node?.revision], [content(replaced as string), 2]);
});

test('over two query services with Redis, pages of any kind show none twice and skip none while documents are written and deleted', async () => {
  await using redis = await startTestRedis();
  const services = [
    await stack.another({ redisUrl: redis.url }),
    await stack.another({ redisUrl: redis.url }),
  ];
  const kinds = {
    plain: {},
    'by meaning': { mode: 'SEMANTIC' },
    'by words': { mode: 'KEYWORD' },
    reranked: { rerank: true, rerankCandidates: 12 },
    sorted: { sort: [{ field: 'year', order: 'DESC' }] },
    collapsed: { collapse: true },
    boosted: { boosts: [{ filter: { field: 'year', lt: 2010 }, factor: 3 }] },
    grouped: { groupBy: { field: 'lang' } },
  };
  await stack.create('walks');
  const write = (ids: readonly string[], round: number) =>
    stack.add(
      'walks',
      ids.map((id) => ({
        documentId: id,
        content: `The walk ${id} goes along the river, written ${round} times.`,
        metadata: { year: 1990 + Number(id.slice(1)), lang: `l${id.slice(1)}` },
      })),
    );
  const all = Array.from({ length: 30 }, (_, n) => `w${n}`);
  const random = seeded(11);
  let round = 0;
  for (const [name, more] of Object.entries(kinds)) {
    await write(all, ++round);
    const input = { collections: ['walks'], text: 'a walk along the river', candidates: 200, ...more };
    const ask = (page: { first: number; after?: string | null }) =>
      (services[random.below(2)] as SearchClient).search(input, page);
    const first = await ask({ first: 4 });
    const list = idsOf(await stack.search(input, { first: 100 }));
    assert.ok(list.length >= (name === 'collapsed' ? 10 : 30), `${name}: ${list.length}`);
    const shown = idsOf(first);
    /** Deleted before they were shown: they may be back when their place comes, or not. */
    const gone = new Set<string>();
    for (let after = first.pageInfo.endCursor; after; ) {
      const some = [...new Set(Array.from({ length: 3 }, () => random.oneOf(all)))];
      if (random.below(2)) {
        await stack.remove('walks', some);
        for (const id of some) if (!shown.includes(id)) gone.add(id);
      } else {
        await write([...some, `w${100 + round * 10 + random.below(10)}`], round);
      }
      const page = await ask({ first: 1 + random.below(6), after });
      shown.push(...idsOf(page));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    }
    assert.equal(new Set(shown).size, shown.length, `${name}: one was shown twice`);
    const missed = list.filter((id) => id && !shown.includes(id) && !gone.has(id));
    assert.deepEqual(missed, [], `${name}: skipped`);
    assert.ok(
      shown.every((id) => list.includes(id)),
      `${name}: what came later is not in the list`,
    );
    if (name !== 'collapsed')
      assert.deepEqual(
        shown,
        list.filter((id) => shown.includes(id)),
        name,
      );
  }
});

test('a cursor that was tampered with is refused, or a place in the same list, whatever was done to it', async () => {
  const input = { text: 'a village by the sea', candidates: 100 };
  const whole = await stack.search(input, { first: 100 });
  const order = idsOf(whole);
  const good = whole.edges[3]?.cursor as string;
  const random = seeded(5);
  const alphabet = 'ABCdef019-_+/=:.% \n"文';
  const change = (text: string) => {
    const at = random.below(text.length + 1);
    const letter = alphabet[random.below(alphabet.length)] ?? '';
    return random.oneOf([
      text.slice(0, at) + letter + text.slice(at + 1),
      text.slice(0, at) + letter + text.slice(at),
      text.slice(0, at),
      text + text,
    ]);
  };
  const encoded = (text: string) => Buffer.from(text).toString('base64url');
  const id = Buffer.from(good, 'base64url').toString().split(':')[0];
  const places = ['-1', '999999', '1e3', '0x1', '1.5', '', 'NaN', '00003'].map((place) =>
    encoded(`${id}:${place}`),
  );
  const ids = ["../../x'; drop", `${id}${id}`, ''].map((other) => encoded(`${other}:1`));
  const tampered = [...places, ...ids, '', ' ', 'x'.repeat(10_000)];
  for (let round = 0; round < 150; round++) tampered.push(change(good));
  for (const after of tampered) {
    const { data, errors } = await stack.ask(
      `query ($input: SearchInput!, $after: String) { search(input: $input, after: $after) { edges { node { documentId } } } }`,
      { input: { collections: ['articles'], ...input }, after },
    );
    const code = errors?.[0]?.extensions.code;
    if (code) assert.ok(['BAD_CURSOR', 'CURSOR_EXPIRED'].includes(String(code)), `${after}: ${code}`);
    else {
      const found = data.search.edges.map(({ node }: { node: { documentId: string } }) => node.documentId);
      const from = order.indexOf(found[0]);
      assert.deepEqual(found, found.length ? order.slice(from, from + found.length) : [], after);
    }
  }
});

test('a cursor is good for the search that it came from, while its list is kept or nothing has changed since', async () => {
  for (const more of [{}, { mode: 'SEMANTIC', groupBy: { field: 'year' } }, { rerank: true }]) {
    const input = { text: 'village', ...more };
    const { pageInfo, edges } = await stack.search(input, { first: 2 });
    const after = pageInfo.endCursor;
    const other = await stack.refused({ text: 'another text' }, { after });
    assert.deepEqual([other.code, /of another search/.test(other.message)], ['BAD_CURSOR', true]);
    // Services without a Redis: neither has what the other keeps.
    const elsewhere = await stack.another();
    const there = await elsewhere.search(input, { first: 2, after });
    const here = await stack.search(input, { first: 2, after });
    assert.deepEqual(idsOf(there), idsOf(here));
    assert.equal(new Set([...edges, ...there.edges].map(({ node }) => node?.documentId)).size, 4);
    await stack.add('articles', [{ documentId: 'later', content: 'A village.', metadata: { year: 1999 } }]);
    assert.deepEqual(idsOf(await elsewhere.search(input, { first: 2, after })), idsOf(here));
    const error = await (await stack.another()).refused(input, { after });
    assert.deepEqual([error.code, error.argument], ['CURSOR_EXPIRED', 'after']);
    await stack.remove('articles', ['later']);
  }
});

test('a cursor is too old, and not one of another search, once a partition was released or its collection made again', async () => {
  const index = (mutation: string) => stack.index.data(`mutation { ${mutation} }`);
  const make = async () => {
    await index(
      'createCollection(input: { name: "parted", partitionBy: { by: NAME } }) { collection { id } }',
    );
    for (const name of ['old', 'new'])
      await index(`createPartition(input: { collection: "parted", name: "${name}" }) { partition { name } }`);
    await stack.add(
      'parted',
      ['old', 'new'].map((partition) => ({ documentId: partition, partition, content: 'A village.' })),
    );
  };
  const input = { collections: ['parted'], text: 'village' };
  const expired = async (after: string | null) => {
    const { code } = await stack.refused(input, { after });
    assert.equal(code, 'CURSOR_EXPIRED');
  };
  await make();
  const { pageInfo } = await stack.search(input, { first: 1 });
  await index('releasePartition(input: { collection: "parted", name: "old" }) { partition { name } }');
  await expired(pageInfo.endCursor);
  const released = await stack.search(input, { first: 1 });
  assert.deepEqual(idsOf(released), ['new']);
  await index('deleteCollection(input: { collection: "parted" }) { id }');
  await make();
  await expired(released.pageInfo.endCursor);
  await index('deleteCollection(input: { collection: "parted" }) { id }');
});

test('a long document is one hit, and its whole content is read only where it is asked for', async () => {
  await stack.create('books');
  const chapters = ['whales', 'lanterns', 'glaciers', 'violins', 'deserts', 'orchards'];
  const content = chapters
    .map((word) => `This part tells of ${word} and of nothing else. `.repeat(45))
    .join('\n');
  await stack.add('books', [
    { documentId: 'book', title: 'Six parts', content },
    { documentId: 'note', title: 'A note', content: 'Violins are made of spruce.' },
  ]);
  const reads = () => stack.metric('remote_calls_total', { operation: 'passages' });
  const before = await reads();
  const found = await stack.search({ collections: ['books'], text: 'glaciers' });
  assert.deepEqual(idsOf(found), ['book', 'note']);
  const [edge] = found.edges;
  assert.match(edge?.passage.text ?? '', /glaciers/);
  assert.ok((edge?.passage.ordinal ?? 0) > 0);
  assert.equal(content.slice(edge?.passage.start, edge?.passage.end), edge?.passage.text);
  const fragment = edge?.highlights[0]?.fragments[0];
  assert.match(content.slice(fragment?.start, fragment?.end), /glaciers/);
  assert.equal(await reads(), before);
  const { search } = await stack.data(
    `{ search(input: { collections: ["books"], text: "glaciers" }) { edges { node { ...whole } } } }
     fragment whole on Document { documentId content }`,
  );
  assert.deepEqual(
    search.edges.map(({ node }: { node: { content: string } }) => node.content),
    [content, 'Violins are made of spruce.'],
  );
  assert.equal(await reads(), before + 1);
});

test('enough documents are found although a few long ones hold most of the passages', async () => {
  await stack.create('mixed');
  const long = (word: string) => `The ${word} speaks of comets and tails. `.repeat(240);
  await stack.add('mixed', [
    { documentId: 'long1', content: long('first') },
    { documentId: 'long2', content: long('second') },
    ...Array.from({ length: 12 }, (_, n) => ({
      documentId: `short${n}`,
      content: `Number ${n} saw no comet.`,
    })),
  ]);
  for (const mode of ['SEMANTIC', 'KEYWORD']) {
    const found = await stack.search({
      collections: ['mixed'],
      text: 'comets with tails',
      mode,
      candidates: 10,
    });
    assert.equal(found.edges.length, 10, mode);
  }
});
