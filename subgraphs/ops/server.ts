import { setTimeout as delay } from 'node:timers/promises';
import { database } from '../../lib/database/database.ts';
import { migrateWhenThere } from '../../lib/database/migrate.ts';
import { GATEWAY_HEADER, gatewayKeys, SERVICES } from '../../lib/gateway-token.ts';
import { runChecks } from '../../lib/health.ts';
import { logger } from '../../lib/log.ts';
import { serviceRegistry } from '../../lib/metrics.ts';
import type { Service } from '../../lib/service.ts';
import { startSubgraph } from '../../lib/subgraph.ts';
import { evaluateAlerts } from './alerts/evaluator.ts';
import { measureAlerts } from './alerts/gauge.ts';
import { forgetOldEntries } from './audit/audit.ts';
import type { OpsConfig } from './config.ts';
import { createContext, type Ops } from './context.ts';
import { partChecks } from './health/parts.ts';
import { Scraper } from './metrics/scraper.ts';
import { Alert } from './resolvers/Alert.ts';
import { AlertRule } from './resolvers/AlertRule.ts';
import { Mutation } from './resolvers/Mutation.ts';
import { Query } from './resolvers/Query.ts';
import { Subscription } from './resolvers/Subscription.ts';

/** How long a part may take to say how it is, in milliseconds. */
const healthDeadlineMs = 2_000;
/** How long the start waits for PostgreSQL, in milliseconds; after that it goes on without. */
const startsWithoutMs = 2_000;

/** Starts the ops service: health, live metrics and alerts. Every part may be away at the start and come later. */
export async function startOps(config: OpsConfig): Promise<Service> {
  const log = logger('ops');
  const registry = serviceRegistry('ops');
  await using started = new AsyncDisposableStack();
  const db = started.use(database({ url: config.databaseUrl, poolSize: 5 }));
  const checks = partChecks(config, db, started);

  const scraper = new Scraper({
    targets: scrapeTargets(config),
    intervalMs: config.scrapeMs ?? 1_000,
    windowMs: config.windowMs ?? 60_000,
    registry,
    log,
  });
  measureAlerts(db, registry);
  const stop = new AbortController();
  const migrated = migrateWhenThere(db, stop.signal);
  const watching = [
    scraper.run(stop.signal),
    migrated.then(() => evaluateAlerts({ db, scraper, log }, stop.signal)),
    migrated.then(() => forgetOldEntries({ db, days: config.auditDays ?? 90, log }, stop.signal)),
  ];
  started.defer(async () => {
    stop.abort();
    await Promise.allSettled(watching);
  });
  await Promise.race([migrated, delay(startsWithoutMs, undefined, { ref: false })]);

  const ops: Ops = {
    db,
    windows: scraper.windows,
    allParts: () => runChecks(checks, healthDeadlineMs),
  };
  const resolvers = { Query, Mutation, Subscription, Alert, AlertRule };
  const service = started.use(
    await startSubgraph({
      name: 'ops',
      host: config.host,
      port: config.port,
      apiKey: config.apiKey,
      gatewaySecrets: config.gatewaySecrets,
      resolvers,
      context: (caller) => createContext(ops, caller),
      // Only what this service needs itself: the whole system asks for this in turn.
      parts: { postgresql: () => db.health() },
      registry,
    }),
  );
  const keep = started.move();
  return { url: service.url, [Symbol.asyncDispose]: () => keep.disposeAsync() };
}

function scrapeTargets({ services, apiKey, gatewaySecrets, embedding }: OpsConfig) {
  const keys = gatewaySecrets?.length ? gatewayKeys(gatewaySecrets) : undefined;
  const bearer = (key: string | undefined): Record<string, string> =>
    key === undefined ? {} : { authorization: `Bearer ${key}` };
  const headers = () => (keys ? { [GATEWAY_HEADER]: keys.token(SERVICES, {}) } : bearer(apiKey));
  const own = (url: string) => ({ url, headers });
  return {
    ...(services.gateway !== undefined && { gateway: own(services.gateway) }),
    query: own(services.query),
    index: own(services.index),
    embedding: { url: embedding.url, headers: () => bearer(embedding.apiKey) },
  };
}
