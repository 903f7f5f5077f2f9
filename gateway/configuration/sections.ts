import type { z } from 'zod';
import { subgraphsSection } from '../upstream/settings.ts';
import { section } from './kinds.ts';

/** The sections of the gateway's file. Each is described where it is used; all of them may be left out. */
export const gatewayFileSections = section({
  subgraphs: subgraphsSection.optional(),
});

export type GatewayFile = z.infer<typeof gatewayFileSections>;
