import { setTimeout as delay } from 'node:timers/promises';
import { duration, section } from './configuration/kinds.ts';

/** `shutdown:` of the gateway's file. Times become milliseconds. */
export const shutdownSection = section({
  /** How long requests are taken after it is said that the gateway is not ready: longer than a balancer takes to notice. */
  grace: duration('0s', '5m').optional(),
  /** How long what runs then may take. */
  within: duration('100ms', '1h').optional(),
});

export interface ShutdownTimes {
  /** @default 0 */
  grace?: number | undefined;
  /** @default 10,000 */
  within?: number | undefined;
}

export const DEFAULT_WITHIN_MS = 10_000;

/** What has to happen when a gateway ends, each part once. */
export interface Ending {
  /** Says that no more requests should be sent here. */
  notReady(): void;
  /** Asks each client to leave its connection with its next answer. */
  farewell(): void;
  /** Ends each subscription with the advice to subscribe again. */
  endSubscriptions(): Promise<void>;
  /** Takes no more connections, lets running requests finish in the time that they have, and closes everything. */
  close(): Promise<void>;
}

/** Ends a gateway so that no request is lost that a balancer sends here before it has noticed. */
export async function shutDown(ending: Ending, { grace = 0 }: ShutdownTimes): Promise<void> {
  ending.notReady();
  ending.farewell();
  if (grace > 0) await delay(grace);
  await ending.endSubscriptions();
  await ending.close();
}
