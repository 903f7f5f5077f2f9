import { collectDefaultMetrics, Registry } from 'prom-client';

/** Buckets of latency histograms, in seconds: fine below the 100 ms that a search aims at. */
export const latencyBuckets = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 2.5, 5, 10,
];

/** A service's own registry, so that several services in one process do not mix; every metric carries `service`. */
export function serviceRegistry(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}

/**
 * The metrics as Prometheus reads them: all, or those alone that `?name[]=…` names, as Prometheus's own clients take it. What a process
 * tells of itself is read from the system each time.
 */
export async function metricsText(registry: Registry, url = '/'): Promise<string> {
  const question = url.indexOf('?');
  const names = question < 0 ? [] : new URLSearchParams(url.slice(question)).getAll('name[]');
  if (names.length === 0) return registry.metrics();
  const known = [...new Set(names)].filter((name) => registry.getSingleMetric(name));
  const texts = await Promise.all(known.map((name) => registry.getSingleMetricAsString(name)));
  return `${texts.join('\n\n')}\n`;
}
