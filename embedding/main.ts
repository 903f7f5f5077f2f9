import { runService } from '../lib/run-service.ts';
import { embeddingConfig } from './config.ts';
import { startEmbedding } from './server.ts';

await runService('embedding', (settings) => startEmbedding(embeddingConfig(settings)));
