import type { GraphQLDataSource } from '@apollo/gateway';
import type { Logger } from 'pino';

/** The first wait before they are asked again; each is twice the one before, up to the longest. */
const AGAIN_MS = 250;
const LONGEST_MS = 2_000;

/** Whether whoever shares load among gateways should send requests here. */
export interface Readiness extends Disposable {
  state(): ReadyState;
  /** From now on the gateway is not ready any more: it is about to end. */
  end(): void;
}

export type ReadyState = { ready: true } | { ready: false; why: 'STARTING' | 'ENDING'; waitsFor?: string[] };

/**
 * A gateway is ready once every subgraph that it needs has answered, and stays so until it ends: one subgraph that is lost later
 * must not take all gateways out of service, whose answers without it are worth more than none.
 * @param needed the subgraphs that are asked, by name
 */
export function readiness(needed: () => Record<string, GraphQLDataSource>, log: Logger): Readiness {
  let state: ReadyState = { ready: false, why: 'STARTING' };
  let timer: NodeJS.Timeout | undefined;
  let wait = AGAIN_MS;

  async function look() {
    const all = await Promise.all(
      Object.entries(needed()).map(async ([name, source]) => [name, await answers(source)] as const),
    );
    if (!state.ready && state.why === 'ENDING') return;
    const waitsFor = all.filter(([, answered]) => !answered).map(([name]) => name);
    if (waitsFor.length === 0) {
      state = { ready: true };
      log.info('every needed subgraph answers');
      return;
    }
    state = { ready: false, why: 'STARTING', waitsFor };
    timer = setTimeout(look, wait);
    timer.unref();
    wait = Math.min(2 * wait, LONGEST_MS);
  }
  void look();

  const stop = () => clearTimeout(timer);
  return {
    state: () => state,
    end() {
      stop();
      state = { ready: false, why: 'ENDING' };
    },
    [Symbol.dispose]: stop,
  };
}

async function answers(source: GraphQLDataSource): Promise<boolean> {
  const { data } = await source.process({
    kind: 'health check' as never,
    request: { query: '{ __typename }' },
    context: {},
  });
  return data !== undefined && data !== null;
}
