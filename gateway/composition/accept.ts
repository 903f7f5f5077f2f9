import { composeSupergraph, type SubgraphDefinition } from '../../lib/supergraph.ts';

/** A subgraph of the user as it is now, and as it was when it last composed. */
export interface Candidate {
  name: string;
  newest: SubgraphDefinition;
  lastGood?: SubgraphDefinition | undefined;
}

export interface Composition {
  supergraphSdl: string;
  /** The user's subgraphs that are in it, each in the form that composed. */
  accepted: SubgraphDefinition[];
  /** By name: why the newest form of a subgraph is not in it. */
  refused: Map<string, string>;
}

/**
 * Composes the product's own subgraphs with as many of the candidates as can be. Where all of them do not compose, they
 * are added one after the other in their order, each in its last good form where its newest one is refused.
 */
export function composeAccepted(own: SubgraphDefinition[], candidates: Candidate[]): Composition {
  const refused = new Map<string, string>();
  const newest = candidates.map((candidate) => candidate.newest);
  const whole = attempt(own, newest);
  if (whole.supergraphSdl) return { supergraphSdl: whole.supergraphSdl, accepted: newest, refused };

  let supergraphSdl = composeSupergraph(own);
  const accepted: SubgraphDefinition[] = [];
  for (const candidate of candidates) {
    for (const form of [candidate.newest, candidate.lastGood]) {
      if (!form) continue;
      const result = attempt(own, [...accepted, form]);
      if (result.supergraphSdl) {
        supergraphSdl = result.supergraphSdl;
        accepted.push(form);
        break;
      }
      if (form === candidate.newest) refused.set(candidate.name, result.problem ?? '');
    }
  }
  return { supergraphSdl, accepted, refused };
}

interface Attempt {
  supergraphSdl?: string;
  problem?: string;
}

function attempt(own: SubgraphDefinition[], users: SubgraphDefinition[]): Attempt {
  try {
    return { supergraphSdl: composeSupergraph([...own, ...users]) };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}
