/** What one client may ask of the gateway. The same for HTTP, WebSocket and server-sent events. */
export interface Limits {
  /** Nesting of fields in an operation. @default 20 */
  depth: number;
  /** Aliased fields in an operation. @default 100 */
  aliases: number;
  /** Fields at the root of an operation: each can cost a search. @default 30 */
  rootFields: number;
  /** Lexical tokens in a document. @default 100,000: a mutation may carry 1,000 documents in its text */
  tokens: number;
  /** Bytes of a request. @default 16 MB and a little for what surrounds the documents */
  requestBytes: number;
  /** Operations under way on one WebSocket. @default 100 */
  operationsPerSocket: number;
  /** Events that wait for a slow subscriber before its subscription ends. @default 256 */
  waitingEvents: number;
  /** How long a lost subgraph is tried again for a subscription that can go on, in milliseconds. @default 30 s */
  resumeMs: number;
}

export const defaultLimits: Limits = {
  depth: 20,
  aliases: 100,
  rootFields: 30,
  tokens: 100_000,
  requestBytes: 17 * 1024 * 1024,
  operationsPerSocket: 100,
  waitingEvents: 256,
  resumeMs: 30_000,
};
