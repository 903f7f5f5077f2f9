import { announced } from '../../lib/announce.ts';
import { runService } from '../../lib/run-service.ts';
import { opsConfig } from './config.ts';
import { startOps } from './server.ts';

await runService('ops', (settings) => announced('ops', settings, () => startOps(opsConfig(settings))));
