/**
 * Judges `@policy` of your subgraphs. Name it in the gateway's file:
 *
 *     access:
 *       policies: examples/policies.ts
 */
import type { Policies } from '../gateway/access/policies.ts';

/** What each policy asks of who asks. */
const rules: Record<string, (claims: Readonly<Record<string, unknown>>) => boolean> = {
  employee: ({ email }) => typeof email === 'string' && email.endsWith('@example.com'),
  adult: ({ birthdate }) => typeof birthdate === 'string' && birthdate < eighteenYearsAgo(),
};

const policies: Policies = (names, { identity }) =>
  names.filter((name) => rules[name]?.(identity.claims ?? {}) === true);

export default policies;

function eighteenYearsAgo(): string {
  const day = new Date();
  day.setFullYear(day.getFullYear() - 18);
  return day.toISOString();
}
