import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  asked,
  broken,
  brokenMidway,
  json,
  type Script,
  scriptedSubgraph,
  silent,
} from '../../test/support/scripted-subgraph.ts';
import { until } from '../../test/support/until.ts';

const well = json({ data: { a: 1 } });
const oneWay = { deduplicate: false } as const;

describe('several instances of a subgraph', () => {
  test('one that nobody listens at costs no query and no mutation, is left out, and comes back', async () => {
    await using first = await scriptedSubgraph(well);
    await using second = await scriptedSubgraph(well);
    await using shop = asked([first.url, second.url], {
      settings: { ...oneWay, ejection: { first: 100 }, slowStart: 0 },
    });
    await second.stop();
    for (let n = 0; n < 20; n++) {
      const { errors } = await shop.ask(n % 2 ? '{ a }' : 'mutation { a }');
      assert.equal(errors, undefined);
    }
    assert.equal(first.requests.length, 20);
    assert.deepEqual(
      shop.health().map(({ name, out }) => [name, out]),
      [
        ['shop#1', undefined],
        ['shop#2', 'unreachable'],
      ],
    );
    await second.start();
    await until('it to be back', () => shop.health().every(({ out }) => out === undefined));
    await until('requests to go there', async () => {
      await shop.ask('{ a }');
      return second.requests.length > 0;
    });
    assert.ok((await shop.measured('subgraph_ejections_total', { why: 'unreachable' })) >= 1);
  });

  test('one that breaks, breaks off or is unavailable costs no query, and a mutation is never sent twice', async () => {
    for (const script of [broken, brokenMidway, json({}, 503)]) {
      await using first = await scriptedSubgraph(script);
      await using second = await scriptedSubgraph(well);
      await using shop = asked([first.url, second.url], { settings: { ...oneWay, ejection: 'off' } });
      for (let n = 0; n < 10; n++) assert.equal((await shop.ask('{ a }')).errors, undefined);
      const before = first.requests.length + second.requests.length;
      const answers = await Promise.all(Array.from({ length: 10 }, () => shop.ask('mutation { a }')));
      assert.equal(first.requests.length + second.requests.length, before + 10);
      const failed = answers.filter(({ errors }) => errors);
      assert.ok(failed.length > 0);
      assert.match(String(failed[0]?.errors?.[0]?.extensions?.code), /SUBGRAPH_(UNAVAILABLE|BAD_RESPONSE)/);
    }
  });

  test('one that hangs is left out after some failures; the last one is asked all the same', async () => {
    await using first = await scriptedSubgraph(silent);
    await using second = await scriptedSubgraph(well);
    await using shop = asked([first.url, second.url], {
      settings: { timeout: { query: 400 }, ejection: { failures: 3, first: 60_000 } },
    });
    await until('it to be left out', async () => {
      await shop.ask('{ a }');
      return shop.health()[0]?.out === 'failing';
    });
    const before = first.requests.length;
    for (let n = 0; n < 10; n++) assert.equal((await shop.ask('{ a }')).errors, undefined);
    assert.equal(first.requests.length, before);

    second.follow(silent);
    for (let n = 0; n < 3; n++) await shop.ask('{ a }');
    assert.equal(shop.health()[1]?.out, 'failing');
    first.follow(well);
    second.follow(well);
    for (let n = 0; n < 5; n++) assert.equal((await shop.ask('{ a }')).errors, undefined);
  });

  test('are asked how they are where the settings say so, and left out before a request has to find out', async () => {
    let healthy = true;
    const script: Script = (request, response, attempt) =>
      request.method === 'GET'
        ? json({}, healthy ? 200 : 500)(request, response, attempt)
        : well(request, response, attempt);
    await using first = await scriptedSubgraph(script);
    await using second = await scriptedSubgraph((request, ...others) =>
      (request.method === 'GET' ? json({}) : well)(request, ...others),
    );
    await using shop = asked([first.url, second.url], {
      settings: {
        health: { path: '/health', every: 20, within: 1_000, failures: 2 },
        ejection: { first: 20 },
      },
    });
    healthy = false;
    await until('it to be left out', () => shop.health()[0]?.out === 'unhealthy');
    healthy = true;
    await until('it to be back', () => shop.health()[0]?.out === undefined);
  });
});

describe('a subgraph that fails', () => {
  test('is not buried under retries: they stay a share of the requests', async () => {
    await using server = await scriptedSubgraph(broken);
    await using shop = asked([server.url], {
      settings: { ...oneWay, breaker: 'off', retries: { budget: 0.2, perSecond: 1, pause: 1 } },
    });
    for (let n = 0; n < 50; n++) await shop.ask('{ a }');
    const retries = server.requests.length - 50;
    // A fifth of 50, one to begin with, and one for each second that this took: generously.
    assert.ok(retries >= 8 && retries <= 20, `${retries} retries`);
    assert.ok((await shop.measured('subgraph_retries_refused_total')) > 30);
  });

  test('is left alone for a while, and asked again when it is well', async () => {
    await using server = await scriptedSubgraph(json({}, 503));
    await using shop = asked([server.url], {
      settings: {
        ...oneWay,
        retries: 'off',
        breaker: { requests: 10, share: 0.5, window: 10_000, pause: 1_000, longest: 1_000 },
      },
    });
    await until('its breaker to open', async () => {
      await shop.ask('{ a }');
      return (await shop.measured('subgraph_breaker_open')) === 1;
    });
    const before = server.requests.length;
    const { errors } = await shop.ask('{ a }');
    assert.equal(errors?.[0]?.extensions?.code, 'SUBGRAPH_UNAVAILABLE');
    assert.match(errors?.[0]?.message ?? '', /"shop" failed too often .* left alone/);
    assert.equal(server.requests.length, before);
    server.follow(well);
    await until('it to be asked again', async () => !(await shop.ask('{ a }')).errors);
    assert.equal(await shop.measured('subgraph_breaker_open'), 0);
  });
});

describe('the client’s time', () => {
  test('goes on to the subgraph, ends the waiting, and says nothing about the instance', async () => {
    await using server = await scriptedSubgraph(well);
    await using shop = asked([server.url], { settings: { ejection: { failures: 1 } } });
    const waits = (milliseconds: number) => ({ deadline: performance.now() + milliseconds });
    assert.equal((await shop.ask('{ a }', {}, waits(30_000))).errors, undefined);
    const told = Number(server.requests[0]?.headers['x-request-timeout-ms']);
    assert.ok(told > 0 && told <= 30_000);

    server.follow(silent);
    const { errors } = await shop.ask('{ a }', {}, waits(50));
    assert.equal(errors?.[0]?.extensions?.code, 'SUBGRAPH_TIMEOUT');
    assert.equal(shop.health()[0]?.out, undefined);
    const before = server.requests.length;
    const late = await shop.ask('{ a }', {}, waits(-1));
    assert.equal(late.errors?.[0]?.extensions?.code, 'SUBGRAPH_TIMEOUT');
    assert.equal(server.requests.length, before);
  });

  test('that is given up ends its reads at the subgraph, and lets its changes go on', async () => {
    const left: string[] = [];
    await using server = await scriptedSubgraph((request, response) => {
      const { body } = server.requests.at(-1) ?? { body: '' };
      if (/mutation/.test(body)) return setTimeout(() => well(request, response, 0), 100);
      response.once('close', () => left.push(body));
      return undefined;
    });
    await using shop = asked([server.url]);
    const client = new AbortController();
    const read = shop.ask('{ a }', {}, { left: client });
    const change = shop.ask('mutation { a }', {}, { left: client });
    await until('both to be under way', () => server.requests.length === 2);
    client.abort();
    assert.equal((await read).errors?.[0]?.extensions?.code, 'CLIENT_GONE');
    await until('the read to be given up', () => left.length === 1);
    assert.deepEqual((await change).data, { a: 1 });
  });
});

describe('reads that are the same', () => {
  /** A subgraph that answers reads when it is told to, and changes at once. */
  async function waiting() {
    const held: (() => void)[] = [];
    const counts = { givenUp: 0 };
    const server = await scriptedSubgraph((request, response, attempt) => {
      if (/mutation/.test(server.requests.at(-1)?.body ?? '')) return well(request, response, attempt);
      held.push(() => well(request, response, attempt));
      response.once('close', () => {
        if (!response.writableFinished) counts.givenUp += 1;
      });
    });
    const answer = () => {
      for (const go of held.splice(0)) go();
    };
    return { server, counts, answer };
  }

  test('share one request, and each gets an answer of its own', async () => {
    const { server, answer } = await waiting();
    await using _ = server;
    await using shop = asked([server.url]);
    const reads = Array.from({ length: 5 }, () => shop.ask('{ a }'));
    await until('a request', () => server.requests.length === 1);
    answer();
    const [one, two] = await Promise.all(reads);
    assert.deepEqual(two?.data, { a: 1 });
    assert.notEqual(one?.data, two?.data);
    assert.equal(server.requests.length, 1);
    assert.equal(await shop.measured('subgraph_deduplicated_total'), 4);
  });

  test('share none where who asks, or what was asked, differs, or something was changed meanwhile', async () => {
    const { server, answer } = await waiting();
    await using _ = server;
    await using shop = asked([server.url]);
    const reads = [
      shop.ask('{ a }'),
      shop.ask('{ a }', {}, { caller: { tenant: 'one' } }),
      shop.ask('{ a }', {}, { caller: { tenant: 'two' } }),
      shop.ask('{ a }', { x: 1 }),
    ];
    await until('a request for each', () => server.requests.length === 4);
    await shop.ask('mutation { a }');
    const after = shop.ask('{ a }');
    await until('a request of its own', () => server.requests.length === 6);
    answer();
    await Promise.all([...reads, after]);
    assert.equal(await shop.measured('subgraph_deduplicated_total'), 0);
  });

  test('go on for the others where one client leaves, and end where all have', async () => {
    const { server, counts, answer } = await waiting();
    await using _ = server;
    await using shop = asked([server.url]);
    const [first, second] = [new AbortController(), new AbortController()];
    const leaves = shop.ask('{ a }', {}, { left: first });
    const stays = shop.ask('{ a }', {});
    await until('a request', () => server.requests.length === 1);
    first.abort();
    assert.equal((await leaves).errors?.[0]?.extensions?.code, 'CLIENT_GONE');
    answer();
    assert.deepEqual((await stays).data, { a: 1 });

    const alone = shop.ask('{ b }', {}, { left: second });
    await until('another request', () => server.requests.length === 2);
    second.abort();
    await alone;
    await until('it to be given up at the subgraph', () => counts.givenUp === 1);
  });
});
