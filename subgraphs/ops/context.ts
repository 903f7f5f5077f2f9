import DataLoader from 'dataloader';
import type { Caller } from '../../lib/caller.ts';
import type { Database } from '../../lib/database/database.ts';
import type { PartHealth } from '../../lib/health.ts';
import type { Alert, AlertRule } from '../../schema/generated/ops.ts';
import { readAlertsById, readRulesById } from './alerts/store.ts';
import type { Windows } from './metrics/catalogue.ts';

/** What the resolvers work with. */
export interface Ops {
  db: Database;
  /** What the services counted in the last minute. */
  windows: Windows;
  /** Every part of the whole system, as it is now. */
  allParts(): Promise<PartHealth[]>;
}

export interface Context extends Ops {
  caller: Caller;
  alertById: DataLoader<string, Alert | undefined>;
  ruleById: DataLoader<string, AlertRule | undefined>;
}

/** The context of one request, or of one event of a subscription. */
export function createContext(ops: Ops, caller: Caller): Context {
  const byId = <Row extends { id: string }>(read: (ids: readonly string[]) => Promise<Row[]>) =>
    new DataLoader<string, Row | undefined>(async (ids) => {
      const rows = new Map((await read(ids)).map((row) => [row.id, row]));
      return ids.map((id) => rows.get(id));
    });
  return {
    ...ops,
    caller,
    alertById: byId((ids) => readAlertsById(ops.db, ids)),
    ruleById: byId((ids) => readRulesById(ops.db, ids)),
  };
}
