import { runService } from '../../lib/run-service.ts';
import { indexConfig } from './config.ts';
import { startIndex } from './server.ts';

await runService('index', (settings) => startIndex(indexConfig(settings)));
