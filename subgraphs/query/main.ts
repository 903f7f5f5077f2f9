import { announced } from '../../lib/announce.ts';
import { runService } from '../../lib/run-service.ts';
import { queryConfig } from './config.ts';
import { startQuery } from './server.ts';

await runService('query', (settings) =>
  announced('query', settings, () => startQuery(queryConfig(settings))),
);
