import { LRUCache } from 'lru-cache';

/** How hard the graphs of views are searched whose collections demand a recall. */
export interface Efforts {
  /** Candidates of a search of a view; undefined where its index's own setting holds. */
  of(view: string): number | undefined;
  /**
   * Takes note of the recall of one search.
   * @param sample.ef candidates that it went by, `sample.least` the fewest that it could
   */
  sampled(view: string, target: number, sample: { recall: number; ef: number; least: number }): void;
  /** Whether the effort that holds the target is still being looked for. */
  seeks(view: string): boolean;
}

/** Samples by which a step is decided. */
const WINDOW = 60;
/** While only one side of the effort that is looked for is known, each step is this much. */
const STEP = 1.5;
/** The search is over when what holds is at most this much more than what does not. */
const CLOSE = 1.06;
const MOST = 32_768;
/** How far the mean of a window may be off by chance. */
const CHANCE = 0.004;
/** What was found is looked for again after so long: documents come and go. */
const AGAIN_MS = 900_000;
const VIEWS = 1_000;

interface State {
  ef: number;
  target: number;
  recalls: number[];
  /** The most that is known not to hold the target. */
  tooLittle?: number | undefined;
  /** The least that is known to hold it. */
  holds?: number | undefined;
  settledAt?: number | undefined;
}

/**
 * The least effort that holds a recall: by bounded steps until one effort holds it and another does not, then between the two until
 * they are close. There it stays, until a window of samples falls below the target, or it is old. A process learns it from its
 * own searches, beginning at the index's setting.
 */
export function recallEfforts(now: () => number = Date.now): Efforts {
  const states = new LRUCache<string, State>({ max: VIEWS });

  function step(state: State, mean: number, least: number): void {
    const { ef, target } = state;
    const holds = mean >= target - CHANCE;
    if (state.settledAt !== undefined) {
      if (holds && now() - state.settledAt < AGAIN_MS) return;
      // What was known of the other side is no longer sure.
      state.settledAt = undefined;
      state.tooLittle = undefined;
      state.holds = undefined;
    }
    if (holds) state.holds = ef;
    else state.tooLittle = ef;
    const { tooLittle, holds: enough } = state;
    if (tooLittle === undefined) state.ef = Math.max(least, Math.floor(ef / STEP));
    else if (enough === undefined) state.ef = Math.min(MOST, Math.ceil(ef * STEP));
    else state.ef = Math.round(Math.sqrt(tooLittle * enough));
    const between = tooLittle !== undefined && enough !== undefined && enough / tooLittle <= CLOSE;
    if (!between && state.ef !== ef && state.ef !== enough) return;
    state.ef = enough ?? ef;
    state.settledAt = now();
  }

  return {
    of: (view) => states.get(view)?.ef,
    seeks: (view) => states.get(view)?.settledAt === undefined,
    sampled(view, target, { recall, ef, least }) {
      const known = states.get(view);
      const state: State = known?.target === target ? known : { ef: known?.ef ?? ef, target, recalls: [] };
      states.set(view, state);
      // Searches under way when a step was made, and those that need more for their page, say nothing of this effort.
      if (ef !== Math.max(state.ef, least)) return;
      state.recalls.push(recall);
      if (state.recalls.length < WINDOW) return;
      const mean = state.recalls.reduce((sum, one) => sum + one, 0) / state.recalls.length;
      state.recalls = [];
      step(state, mean, least);
    },
  };
}
