import type { PartHealth } from '../../../lib/health.ts';

interface HealthAnswer {
  status?: string;
  components?: PartHealth[];
}

/** Asks one of the product's services for its own /health; where it is DEGRADED the detail says which parts are not UP. */
export async function serviceHealth(name: string, url: string): Promise<PartHealth> {
  const started = performance.now();
  const answer = (status: PartHealth['status'], detail: string): PartHealth => ({
    name,
    status,
    latencyMs: Math.round((performance.now() - started) * 10) / 10,
    detail,
  });
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(10_000) });
    const { status, components = [] } = (await response.json()) as HealthAnswer;
    const wrong = components.filter((part) => part.status !== 'UP');
    if (status === 'UP') return answer('UP', `answers at ${url}`);
    const why = wrong.map((part) => `${part.name} ${part.status}: ${part.detail}`).join('; ');
    return answer('DEGRADED', why || `HTTP ${response.status}`);
  } catch (error) {
    const { message, cause } = error as Error;
    return answer('DOWN', `${url} does not answer: ${cause instanceof Error ? cause.message : message}`);
  }
}
