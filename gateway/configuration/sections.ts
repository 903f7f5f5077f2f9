import type { z } from 'zod';
import { accessSection } from '../access/settings.ts';
import { headersSection } from '../upstream/header-section.ts';
import { subgraphsSection } from '../upstream/settings.ts';
import { section } from './kinds.ts';

/** The sections of the gateway's file. Each is described where it is used; all of them may be left out. */
export const gatewayFileSections = section({
  access: accessSection.optional(),
  headers: headersSection.optional(),
  subgraphs: subgraphsSection.optional(),
});

export type GatewayFile = z.infer<typeof gatewayFileSections>;
