import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { Counter, Histogram, Registry } from 'prom-client';
import { freePort } from '../../../embedded/port.ts';
import { startPostgres } from '../../../embedded/postgres.ts';
import { type Listening, listen } from '../../../lib/http.ts';
import { setLogLevel } from '../../../lib/log.ts';
import type { Service } from '../../../lib/service.ts';
import { type Answer, graphqlClient } from '../../../test/support/client.ts';
import { startOps } from '../server.ts';

/** A service whose metrics the test drives: what the ops service reads is what prom-client writes. */
class MeasuredService {
  readonly registry = new Registry();
  readonly #latency = new Histogram({
    name: 'query_latency',
    help: 'h',
    labelNames: ['method'],
    buckets: [0.1, 0.3, 1, 5],
    registers: [this.registry],
  });
  readonly #queries = new Counter({
    name: 'query_total',
    help: 'q',
    labelNames: ['status', 'method'],
    registers: [this.registry],
  });
  http: Listening | undefined;
  /** Observed once at each scrape, so that there is traffic for as long as the test wants. */
  load: { seconds: number; status: 'success' | 'error' } | undefined;

  async start(): Promise<string> {
    this.http = await listen(
      async (_request, response) => {
        if (this.load) {
          this.#latency.observe({ method: 'hybrid' }, this.load.seconds);
          this.#queries.inc({ status: this.load.status, method: 'hybrid' });
        }
        response.end(await this.registry.metrics());
      },
      { host: '127.0.0.1', port: 0 },
    );
    return this.http.url;
  }
}

const measured = new MeasuredService();
let dataDir: string;
let postgres: Awaited<ReturnType<typeof startPostgres>>;
let target: string;
/** Where nothing listens. */
let nobody: string;

before(async () => {
  setLogLevel(process.env.KITEGRAPH_LOG_LEVEL ?? 'error');
  nobody = `http://127.0.0.1:${await freePort()}`;
  dataDir = await mkdtemp(join(tmpdir(), 'kitegraph-'));
  postgres = await startPostgres({ dataDir });
  target = await measured.start();
});

after(async () => {
  await measured.http?.[Symbol.asyncDispose]();
  await postgres?.[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true, force: true });
});

function startsOps(): Promise<Service> {
  return startOps({
    host: '127.0.0.1',
    port: 0,
    databaseUrl: postgres.url,
    milvusAddress: nobody.replace('http://', ''),
    embedding: { url: nobody },
    services: { gateway: nobody, query: target, index: nobody },
    scrapeMs: 50,
    windowMs: 600,
  });
}

interface AlertChange {
  sequence: number;
  alert: { id: string; state: string; severity: string; value: number; rule: { name: string } };
}
const subscription = `subscription ($after: Int, $minSeverity: AlertSeverity! = INFO) {
  alerts(after: $after, minSeverity: $minSeverity) { sequence alert { id state severity value rule { name } } } }`;
const createRule = `mutation ($input: CreateAlertRuleInput!) {
  createAlertRule(input: $input) { rule { id name metric operator threshold severity durationSeconds } } }`;

function changes(ops: Service, variables: Record<string, unknown> = {}) {
  const events = graphqlClient(ops.url).events<{ alerts: AlertChange }>(subscription, variables);
  return {
    async next(): Promise<AlertChange> {
      const { value } = (await events.next()) as { value: Answer<{ alerts: AlertChange }> };
      assert.equal(value.errors, undefined);
      return value.data.alerts;
    },
    end: () => events.return(undefined),
  };
}

const slow = { seconds: 0.9, status: 'success' as const };
const states = (...seen: AlertChange[]) => seen.map(({ alert }) => `${alert.rule.name} ${alert.state}`);

test('the two default rules are there from the start', async () => {
  await using ops = await startsOps();
  const { alertRules } = await graphqlClient(ops.url).data(
    '{ alertRules { name metric operator threshold severity durationSeconds } }',
  );
  assert.deepEqual(alertRules, [
    {
      name: 'High error rate',
      metric: 'error_rate',
      operator: 'GT',
      threshold: 0.1,
      severity: 'CRITICAL',
      durationSeconds: 60,
    },
    {
      name: 'Slow search',
      metric: 'latency_p99',
      operator: 'GT',
      threshold: 0.3,
      severity: 'WARNING',
      durationSeconds: 60,
    },
  ]);
});

test('an alert is pending, fires after the duration, survives a restart and resolves, each told once', async () => {
  const input = { name: 'slow', metric: 'latency_p95', threshold: 0.5, durationSeconds: 1 };
  let ops = await startsOps();
  // A second process on the same database stands by.
  await using _other = await startsOps();
  const { createAlertRule } = await graphqlClient(ops.url).data(createRule, { input });
  assert.deepEqual(createAlertRule.rule, {
    id: createAlertRule.rule.id,
    ...input,
    operator: 'GT',
    severity: 'WARNING',
  });
  const live = changes(ops, { after: 0, minSeverity: 'WARNING' });
  measured.load = slow;
  const ofRule = async (from: typeof live) => {
    for (;;) {
      const change = await from.next();
      if (change.alert.rule.name === 'slow') return change;
    }
  };
  const pending = await ofRule(live);
  const firing = await ofRule(live);
  assert.deepEqual(states(pending, firing), ['slow PENDING', 'slow FIRING']);
  assert.equal(firing.alert.id, pending.alert.id);
  assert.ok(firing.alert.value > 0.5 && firing.alert.value <= 1);
  await live.end();
  await ops[Symbol.asyncDispose]();

  ops = await startsOps();
  const state = changes(ops);
  const now = await ofRule(state);
  assert.deepEqual([now.alert.id, now.alert.state], [pending.alert.id, 'FIRING']);
  measured.load = undefined;
  const resolved = await ofRule(state);
  assert.deepEqual([resolved.alert.id, resolved.alert.state], [pending.alert.id, 'RESOLVED']);
  await state.end();

  const all = changes(ops, { after: 0 });
  const seen: AlertChange[] = [];
  do seen.push(await all.next());
  while (seen.at(-1)?.sequence !== resolved.sequence);
  assert.deepEqual(
    seen.map(({ sequence }) => sequence),
    seen.map((_, place) => place + 1),
  );
  assert.deepEqual(states(...seen.filter(({ alert }) => alert.rule.name === 'slow')), [
    'slow PENDING',
    'slow FIRING',
    'slow RESOLVED',
  ]);
  await all.end();
  await ops[Symbol.asyncDispose]();
});

test('deleting a rule resolves its alert and tells it', async () => {
  await using ops = await startsOps();
  const client = graphqlClient(ops.url);
  const { createAlertRule } = await client.data(createRule, {
    input: {
      name: 'any search',
      metric: 'search_qps',
      operator: 'GTE',
      threshold: 0,
      severity: 'CRITICAL',
      durationSeconds: 0,
    },
  });
  const live = changes(ops, { minSeverity: 'CRITICAL' });
  measured.load = slow;
  const firing = await live.next();
  assert.deepEqual(states(firing), ['any search FIRING']);
  const id = createAlertRule.rule.id;
  const remove = 'mutation ($id: ID!) { deleteAlertRule(input: { id: $id }) { id } }';
  assert.deepEqual(await client.data(remove, { id }), { deleteAlertRule: { id } });
  assert.deepEqual(states(await live.next()), ['any search RESOLVED']);
  await live.end();
  measured.load = undefined;
  const again = await client.ask(remove, { id });
  assert.equal(again.errors?.[0]?.extensions.code, 'ALERT_RULE_NOT_FOUND');
  const entity =
    '{ _entities(representations: [{ __typename: "AlertRule", id: "rule_slow_search" }]) { ... on AlertRule { name } } }';
  assert.deepEqual(await client.data(entity), { _entities: [{ name: 'Slow search' }] });
});

test('a wrong rule is refused with the place of the mistake and what is allowed, and changes nothing', async () => {
  await using ops = await startsOps();
  const client = graphqlClient(ops.url);
  const right = { name: 'right', metric: 'latency_p99', threshold: 0.3 };
  const wrong = [
    [
      { ...right, metric: 'latency_p98' },
      'BAD_USER_INPUT',
      /input\.metric: .*latency_p98.*latency_p50, latency_p95/,
    ],
    [{ ...right, name: '  ' }, 'BAD_USER_INPUT', /input\.name: .*1 to 100/],
    [{ ...right, name: 'x'.repeat(101) }, 'BAD_USER_INPUT', /input\.name/],
    [
      { ...right, metric: 'error_rate', threshold: 2 },
      'BAD_USER_INPUT',
      /input\.threshold: error_rate is from 0 to 1/,
    ],
    [{ ...right, durationSeconds: 86_401 }, 'BAD_USER_INPUT', /input\.durationSeconds/],
    [{ ...right, name: 'Slow search' }, 'ALERT_RULE_EXISTS', /input\.name: .*"Slow search" exists/],
  ] as const;
  for (const [input, code, message] of wrong) {
    const { errors } = await client.ask(createRule, { input });
    assert.equal(errors?.[0]?.extensions.code, code);
    assert.match(errors?.[0]?.message ?? '', message);
  }
  const { alertRules } = await client.data('{ alertRules { name } }');
  assert.ok(!alertRules.some((rule: { name: string }) => rule.name === 'right'));
});

test('health names every part, those that are away too, and the service works without them', async () => {
  await using ops = await startsOps();
  const { health } = await graphqlClient(ops.url).data(
    '{ health { status components { name status latencyMs detail } } }',
  );
  assert.equal(health.status, 'DEGRADED');
  const parts = new Map(health.components.map((part: { name: string }) => [part.name, part]));
  assert.deepEqual(
    [...parts].map(([name, part]) => `${name} ${(part as { status: string }).status}`),
    [
      'gateway DOWN',
      'subgraph:query DOWN',
      'subgraph:index DOWN',
      'subgraph:ops UP',
      'postgresql UP',
      'milvus DOWN',
      'embedding DOWN',
    ],
  );
  for (const part of parts.values()) assert.notEqual((part as { detail: string }).detail, '');
});

test('it starts without PostgreSQL, says so, and works once PostgreSQL is there', async () => {
  const port = Number(new URL(postgres.url).port);
  await postgres[Symbol.asyncDispose]();
  await using ops = await startsOps();
  const client = graphqlClient(ops.url);
  const { errors } = await client.ask('{ alertRules { name } }');
  assert.equal(errors?.[0]?.extensions.code, 'PART_UNAVAILABLE');
  const { health } = await client.data('{ health { components { name status } } }');
  const part = { name: 'postgresql', status: 'DOWN' };
  assert.ok(health.components.some((each: object) => isDeepStrictEqual({ ...each }, part)));

  const live = changes(ops);
  postgres = await startPostgres({ dataDir, port });
  measured.load = slow;
  await client.data(createRule, {
    input: { name: 'after the break', metric: 'latency_p50', threshold: 0.5, durationSeconds: 0 },
  });
  for (let change = await live.next(); change.alert.rule.name !== 'after the break'; )
    change = await live.next();
  await live.end();
});
