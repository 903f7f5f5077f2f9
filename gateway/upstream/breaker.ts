import {
  CircuitState,
  circuitBreaker,
  ExponentialBackoff,
  halfJitterGenerator,
  handleAll,
  SamplingBreaker,
} from 'cockatiel';
import type { TrafficSettings } from './settings.ts';
import type { BreakerState } from './traffic-metrics.ts';

/** Leaves a subgraph alone for a while where too large a share of its requests fails: it recovers, and clients wait for nothing. */
export interface Breaker extends Disposable {
  readonly open: boolean;
  /** How a request to the subgraph ended, its retries included. */
  ended(well: boolean): void;
}

/** How often it is looked whether it is time for a probe, as a part of the shortest pause. */
const LOOKS = 5;

/**
 * @param probe asks the subgraph whether it is well again: no request of a client has to find out
 * @param changed is told each new state
 */
export function breaker(
  settings: TrafficSettings['breaker'],
  probe: () => Promise<boolean>,
  changed: (state: BreakerState) => void,
): Breaker {
  if (settings === 'off') return { open: false, ended() {}, [Symbol.dispose]() {} };
  const { share, requests, window, pause, longest } = settings;
  const circuit = circuitBreaker(handleAll, {
    halfOpenAfter: new ExponentialBackoff({
      initialDelay: pause,
      maxDelay: longest,
      generator: halfJitterGenerator,
    }),
    breaker: new SamplingBreaker({
      threshold: Math.min(0.99, Math.max(0.01, share)),
      duration: window,
      minimumRps: requests / (window / 1000),
    }),
  });
  let timer: NodeJS.Timeout | undefined;
  circuit.onStateChange((state) => {
    changed(
      state === CircuitState.Closed ? 'closed' : state === CircuitState.HalfOpen ? 'half_open' : 'open',
    );
    if (state === CircuitState.Open) lookLater();
  });

  function lookLater() {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      // Refused while the pause lasts, else the one probe that closes the circuit or opens it again.
      await circuit.execute(failing(probe)).catch(() => {});
      if (circuit.state !== CircuitState.Closed) lookLater();
    }, pause / LOOKS);
    timer.unref();
  }

  return {
    get open() {
      return circuit.state !== CircuitState.Closed;
    },
    ended(well) {
      // What was under way when it opened is no news.
      if (circuit.state !== CircuitState.Closed) return;
      circuit.execute(failing(async () => well)).catch(() => {});
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}

function failing(well: () => Promise<boolean>) {
  return async () => {
    if (!(await well())) throw new Error('the subgraph fails');
  };
}
