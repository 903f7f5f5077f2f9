import { type DocumentNode, Kind, visit } from 'graphql';
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
    for (const subgraph of users) refuseWrongAnswers(subgraph.typeDefs);
    return { supergraphSdl: composeSupergraph([...own, ...users]) };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

/** Apollo's planner answers with wrong data, and no error, where a field has both arguments and @requires. */
function refuseWrongAnswers(typeDefs: DocumentNode): void {
  visit(typeDefs, {
    [Kind.FIELD_DEFINITION](field) {
      const requires = field.directives?.some(({ name }) => /^(federation__)?requires$/.test(name.value));
      if (requires && field.arguments?.length) {
        throw new Error(
          `The field "${field.name.value}" has both arguments and @requires, which this gateway cannot answer rightly: drop one of them.`,
        );
      }
    },
  });
}
