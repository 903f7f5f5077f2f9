import { request } from 'undici';
import { checkPart, overall, type PartHealth } from '../../lib/health.ts';
import type { Standing } from '../composition/supergraph-source.ts';
import type { InstanceHealth } from '../upstream/instances/instance.ts';

const WITHIN_MS = 2_000;
/** Asking often costs the subgraphs no more than this often. */
const KEPT_MS = 1_000;

export interface SystemHealth {
  status: 'UP' | 'DEGRADED';
  components: Component[];
  /** Names of instances to which no requests go now; their addresses are in the components. */
  leftOut: string[];
}

/** A part, with those that it is without, or with its address. */
type Component = PartHealth & { components?: PartHealth[]; address?: string };

/** The gateway's own health and that of each subgraph, asked at most once a second. Never throws. */
export function systemHealth(options: {
  /** Addresses of the product's own services, without a path; none where another supergraph is served. */
  services: Record<string, string>;
  standings: () => Standing[];
  /** The instances of every subgraph, by its name. */
  instances: () => Record<string, InstanceHealth[]>;
}): () => Promise<SystemHealth> {
  let kept: { until: number; health: Promise<SystemHealth> } | undefined;

  async function ask(): Promise<SystemHealth> {
    const instances = options.instances();
    const own = Object.entries(options.services).map(([name, url]) =>
      serviceHealth(name, instances[name]?.find(({ out }) => out === undefined)?.origin ?? url),
    );
    const users = options.standings().map(standingHealth);
    const known = new Set([
      ...Object.keys(options.services),
      ...users.map(({ name }) => name.replace('subgraph:', '')),
    ]);
    const components = [
      await checkPart('gateway', async () => 'serves'),
      ...(await Promise.all(own)),
      ...users,
      ...Object.entries(instances).flatMap(([name, all]) => (known.has(name) ? [] : away(name, all))),
      ...Object.values(instances).flatMap(missed),
    ];
    const leftOut = Object.values(instances).flatMap((all) =>
      missed(all).map(({ name }) => name.replace('instance:', '')),
    );
    return { status: overall(components), components, leftOut };
  }

  return () => {
    const now = performance.now();
    if (!kept || kept.until < now) kept = { until: now + KEPT_MS, health: ask() };
    return kept.health;
  };
}

async function serviceHealth(name: string, url: string): Promise<PartHealth & { components?: PartHealth[] }> {
  let components: PartHealth[] = [];
  const health = await checkPart(`subgraph:${name}`, async () => {
    const { statusCode, body } = await request(`${url}/health`, { signal: AbortSignal.timeout(WITHIN_MS) });
    const answer = (await body.json()) as { components?: PartHealth[] };
    if (statusCode !== 200) throw new Error(`its /health answered HTTP ${statusCode}`);
    components = answer.components ?? [];
    return 'answers';
  });
  if (health.status === 'DOWN')
    return { ...health, detail: `cannot be reached: ${unaddressed(health.detail)}` };
  const limping = components.filter((part) => part.status !== 'UP').map((part) => part.name);
  if (limping.length === 0) return { ...health, components };
  return { ...health, status: 'DEGRADED', detail: `answers, but without ${limping.join(', ')}`, components };
}

const WHY = {
  unreachable: 'nobody takes its connections',
  failing: 'too many of its answers failed',
  unhealthy: 'it did not say that it is well',
} as const;

/** A subgraph that nobody asks for its health, where there is nobody to do its work. */
function away(name: string, instances: InstanceHealth[]): Component[] {
  const why = instances[0]?.out;
  if (why === undefined || instances.some(({ out }) => out === undefined)) return [];
  const detail = `cannot be reached: ${WHY[why]}; it is asked again with each request`;
  return [{ name: `subgraph:${name}`, status: 'DOWN', latencyMs: 0, detail }];
}

/** Those that the others do the work of. */
function missed(instances: InstanceHealth[]): Component[] {
  if (instances.length < 2) return [];
  return instances.flatMap(({ name, address, out }) =>
    out === undefined
      ? []
      : [
          {
            name: `instance:${name}`,
            status: 'DEGRADED',
            latencyMs: 0,
            detail: `left out, as ${WHY[out]}; it is asked again from time to time`,
            address,
          },
        ],
  );
}

function standingHealth({ part, state, detail }: Standing): PartHealth {
  const status = state === 'SERVED' ? 'UP' : state === 'AWAY' ? 'DOWN' : 'DEGRADED';
  return { name: part, status, latencyMs: 0, detail: unaddressed(detail) };
}

/** An error text without the address in it. */
function unaddressed(detail: string): string {
  return detail.replace(/\s*(\d{1,3}(\.\d{1,3}){3}|\[?::1\]?):\d+/g, '');
}
