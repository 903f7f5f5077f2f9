import { embeddingConfig } from '../embedding/config.ts';
import { startEmbedding } from '../embedding/server.ts';
import { gatewayConfig } from '../gateway/config.ts';
import { startGateway } from '../gateway/server.ts';
import type { Settings } from '../lib/settings.ts';
import { indexConfig } from '../subgraphs/index/config.ts';
import { startIndex } from '../subgraphs/index/server.ts';
import { opsConfig } from '../subgraphs/ops/config.ts';
import { startOps } from '../subgraphs/ops/server.ts';
import { queryConfig } from '../subgraphs/query/config.ts';
import { startQuery } from '../subgraphs/query/server.ts';
import type { ServiceName } from './stack.ts';

/** Starts a service in this process. Only the gateway is for others: the rest listen on any free loopback port. */
export function inOneProcess(name: ServiceName, settings: Settings) {
  const inside = { ...settings, host: '127.0.0.1', indexPort: 0, queryPort: 0, opsPort: 0, embeddingPort: 0 };
  switch (name) {
    case 'embedding':
      return startEmbedding(embeddingConfig(inside));
    case 'index':
      return startIndex(indexConfig(inside));
    case 'query':
      return startQuery(queryConfig(inside));
    case 'ops':
      return startOps(opsConfig(inside));
    case 'gateway':
      return startGateway(gatewayConfig(settings));
  }
}
