import { createHash } from 'node:crypto';

/** How the vectors of tokens become one. NONE: the graph does it itself. */
export type Pooling = 'MEAN' | 'CLS' | 'NONE';

/** What an embedding model is, whatever it is called. */
export interface ModelFacts {
  dimensions: number;
  /** Tokens that the model reads, its own marks and the prefix included. What is longer is cut. */
  maxTokens: number;
  pooling: Pooling;
  queryPrefix: string;
  passagePrefix: string;
  /** The token that fills the shorter rows of a batch. */
  padId: number;
  /** A text's vector depends on what else is in its batch, so each is a batch of its own. */
  alone: boolean;
  languages: string[];
  license: string | null;
  /** SHA-256 of the weights. */
  hash: string;
}

export interface ModelCard extends ModelFacts {
  name: string;
  /** Changes with whatever changes a vector. */
  version: string;
}

/** Whether a text is searched for or searched in: many models were trained with a prefix for each. */
export type Kind = 'query' | 'passage';

export function prefixOf(card: ModelCard, kind: Kind): string {
  return kind === 'query' ? card.queryPrefix : card.passagePrefix;
}

/** @param tokenizerHash SHA-256 of the tokenizer */
export function versionOf(facts: ModelFacts, tokenizerHash: string): string {
  const { hash, dimensions, maxTokens, pooling, queryPrefix, passagePrefix } = facts;
  const parts = [hash, tokenizerHash, dimensions, maxTokens, pooling, queryPrefix, passagePrefix];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
}
