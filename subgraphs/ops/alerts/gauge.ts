import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../../../lib/database/database.ts';
import { countUnresolved } from './store.ts';

/** Registers `alerts{state}`: how many alerts are pending and firing, read when asked for. */
export function measureAlerts(db: Database, registry: Registry): void {
  new Gauge({
    name: 'alerts',
    help: 'Alerts that are not resolved, by state; absent while PostgreSQL is away',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      this.reset();
      const counts = await countUnresolved(db).catch(() => ({}));
      for (const [state, count] of Object.entries(counts)) this.set({ state }, count);
    },
  });
}
