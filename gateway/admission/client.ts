import type { RequestContext } from '../request-context.ts';

/** Whom limits are counted for: who asks, by key or token; the address, of those who need none. */
export function clientOf({ identity, address }: Pick<RequestContext, 'identity' | 'address'>): string {
  const anybody = identity.by === 'OPEN' || identity.by === 'ANONYMOUS';
  return anybody ? `address:${address}` : `id:${identity.id}`;
}

/** Counts what each client holds at once. */
export interface Tally {
  /** @returns what gives it back; undefined: this client has the most already */
  take(client: string): (() => void) | undefined;
}

export function tally(most: number): Tally {
  const held = new Map<string, number>();
  return {
    take(client) {
      const now = (held.get(client) ?? 0) + 1;
      if (now > most) return undefined;
      held.set(client, now);
      let over = false;
      return () => {
        if (over) return;
        over = true;
        const left = (held.get(client) ?? 1) - 1;
        if (left > 0) held.set(client, left);
        else held.delete(client);
      };
    },
  };
}
