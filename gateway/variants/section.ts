import { z } from 'zod';
import { section } from '../configuration/kinds.ts';

const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be a name of letters, digits, ".", "_" and "-"');
const tags = z.array(z.string('must be a tag').min(1, 'must be a tag'), 'must be a list of tags');

/** What of the graph a variant shows, by the @tag of its elements. */
export const contractSection = section({
  /** Fields are shown that have one of these tags, or whose type has. @default all */
  include: tags.optional(),
  /** What has one of these tags is not shown. @default nothing */
  exclude: tags.optional(),
});

/** The section `variants` of the gateway's file: several views of the graph, side by side at /graphql/<name>. */
export const variantsSection = section({
  /** By the name of the variant. */
  contracts: z.record(name, contractSection, 'must be a mapping: a contract for each name'),
  /** The variant that /graphql serves. @default none: the whole graph */
  default: name.optional(),
  /** A header in which clients may name a variant. @default none: by path only */
  header: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/, 'must be the name of a header')
    .transform((text) => text.toLowerCase())
    .optional(),
}).refine(({ contracts, default: chosen }) => chosen === undefined || chosen in contracts, {
  message: 'must be one of the contracts',
  path: ['default'],
});

export type Contract = z.infer<typeof contractSection>;
export type VariantsSection = z.infer<typeof variantsSection>;
