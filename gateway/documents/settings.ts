import { resolve } from 'node:path';
import { z } from 'zod';
import { onOrOff, section } from '../configuration/kinds.ts';

/** The section `documents` of the gateway's file: which documents clients may send, and by what name. */
export const documentsSection = section({
  /** Paths of manifests of trusted documents, from the working directory; they are watched. @default none */
  trusted: z
    .array(
      z.string('must be a path').transform((path) => resolve(path)),
      'must be a list of paths',
    )
    .optional(),
  /**
   * What becomes of other documents: `only` refuses them, `log` runs them and logs each once, `off` runs them.
   * @default only, where there are manifests
   */
  mode: z.enum(['only', 'log', 'off'], 'must be only, log or off').optional(),
  /** Who may send any document all the same. @default nobody */
  exempt: z.enum(['nobody', 'operators'], 'must be nobody or operators').optional(),
  /** Automatic persisted queries, as Apollo's clients send them; never with `mode: only`. @default on */
  persisted: onOrOff().optional(),
}).refine(({ trusted = [], mode = 'off' }) => mode === 'off' || trusted.length > 0, {
  // Without a manifest nothing would be refused, or everything.
  message: 'needs a manifest in documents.trusted',
  path: ['mode'],
});

export type DocumentsSection = z.infer<typeof documentsSection>;
