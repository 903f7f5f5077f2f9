import type { Logger } from 'pino';
import { z } from 'zod';
import type { RedisConnection } from '../../lib/cache/redis.ts';
import { duration, integer, section } from '../configuration/kinds.ts';
import { gatewayError } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import { clientOf } from './client.ts';
import { memoryWindows, sharedWindows, type Taking, type Windows } from './window.ts';

const rule = section({
  /** Names it in headers and errors. */
  name: z
    .string('must be a name')
    .regex(/^[A-Za-z][\w-]{0,31}$/, 'must be a name of at most 32 letters, digits, - and _'),
  /** What it is counted for: who asks (by key or token; without one by address), the address, the operation. Each, together. */
  per: z
    .array(
      z.enum(['key', 'address', 'operation'], 'must be key, address or operation'),
      'must be a list of key, address and operation',
    )
    .optional(),
  /** Units in each `every`. */
  most: integer(1, 1_000_000_000_000),
  every: duration('1s', '1000h'),
  /** What a unit is: an operation, or what an operation is reckoned to cost. @default operations */
  count: z.enum(['operations', 'cost'], 'must be operations or cost').optional(),
  /** Only operations of these names. @default all */
  operations: z.array(z.string('must be a name'), 'must be a list of names of operations').optional(),
});

/** The section `rates` of the gateway's file: how much may be asked in what time. */
export const ratesSection = z.literal('off').or(z.array(rule, 'must be off, or a list of limits'));

export type Rule = z.infer<typeof rule>;

/** Where keys are needed and nothing is said. An operator's key is not limited. */
const DEFAULT_RULES: Rule[] = [{ name: 'client', per: ['key'], most: 30_000, every: 60_000 }];

/** What is counted of an operation. */
export interface Measured {
  context: RequestContext;
  /** The operation's name, or the hash of its document. */
  operation: string;
}

export interface Rates {
  /** Whether any limit counts what operations cost. */
  readonly countCost: boolean;
  /**
   * Takes units of the limits that count them, and tells the client by headers what is left.
   * @throws GraphQLError RATE_LIMITED
   */
  take(unit: 'operations' | 'cost', units: number, of: Measured): Promise<void>;
  /** Gives back what an operation cost less than it was reckoned to. */
  give(units: number, of: Measured): Promise<void>;
}

/** @param open whether nobody needs a key: then nothing is limited unless it is said */
export function rates(options: {
  section: z.infer<typeof ratesSection> | undefined;
  open: boolean;
  redis: RedisConnection | undefined;
  log: Logger;
}): Rates {
  const { section = options.open ? 'off' : DEFAULT_RULES, redis, log } = options;
  const rules = section === 'off' ? [] : section;
  const said = (shared: boolean) =>
    log.warn(
      shared ? 'rates are counted in Redis again' : 'rates are counted in this process while Redis is away',
    );
  const windows: Windows = redis ? sharedWindows(redis, said) : memoryWindows();
  const limitOf = ({ most, every }: Rule) => ({ most, everyMs: every });

  function counting(unit: 'operations' | 'cost', { context, operation }: Measured): Rule[] {
    if (rules.length === 0 || context.identity.by === 'OPERATOR') return [];
    return rules.filter(
      (one) =>
        (one.count ?? 'operations') === unit && (!one.operations || one.operations.includes(operation)),
    );
  }

  return {
    countCost: rules.some(({ count }) => count === 'cost'),
    async take(unit, units, of) {
      for (const one of counting(unit, of)) {
        if (units > one.most) throw gatewayError.costBeyondRate(one.name, units, one.most);
        const taking = await windows.take(keyOf(one, of), units, limitOf(one));
        tell(of.context.answerHeaders, one, taking);
        if (taking.took) continue;
        const seconds = Math.ceil(taking.waitMs / 1_000);
        of.context.answerHeaders.set('retry-after', String(seconds));
        throw gatewayError.rateLimited(one.name, one.most, unit, one.every / 1_000, seconds);
      }
    },
    async give(units, of) {
      for (const one of counting('cost', of)) await windows.give(keyOf(one, of), units, limitOf(one));
    },
  };
}

function keyOf({ name, per = ['key'] }: Rule, { context, operation }: Measured): string {
  const parts = { key: clientOf(context), address: context.address, operation };
  return [name, ...per.map((part) => parts[part])].join('|');
}

/** As the IETF's draft "RateLimit header fields for HTTP" has it: the policy, and what is left of it. */
function tell(headers: Map<string, string>, { name, most, every }: Rule, { left, resetMs }: Taking): void {
  const add = (header: string, item: string) =>
    headers.set(header, [headers.get(header), item].filter(Boolean).join(', '));
  add('ratelimit-policy', `"${name}";q=${most};w=${every / 1_000}`);
  add('ratelimit', `"${name}";r=${left};t=${Math.ceil(resetMs / 1_000)}`);
}
