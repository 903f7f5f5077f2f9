/** Of all subgraphs together: who has the key may not fill the memory. */
const MOST = 5_000;

/** The instances that have announced themselves, each for as long as its lease runs. */
export interface Registrations extends Disposable {
  /** Begins a lease, or renews it. @returns whether there was room */
  announce(subgraph: string, url: string, leaseMs: number): boolean;
  /** Ends a lease. */
  withdraw(subgraph: string, url: string): void;
  /** Their URLs. */
  of(subgraph: string): readonly string[];
  /** Calls `changed` whenever an instance of it comes or goes. */
  watch(subgraph: string, changed: () => void): Disposable;
}

export function registrations(): Registrations {
  const leases = new Map<string, Map<string, NodeJS.Timeout>>();
  let count = 0;
  const watching = new Map<string, Set<() => void>>();
  const tell = (subgraph: string) => {
    for (const changed of watching.get(subgraph) ?? []) changed();
  };

  function withdraw(subgraph: string, url: string) {
    const known = leases.get(subgraph);
    clearTimeout(known?.get(url));
    if (!known?.delete(url)) return;
    count -= 1;
    if (known.size === 0) leases.delete(subgraph);
    tell(subgraph);
  }

  return {
    announce(subgraph, url, leaseMs) {
      const known = leases.get(subgraph) ?? new Map<string, NodeJS.Timeout>();
      const before = known.get(url);
      if (before === undefined && count >= MOST) return false;
      clearTimeout(before);
      const end = setTimeout(() => withdraw(subgraph, url), leaseMs);
      end.unref();
      known.set(url, end);
      leases.set(subgraph, known);
      if (before !== undefined) return true;
      count += 1;
      tell(subgraph);
      return true;
    },
    withdraw,
    of: (subgraph) => [...(leases.get(subgraph)?.keys() ?? [])],
    watch(subgraph, changed) {
      const all = watching.get(subgraph) ?? new Set();
      watching.set(subgraph, all.add(changed));
      return { [Symbol.dispose]: () => void all.delete(changed) };
    },
    [Symbol.dispose]() {
      for (const known of leases.values()) for (const end of known.values()) clearTimeout(end);
    },
  };
}
