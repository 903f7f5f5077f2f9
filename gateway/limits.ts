import type { z } from 'zod';
import { duration, integer, section } from './configuration/kinds.ts';

/** What one client may ask of the gateway: the same over HTTP, WebSocket and server-sent events. Times are in milliseconds. */
export interface Limits {
  /** Nesting of fields in an operation. @default 20 */
  depth: number;
  /** Aliased fields in an operation. @default 100 */
  aliases: number;
  /** Fields at the root of an operation: each can cost a search. @default 30 */
  rootFields: number;
  /** Fields in an operation, each counted as often as its fragment is used. @default 5,000 */
  fields: number;
  /** Directives in an operation, counted as fields are. @default 100 */
  directives: number;
  /** Lexical tokens in a document. @default 100,000: a mutation may carry 1,000 documents in its text */
  tokens: number;
  /** Nesting of objects and lists in variables. @default 64 */
  variableDepth: number;
  /** Bytes of a request. @default 17 MB: documents of 16 MB, and what surrounds them */
  requestBytes: number;
  /** Operations under way on one WebSocket. @default 100 */
  operationsPerSocket: number;
  /** Connections of one address, loopback aside. @default 1,000 */
  connectionsPerAddress: number;
  /** WebSockets of one client: a key, a token, or an address without them. Who needs no key is not limited. @default 5,000 */
  socketsPerClient: number;
  /** How long a query or mutation may take, its wait for a turn included. @default 120 s */
  operationTime: number;
  /** How long a subscription may last; it then ends with an error that says so. @default 24 h */
  subscriptionTime: number;
  /** How long the headers of a request may take to arrive. @default 20 s */
  headersTime: number;
  /** How long a whole request may take to arrive. @default 60 s */
  requestTime: number;
  /** How long a client may take to read an answer. @default 60 s */
  answerTime: number;
  /** Events that wait for a slow subscriber before its subscription ends. @default 256 */
  waitingEvents: number;
  /** How long a lost subgraph is tried again for a subscription that can go on. @default 30 s */
  resumeTime: number;
}

export const defaultLimits: Limits = {
  depth: 20,
  aliases: 100,
  rootFields: 30,
  fields: 5_000,
  directives: 100,
  tokens: 100_000,
  variableDepth: 64,
  requestBytes: 17 * 1024 * 1024,
  operationsPerSocket: 100,
  connectionsPerAddress: 1_000,
  socketsPerClient: 5_000,
  operationTime: 120_000,
  subscriptionTime: 24 * 3_600_000,
  headersTime: 20_000,
  requestTime: 60_000,
  answerTime: 60_000,
  waitingEvents: 256,
  resumeTime: 30_000,
};

/** The section `limits` of the gateway's file. */
export const limitsSection = section({
  depth: integer(1, 1_000).optional(),
  aliases: integer(0, 100_000).optional(),
  rootFields: integer(1, 10_000).optional(),
  fields: integer(1, 1_000_000).optional(),
  directives: integer(0, 100_000).optional(),
  tokens: integer(10, 10_000_000).optional(),
  variableDepth: integer(1, 1_000).optional(),
  requestBytes: integer(1_000, 1_000_000_000).optional(),
  operationsPerSocket: integer(1, 100_000).optional(),
  connectionsPerAddress: integer(1, 1_000_000).optional(),
  socketsPerClient: integer(1, 1_000_000).optional(),
  operationTime: duration('10ms', '1h').optional(),
  subscriptionTime: duration('10ms', '1000h').optional(),
  headersTime: duration('100ms', '10m').optional(),
  requestTime: duration('100ms', '1h').optional(),
  answerTime: duration('100ms', '1h').optional(),
  waitingEvents: integer(1, 1_000_000).optional(),
  resumeTime: duration('0s', '1h').optional(),
});

export function limitsFrom(given: z.infer<typeof limitsSection> | undefined): Limits {
  const set = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
  return { ...defaultLimits, ...Object.fromEntries(set) };
}
