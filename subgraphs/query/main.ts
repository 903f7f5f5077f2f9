import { runService } from '../../lib/run-service.ts';
import { queryConfig } from './config.ts';
import { startQuery } from './server.ts';

await runService('query', (settings) => startQuery(queryConfig(settings)));
