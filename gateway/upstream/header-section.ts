import { z } from 'zod';
import { section } from '../configuration/kinds.ts';
import { type HeaderRule, mayBeNamed } from './header-rules.ts';

const STEPS = 'propagate, propagateMatching, insert, remove, removeMatching';

const name = z
  .string('must be the name of a header')
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/, 'must be the name of a header')
  .transform((text) => text.toLowerCase())
  .refine(mayBeNamed, 'belongs to one connection, or to the gateway itself');

const value = z
  .string('must be a text')
  .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'must be a text that can stand in a header');

const pattern = z.string('must be a regular expression').transform((text, context) => {
  try {
    return new RegExp(text, 'i');
  } catch {
    context.addIssue('must be a regular expression');
    return z.NEVER;
  }
});

const rule = section({
  propagate: name.optional(),
  as: name.optional(),
  default: value.optional(),
  propagateMatching: pattern.optional(),
  insert: name.optional(),
  value: value.optional(),
  remove: name.optional(),
  removeMatching: pattern.optional(),
}).transform((given, context): HeaderRule => {
  const { propagate, propagateMatching, insert, remove, removeMatching } = given;
  const steps = [propagate, propagateMatching, insert, remove, removeMatching];
  const one = steps.filter((step) => step !== undefined).length === 1;
  const extra =
    (propagate === undefined && (given.as !== undefined || given.default !== undefined)) ||
    (insert === undefined) !== (given.value === undefined);
  if (one && !extra) {
    if (propagate !== undefined) return { propagate, as: given.as, default: given.default };
    if (propagateMatching) return { propagateMatching };
    if (insert !== undefined) return { insert, value: given.value ?? '' };
    if (remove !== undefined) return { remove };
    if (removeMatching) return { removeMatching };
  }
  context.addIssue(
    `must have one of ${STEPS}; propagate may have "as" and "default" beside it, and insert has a "value"`,
  );
  return z.NEVER;
});

const rules = z.array(rule, 'must be a list of rules');
const direction = section({
  all: rules.optional(),
  subgraphs: z.record(z.string(), rules, 'must be a mapping (name of a subgraph: rules)').optional(),
});

/** `headers:` of the gateway's file: which headers go from clients to subgraphs (`request`), and back (`response`). */
export const headersSection = section({ request: direction.optional(), response: direction.optional() });
