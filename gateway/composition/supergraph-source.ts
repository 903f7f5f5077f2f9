/** How a part of the supergraph stands. */
export interface Standing {
  /** As /health names it: "subgraph:products", or "supergraph" for one that comes whole. */
  part: string;
  /** SERVED: in its newest form. AWAY: cannot be read. REFUSED: its newest form is of no use. */
  state: 'SERVED' | 'AWAY' | 'REFUSED';
  detail: string;
}

/** Where the gateway has its supergraph from. */
export interface SupergraphSource {
  /** The first supergraph. @throws Error that says why there is none */
  first(): Promise<string>;
  /** Hands over each new supergraph until disposed; `update` throws to refuse it. */
  watch(update: (supergraphSdl: string) => void): AsyncDisposable;
  standings(): Standing[];
}

/** Reads a supergraph that was composed elsewhere. */
export interface Reader {
  /** How messages name it: without credentials. */
  place: string;
  /** @default how often to look, in milliseconds */
  everyMs: number;
  /** @returns undefined where it is as it was when last read. @throws Error with one line that says why it cannot be read */
  read(): Promise<string | undefined>;
}
