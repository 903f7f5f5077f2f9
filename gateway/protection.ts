import type { GatewayConfig } from './config.ts';
import { type Exposure, exposureFrom } from './exposure.ts';
import type { Cors } from './http/cors.ts';
import { type AddressOf, addressOf, type Network } from './http/network.ts';
import { type Limits, limitsFrom } from './limits.ts';

/** What stands between clients and the graph: the same on every transport. */
export interface Protection {
  limits: Limits;
  exposure: Exposure;
  cors: Cors | undefined;
  network: Network | undefined;
  addressOf: AddressOf;
}

export function protection({ file, production = false }: GatewayConfig): Protection {
  return {
    limits: limitsFrom(file?.limits),
    exposure: exposureFrom(production, file?.exposure),
    cors: file?.cors,
    network: file?.network,
    addressOf: addressOf(file?.network),
  };
}
