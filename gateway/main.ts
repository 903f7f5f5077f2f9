import { runService } from '../lib/run-service.ts';
import { gatewayConfig } from './config.ts';
import { startGateway } from './server.ts';

await runService('gateway', (settings) => startGateway(gatewayConfig(settings)));
