import { request } from 'undici';
import { checkPart, overall, type PartHealth } from '../../lib/health.ts';
import type { Standing } from '../composition/supergraph-source.ts';

const WITHIN_MS = 2_000;
/** Asking often costs the subgraphs no more than this often. */
const KEPT_MS = 1_000;

export interface SystemHealth {
  status: 'UP' | 'DEGRADED';
  components: (PartHealth & { components?: PartHealth[] })[];
}

/** The gateway's own health and that of each subgraph, asked at most once a second. Never throws. */
export function systemHealth(options: {
  /** Addresses of the product's own services, without a path; none where another supergraph is served. */
  services: Record<string, string>;
  standings: () => Standing[];
}): () => Promise<SystemHealth> {
  let kept: { until: number; health: Promise<SystemHealth> } | undefined;

  async function ask(): Promise<SystemHealth> {
    const own = Object.entries(options.services).map(([name, url]) => serviceHealth(name, url));
    const users = options.standings().map(standingHealth);
    const components = [
      await checkPart('gateway', async () => 'serves'),
      ...(await Promise.all(own)),
      ...users,
    ];
    return { status: overall(components), components };
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

function standingHealth({ part, state, detail }: Standing): PartHealth {
  const status = state === 'SERVED' ? 'UP' : state === 'AWAY' ? 'DOWN' : 'DEGRADED';
  return { name: part, status, latencyMs: 0, detail: unaddressed(detail) };
}

/** An error text without the address in it. */
function unaddressed(detail: string): string {
  return detail.replace(/\s*(\d{1,3}(\.\d{1,3}){3}|\[?::1\]?):\d+/g, '');
}
