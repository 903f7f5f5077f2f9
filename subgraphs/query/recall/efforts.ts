import { LRUCache } from 'lru-cache';
import { FEWEST, leastEffort, type Trial } from './curve.ts';

/** How hard the graphs of views are searched whose collections demand a recall. */
export interface Efforts {
  /** Candidates of a search of a view that hold a recall; undefined where too little is known. */
  of(view: string, target: number): number | undefined;
  /** @param documents of the collection when it was tried */
  tried(view: string, trial: Trial, documents: number): void;
  /** Whether more should be tried than a small part of the searches. */
  seeks(view: string, documents: number): boolean;
}

/** The newest trials, by which an effort is chosen: their mean is within 0.01 where the recall of one differs from the next by 0.15. */
const KEPT = 1_000;
/** As many are made anew after so long: documents change, and an index is rearranged. */
const AGAIN_MS = 900_000;
/** What was tried among so many fewer or more documents says little. */
const OTHER_SIZE = 0.1;
const VIEWS = 200;

interface Made {
  trial: Trial;
  at: number;
  documents: number;
}
interface State {
  made: Made[];
  /** What was chosen by these trials, by target. */
  chosen: Map<number, number | undefined>;
}

/** Chooses the least effort that holds a recall, by what a process has tried of its own searches. */
export function recallEfforts(now: () => number = Date.now): Efforts {
  const states = new LRUCache<string, State>({ max: VIEWS });
  const alike = (made: Made, documents: number) =>
    Math.abs(made.documents - documents) <= OTHER_SIZE * documents;

  return {
    of(view, target) {
      const state = states.get(view);
      if (!state) return undefined;
      if (!state.chosen.has(target))
        state.chosen.set(
          target,
          leastEffort(
            state.made.map(({ trial }) => trial),
            target,
          ),
        );
      return state.chosen.get(target);
    },
    seeks(view, documents) {
      const made = states.get(view)?.made ?? [];
      const oldest = made[0];
      return !oldest || made.length < KEPT || now() - oldest.at > AGAIN_MS || !alike(oldest, documents);
    },
    tried(view, trial, documents) {
      const state: State = states.get(view) ?? { made: [], chosen: new Map() };
      const { made } = state;
      made.push({ trial, at: now(), documents });
      const first = made.findIndex((one) => alike(one, documents));
      // What is known of other sizes is better than too little.
      made.splice(0, Math.max(0, Math.min(first, made.length - FEWEST)));
      if (made.length > KEPT) made.shift();
      state.chosen.clear();
      states.set(view, state);
    },
  };
}
