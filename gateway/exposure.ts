import type { z } from 'zod';
import { onOrOff, section } from './configuration/kinds.ts';

/** What the gateway tells about itself. */
export interface Exposure {
  /** Whether clients may ask for the schema. */
  introspection: boolean;
  /** Whether errors name fields and types near to misspelt ones. */
  suggestions: boolean;
  /** Whether browsers find GraphiQL. */
  graphiql: boolean;
}

/** The section `exposure` of the gateway's file. @default each is off in production, and else on */
export const exposureSection = section({
  introspection: onOrOff().optional(),
  suggestions: onOrOff().optional(),
  graphiql: onOrOff().optional(),
});

export function exposureFrom(
  production: boolean,
  given: z.infer<typeof exposureSection> | undefined,
): Exposure {
  const open = !production;
  return {
    introspection: given?.introspection ?? open,
    suggestions: given?.suggestions ?? open,
    graphiql: given?.graphiql ?? open,
  };
}
