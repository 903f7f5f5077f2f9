import type { TrafficSettings } from '../settings.ts';
import type { Instance } from './instance.ts';

/** Whether an instance answers as it should; never rejects. */
export type Probe = (instance: Instance) => Promise<boolean>;

const WITHIN_MS = 2_000;

/** Asks `GET <path>` where the settings name one, else the smallest query that each GraphQL server answers. */
export function httpProbe(settings: TrafficSettings, headers: () => Record<string, string>): Probe {
  const health = settings.health === 'off' ? undefined : settings.health;
  const path = health?.path;
  return async ({ pool, path: graphql }) => {
    const query =
      path === undefined
        ? {
            path: graphql,
            method: 'POST' as const,
            headers: { ...headers(), 'content-type': 'application/json', accept: 'application/json' },
            body: '{"query":"{ __typename }"}',
          }
        : { path, method: 'GET' as const };
    try {
      const signal = AbortSignal.timeout(health?.within ?? WITHIN_MS);
      const { statusCode, body } = await pool.request({ ...query, signal });
      await body.dump();
      // One that refuses to answer us is there all the same.
      return path === undefined ? statusCode < 500 : statusCode >= 200 && statusCode < 300;
    } catch {
      return false;
    }
  };
}

/** Asks an instance how it is: at the end of each time that it was left out, and where the settings say so, regularly. */
export interface Probing extends Disposable {
  /** It is left out: it is asked after this many milliseconds, and again until it is back. */
  returnAfter(milliseconds: number): void;
  isBack(): void;
}

export function probing(options: {
  settings: TrafficSettings;
  probe: () => Promise<boolean>;
  healthy: () => void;
  unhealthy: () => void;
  /** @returns how much longer it is left out */
  stillOut: () => number;
}): Probing {
  const { settings, probe } = options;
  let out: NodeJS.Timeout | undefined;
  let regular: NodeJS.Timeout | undefined;
  let over = false;
  let inRow = 0;

  function returnAfter(milliseconds: number) {
    clearTimeout(out);
    out = setTimeout(async () => {
      const well = await probe();
      if (over || out === undefined) return;
      if (well) options.healthy();
      else returnAfter(options.stillOut());
    }, milliseconds);
    out.unref();
  }

  function regularly(every: number, failures: number) {
    // Instances that came together are not all asked at the same time.
    regular = setTimeout(
      async () => {
        const well = await probe();
        if (over) return;
        inRow = well ? 0 : inRow + 1;
        if (well) options.healthy();
        else if (inRow >= failures) options.unhealthy();
        regularly(every, failures);
      },
      every * (0.9 + 0.2 * Math.random()),
    );
    regular.unref();
  }
  if (settings.health !== 'off') regularly(settings.health.every, settings.health.failures);

  return {
    returnAfter,
    isBack() {
      clearTimeout(out);
      out = undefined;
    },
    [Symbol.dispose]() {
      over = true;
      clearTimeout(out);
      clearTimeout(regular);
    },
  };
}
