import type { z } from 'zod';
import { accessSection } from '../access/settings.ts';
import { ratesSection } from '../admission/rates.ts';
import { queueSection } from '../admission/turns.ts';
import { costSection } from '../cost/demand.ts';
import { documentsSection } from '../documents/settings.ts';
import { exposureSection } from '../exposure.ts';
import { corsSection } from '../http/cors.ts';
import { networkSection } from '../http/network.ts';
import { limitsSection } from '../limits.ts';
import { shutdownSection } from '../shutdown.ts';
import { headersSection } from '../upstream/header-section.ts';

import { subgraphsSection } from '../upstream/settings.ts';
import { variantsSection } from '../variants/section.ts';
import { section } from './kinds.ts';

/** The sections of the gateway's file. Each is described where it is used; all of them may be left out. */
export const gatewayFileSections = section({
  variants: variantsSection.optional(),
  access: accessSection.optional(),
  headers: headersSection.optional(),
  shutdown: shutdownSection.optional(),
  subgraphs: subgraphsSection.optional(),
  limits: limitsSection.optional(),
  rates: ratesSection.optional(),
  queue: queueSection.optional(),
  cost: costSection.optional(),
  documents: documentsSection.optional(),
  exposure: exposureSection.optional(),
  cors: corsSection.optional(),
  network: networkSection.optional(),
});

export type GatewayFile = z.infer<typeof gatewayFileSections>;
