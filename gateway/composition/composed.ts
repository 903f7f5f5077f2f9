import { parse } from 'graphql';
import type { Logger } from 'pino';
import { ownSubgraphs, type SubgraphDefinition } from '../../lib/supergraph.ts';
import { type Candidate, type Composition, composeAccepted } from './accept.ts';
import { fetchSdl } from './fetch-sdl.ts';
import { rounds } from './rounds.ts';
import type { Standing, SupergraphSource } from './supergraph-source.ts';

interface Known {
  name: string;
  url: string;
  sdl?: string;
  /** Why it gave no schema the last time. */
  away?: string;
  lastGood?: SubgraphDefinition;
  refused?: string;
}

/**
 * Makes the supergraph of the product's own subgraphs and the user's, and makes it anew when one of the user's appears or
 * changes. A form that does not compose is refused: the supergraph before it goes on.
 * @throws Error where a name of the user's is taken
 */
export function composedSupergraph(options: {
  own: SubgraphDefinition[];
  subgraphs: { name: string; url: string }[];
  everyMs: number;
  log: Logger;
}): SupergraphSource {
  const { own, log } = options;
  refuseTakenNames(options.subgraphs.map(({ name }) => name));
  const known: Known[] = options.subgraphs.map(({ name, url }) => ({ name, url }));

  /** Asks each of the user's subgraphs for its schema. @returns whether one is new or has changed */
  async function ask(): Promise<boolean> {
    const changes = await Promise.all(
      known.map(async (subgraph) => {
        try {
          const sdl = await fetchSdl(subgraph.url);
          delete subgraph.away;
          if (sdl === subgraph.sdl) return false;
          subgraph.sdl = sdl;
          return true;
        } catch (error) {
          const why = (error as Error).message;
          if (!subgraph.away) log.warn({ subgraph: subgraph.name, why }, 'a subgraph gives no schema');
          subgraph.away = why;
          return false;
        }
      }),
    );
    return changes.includes(true);
  }

  function compose(): Composition {
    const candidates: Candidate[] = [];
    for (const { name, url, sdl, lastGood } of known) {
      if (sdl === undefined) continue;
      candidates.push({ name, newest: { name, url, typeDefs: parse(sdl) }, lastGood });
    }
    const composition = composeAccepted(own, candidates);
    for (const [subgraph, why] of composition.refused) log.error({ subgraph, why }, 'a subgraph is refused');
    return composition;
  }

  /** Called once the gateway has taken the composition. */
  function remember({ accepted, refused }: Composition) {
    for (const subgraph of known) {
      const form = accepted.find(({ name }) => name === subgraph.name);
      if (form) subgraph.lastGood = form;
      const why = refused.get(subgraph.name);
      if (why === undefined) delete subgraph.refused;
      else subgraph.refused = why;
    }
  }

  return {
    async first() {
      await ask();
      const composition = compose();
      remember(composition);
      return composition.supergraphSdl;
    },
    watch(update) {
      /** Whether something has changed that the gateway has not taken yet: it is tried again until it does. */
      let pending = false;

      return rounds(options.everyMs, async () => {
        if (known.length === 0) return;
        try {
          pending = (await ask()) || pending;
          if (!pending) return;
          const composition = compose();
          update(composition.supergraphSdl);
          pending = false;
          remember(composition);
          log.info({ subgraphs: composition.accepted.map(({ name }) => name) }, 'composed anew');
        } catch (error) {
          log.error({ err: error }, 'a supergraph is refused');
        }
      });
    },
    standings: () => known.map(standing),
  };
}

function standing({ name, away, refused, lastGood }: Known): Standing {
  const part = `subgraph:${name}`;
  if (away !== undefined) {
    const what = lastGood
      ? 'its fields answer with errors until it is back'
      : 'it is composed in when it appears';
    return { part, state: 'AWAY', detail: `${away}; ${what}` };
  }
  if (refused === undefined) return { part, state: 'SERVED', detail: 'composed' };
  const goesOn = lastGood ? 'Its last form that composed goes on.' : 'It is left out.';
  return { part, state: 'REFUSED', detail: `${refused}\n${goesOn}` };
}

function refuseTakenNames(names: string[]): void {
  for (const [index, name] of names.entries()) {
    const own = (ownSubgraphs as readonly string[]).includes(name.toLowerCase());
    const twice = names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) !== index;
    if (!own && !twice) continue;
    const why = own
      ? `is the name of a subgraph of Kitegraph (${ownSubgraphs.join(', ')})`
      : 'is given twice';
    throw new Error(`KITEGRAPH_SUBGRAPHS: "${name}" ${why}. Choose another name.`);
  }
}
