import type { Logger } from 'pino';
import type { TrafficSettings } from '../settings.ts';
import type { TrafficMetrics } from '../traffic-metrics.ts';
import { type Address, keyOf, shown } from './address.ts';
import { choose } from './choose.ts';
import type { Discovery } from './discovery.ts';
import { healthOf, type Instance, type InstanceHealth, instance } from './instance.ts';
import type { Probe } from './probing.ts';

/** The instances of one subgraph, as far as they are known now. */
export interface Instances extends AsyncDisposable {
  /**
   * The instance for the next request.
   * @param tried those that this request was sent to already: another one is preferred
   * @throws Error where none is known
   */
  pick(tried?: ReadonlySet<Instance>): Promise<Instance>;
  /** Whether there is one that is not left out and was not tried. */
  hasOther(tried: ReadonlySet<Instance>): boolean;
  health(): InstanceHealth[];
}

export function instances(options: {
  subgraph: string;
  settings: TrafficSettings;
  discovery: Discovery;
  probe: Probe;
  metrics: TrafficMetrics;
  log: Logger;
}): Instances {
  const { subgraph, settings, discovery, metrics, log } = options;
  const known = new Map<string, Instance>();
  const leaving = new Set<Promise<void>>();
  let all: readonly Instance[] = [];
  /** Those that requests go to. */
  let used: readonly Instance[] = [];

  /** Who is used changes only where an instance comes, goes, is left out or is back: not with each request. */
  function decide() {
    all = [...known.values()];
    const well = all.filter(({ out }) => out === undefined);
    used = well;
    const panic = settings.ejection === 'off' ? 0 : settings.ejection.panic;
    if (well.length < all.length * panic || well.length === 0) {
      // Too few are left to bear it all: failing ones may still answer some. Where nobody listens, nothing is answered.
      const reachable = all.filter(({ out }) => out !== 'unreachable');
      used = reachable.length > 0 ? reachable : all;
    }
    metrics.instances(subgraph, { used: used.length, left_out: all.length - used.length });
  }

  function changed({ name, label, address, out }: Instance) {
    decide();
    const which = { subgraph, instance: name, address: shown(address) };
    if (out === undefined) return log.info(which, 'an instance of a subgraph is back');
    metrics.ejected(subgraph, label, out);
    log.warn({ ...which, why: out }, 'an instance of a subgraph is left out');
    // It may have moved.
    if (out === 'unreachable') void discovery.again();
  }

  function freeLabel(): string {
    const taken = new Set(all.map(({ label }) => label));
    let number = 1;
    while (taken.has(String(number))) number += 1;
    return String(number);
  }

  function found(addresses: readonly Address[]) {
    const fresh = known.size > 0;
    const wanted = new Map(addresses.map((address) => [keyOf(address), address]));
    for (const [key, gone] of known) {
      if (wanted.has(key)) continue;
      known.delete(key);
      const left = Promise.resolve(gone[Symbol.asyncDispose]()).finally(() => leaving.delete(left));
      leaving.add(left);
    }
    for (const [key, address] of wanted) {
      if (known.has(key)) continue;
      all = [...known.values()];
      known.set(
        key,
        instance({ subgraph, label: freeLabel(), address, fresh, settings, probe: options.probe, changed }),
      );
    }
    decide();
  }
  discovery.start(found);

  return {
    async pick(tried) {
      if (used.length === 0) await discovery.again();
      const untried = tried?.size ? used.filter((one) => !tried.has(one)) : used;
      const picked = choose(untried.length > 0 ? untried : used);
      if (!picked) {
        const why = discovery.problem();
        throw new Error(`no instance of it is known${why === undefined ? '' : `: ${why}`}`);
      }
      return picked;
    },
    hasOther: (tried) => used.some((one) => one.out === undefined && !tried.has(one)),
    health: () => all.map(healthOf),
    async [Symbol.asyncDispose]() {
      discovery[Symbol.dispose]();
      await Promise.all([...all.map((one) => one[Symbol.asyncDispose]()), ...leaving]);
    },
  };
}
