import { resolve } from 'node:path';
import { z } from 'zod';
import { section } from '../configuration/kinds.ts';

/**
 * The section `access` of the gateway's file: who may ask, and what becomes of what is not for them.
 */
export const accessSection = section({
  /** Whether requests without credentials are let in, to fields that demand nothing. @default refuse */
  anonymous: z.enum(['refuse', 'allow'], 'must be refuse or allow').optional(),
  /** What becomes of an operation with fields that are not for who asks: those are null, or it is refused. @default null */
  unauthorized: z
    .union([z.null(), z.literal('null'), z.literal('refuse')], 'must be null or refuse')
    .transform((value) => value ?? ('null' as const))
    .optional(),
  /** A module that judges @policy: its path, from the working directory. @default none: no policy holds */
  policies: z
    .string('must be the path of a module')
    .regex(/\.(js|mjs|ts)$/, 'must be the path of a module (.js, .mjs or .ts)')
    .transform((path) => resolve(path))
    .optional(),
});
