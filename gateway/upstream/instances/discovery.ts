import type { Logger } from 'pino';
import type { TrafficSettings } from '../settings.ts';
import { type Address, keyOf } from './address.ts';
import type { Registrations } from './registrations.ts';
import { type Names, resolved, servers } from './resolve.ts';

/** Where the instances of one subgraph are found. */
export interface Discovery extends Disposable {
  /** Tells the addresses, at once where they are known, and each time that they change. */
  start(found: (addresses: readonly Address[]) => void): void;
  /** Looks again, at most once a second, or waits for who is looking. Never rejects. */
  again(): Promise<void>;
  /** Why nothing is found; undefined: something was. */
  problem(): string | undefined;
}

/** Between two looks that somebody asks for. */
const AT_LEAST_MS = 1_000;

/**
 * Finds the instances of a subgraph: those that have registered themselves; where there are none, those of the settings'
 * list or SRV record, else those behind the name in the subgraph's own URL.
 */
export function discovery(options: {
  subgraph: string;
  url: string;
  settings: TrafficSettings;
  registrations?: Registrations | undefined;
  /** @default the system's */
  names?: Names | undefined;
  log: Logger;
}): Discovery {
  const { subgraph, url, settings, registrations, names, log } = options;
  const { dns, srv } = settings;
  const urls = (settings.instances ?? [url]).map((instance) => endpoint(instance, url));
  const every = dns === 'off' ? 10_000 : dns.every;
  const configured =
    srv === undefined
      ? polled(() => resolved(urls, dns, names), every, subgraph, log)
      : polled(async () => resolved(await servers(srv, url, names), dns, names), every, subgraph, log);
  return registrations ? registeredFirst(registrations, subgraph, url, configured) : configured;
}

/** Looks every so often. What was found stays where it cannot be looked. */
function polled(
  look: () => Promise<readonly Address[]> | readonly Address[],
  every: number,
  subgraph: string,
  log: Logger,
): Discovery {
  let tell: (addresses: readonly Address[]) => void = () => {};
  let known = '';
  let problem: string | undefined;
  let looking: Promise<void> | undefined;
  let looked = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  function take(addresses: readonly Address[]) {
    problem = undefined;
    const now = addresses
      .map((address) => `${keyOf(address)} ${address.weight ?? 1}`)
      .sort()
      .join('\n');
    if (now === known) return;
    known = now;
    tell(addresses);
  }
  async function once(finding: Promise<readonly Address[]>) {
    try {
      take(await finding);
    } catch (error) {
      const why = (error as Error).message;
      if (problem !== why) log.warn({ subgraph, why }, 'the instances of a subgraph cannot be looked up');
      problem = why;
    }
    looked = performance.now();
    looking = undefined;
  }
  function lookNow(): Promise<void> {
    const finding = look();
    if (!(finding instanceof Promise)) {
      take(finding);
      return Promise.resolve();
    }
    looking = once(finding);
    clearInterval(timer);
    timer = setInterval(() => void again(), every);
    timer.unref();
    return looking;
  }
  async function again() {
    if (looking) return looking;
    if (performance.now() - looked >= AT_LEAST_MS) return lookNow();
  }
  return {
    start(found) {
      tell = found;
      void lookNow();
    },
    again,
    problem: () => problem,
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

function registeredFirst(
  registrations: Registrations,
  subgraph: string,
  url: string,
  configured: Discovery,
): Discovery {
  let found: readonly Address[] = [];
  let watch: Disposable | undefined;
  return {
    start(tell) {
      const decide = () => {
        const registered = registrations.of(subgraph).map((one) => ({ url: endpoint(one, url) }));
        tell(registered.length > 0 ? registered : found);
      };
      watch = registrations.watch(subgraph, decide);
      configured.start((addresses) => {
        found = addresses;
        decide();
      });
    },
    again: configured.again,
    problem: configured.problem,
    [Symbol.dispose]() {
      watch?.[Symbol.dispose]();
      configured[Symbol.dispose]();
    },
  };
}

/** Of an instance's address: where it names no path, that of the subgraph's own. */
function endpoint(instance: string, subgraph: string): string {
  const { origin, pathname, search } = new URL(instance);
  const own = new URL(subgraph);
  return pathname === '/' && search === '' ? `${origin}${own.pathname}${own.search}` : instance;
}
