import { Pool } from 'undici';
import type { TrafficSettings } from '../settings.ts';
import { type Address, lookupOf, shown } from './address.ts';
import type { Choosable } from './choose.ts';
import { latency } from './latency.ts';
import { type Probe, probing } from './probing.ts';
import { type Failure, standing } from './standing.ts';

/** How a request to an instance ended. `unknown` says nothing of the instance: the client left, or would wait no longer. */
export type Ending = 'answered' | Failure | 'unknown';

/** One process that answers for a subgraph, with its connections. */
export interface Instance extends Choosable, AsyncDisposable {
  /** The subgraph's and a number: shop#1. */
  readonly name: string;
  /** The number. */
  readonly label: string;
  readonly address: Address;
  readonly pool: Pool;
  /** Of the GraphQL endpoint, with its query. */
  readonly path: string;
  /** Why it is left out; undefined: it is not. */
  readonly out: Failure | undefined;
  /** Counts a request as under way until the result is called. */
  begin(): (ending: Ending) => void;
}

/** How an instance is, for people. */
export interface InstanceHealth {
  name: string;
  /** Only for operators. */
  address: string;
  /** Scheme, host and port. */
  origin: string;
  out: Failure | undefined;
  inFlight: number;
}

export function instance(options: {
  subgraph: string;
  label: string;
  address: Address;
  /** Whether it came later than the others. */
  fresh: boolean;
  settings: TrafficSettings;
  probe: Probe;
  /** Is told when it is left out, or is back. */
  changed: (instance: Instance) => void;
}): Instance {
  const { subgraph, label, address, settings, probe } = options;
  const { origin, pathname, search } = new URL(address.url);
  const lookup = lookupOf(address);
  const pool = new Pool(origin, {
    connections: settings.connections,
    connect: { timeout: settings.timeout.connect, ...(lookup && { lookup }) },
  });
  const stands = standing(settings, options.fresh);
  const speed = latency();
  const watch = probing({
    settings,
    probe: () => probe(self),
    healthy: () => settle('answered'),
    unhealthy: () => settle('unhealthy'),
    stillOut: () => stands.stillOut(),
  });
  let inFlight = 0;

  function settle(ending: Ending) {
    const before = stands.out;
    if (ending === 'answered') stands.succeeded();
    else if (ending !== 'unknown') {
      const time = stands.failed(ending);
      if (time !== undefined) watch.returnAfter(time);
    }
    if (stands.out === undefined) watch.isBack();
    if (stands.out !== before) options.changed(self);
  }

  const self: Instance = {
    name: `${subgraph}#${label}`,
    label,
    address,
    pool,
    path: pathname + search,
    get inFlight() {
      return inFlight;
    },
    get out() {
      return stands.out;
    },
    weight: () => (address.weight ?? 1) * stands.weight(),
    lately: speed.lately,
    begin() {
      const began = performance.now();
      inFlight += 1;
      return (ending) => {
        inFlight -= 1;
        if (ending === 'answered') speed.add(performance.now() - began);
        settle(ending);
      };
    },
    async [Symbol.asyncDispose]() {
      watch[Symbol.dispose]();
      // What is under way there is still answered.
      await pool.close();
    },
  };
  return self;
}

export function healthOf({ name, address, out, inFlight }: Instance): InstanceHealth {
  return { name, address: shown(address), origin: new URL(address.url).origin, out, inFlight };
}
