import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** `model.json` of a model directory. */
export interface ModelCard {
  name: string;
  /** Changes with whatever changes a vector. */
  version: string;
  dimensions: number;
  /** Tokens that the model reads, its own marks and the prefix included. What is longer is cut. */
  maxTokens: number;
  queryPrefix: string;
  passagePrefix: string;
  /** The token that fills the shorter rows of a batch. */
  padId: number;
}

/** Whether a text is searched for or searched in: the model was trained with a prefix for each. */
export type Kind = 'query' | 'passage';

/** @throws Error that names the directory and the remedy where there is no model */
export async function readModelCard(dir: string): Promise<ModelCard> {
  try {
    return JSON.parse(await readFile(join(dir, 'model.json'), 'utf8'));
  } catch (error) {
    throw new Error(`there is no embedding model in ${dir}: run "npm start" once, which makes it`, {
      cause: error,
    });
  }
}

export function prefixOf(card: ModelCard, kind: Kind): string {
  return kind === 'query' ? card.queryPrefix : card.passagePrefix;
}
