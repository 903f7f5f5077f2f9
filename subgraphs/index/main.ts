import { announced } from '../../lib/announce.ts';
import { runService } from '../../lib/run-service.ts';
import { indexConfig } from './config.ts';
import { startIndex } from './server.ts';

await runService('index', (settings) =>
  announced('index', settings, () => startIndex(indexConfig(settings))),
);
