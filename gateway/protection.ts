import type { Logger } from 'pino';
import type { z } from 'zod';
import { redisConnection } from '../lib/cache/redis.ts';
import { type Rates, rates } from './admission/rates.ts';
import { type Turns, turns } from './admission/turns.ts';
import { type AnswerStore, answerStore } from './answer-cache/store.ts';
import type { GatewayConfig } from './config.ts';
import type { costSection } from './cost/demand.ts';
import { documentFinder } from './documents/find.ts';
import { trustedDocuments } from './documents/trusted.ts';
import { type Exposure, exposureFrom } from './exposure.ts';
import type { Cors } from './http/cors.ts';
import { type AddressOf, addressOf, type Network } from './http/network.ts';
import { type Limits, limitsFrom } from './limits.ts';
import type { GatewayMetrics } from './metrics.ts';

/** What stands between clients and the graph: the same on every transport, and one for all that the gateway serves. */
export interface Protection extends AsyncDisposable {
  limits: Limits;
  exposure: Exposure;
  cors: Cors | undefined;
  network: Network | undefined;
  addressOf: AddressOf;
  findDocument: ReturnType<typeof documentFinder>;
  rates: Rates;
  turns: Turns;
  cost: z.infer<typeof costSection> | undefined;
  /** Whole answers that are kept: a mutation through one variant ends those of all. */
  answers: AnswerStore;
}

/** @throws Error where a manifest of trusted documents cannot be read */
export function protection(
  { file, production = false, redisUrl, apiKey }: GatewayConfig,
  { log, metrics }: { log: Logger; metrics: GatewayMetrics },
): Protection {
  const paths = file?.documents?.trusted ?? [];
  const trusted = paths.length > 0 ? trustedDocuments(paths, log) : undefined;
  const redis = redisUrl === undefined ? undefined : redisConnection({ url: redisUrl });
  return {
    limits: limitsFrom(file?.limits),
    exposure: exposureFrom(production, file?.exposure),
    cors: file?.cors,
    network: file?.network,
    addressOf: addressOf(file?.network),
    findDocument: documentFinder({ section: file?.documents, trusted, redis, log }),
    rates: rates({ section: file?.rates, open: apiKey === undefined, redis, log }),
    turns: turns(file?.queue, metrics.dropped),
    cost: file?.cost,
    answers: answerStore(redis),
    async [Symbol.asyncDispose]() {
      trusted?.[Symbol.dispose]();
      await redis?.[Symbol.asyncDispose]();
    },
  };
}
