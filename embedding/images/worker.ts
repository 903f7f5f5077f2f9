import { workerData } from 'node:worker_threads';
import { serveJobs } from '../inference/serve-jobs.ts';
import { ImageRefused, pixelsOf } from './pixels.ts';
import type { ImageProtocol } from './protocol.ts';
import { loadText, loadVision } from './towers.ts';

/** The worker thread that holds an image model: it decodes pictures and embeds them, and texts where the model can. */
const { vision, preprocessing, text, threads } = workerData as ImageProtocol['setup'];
const { size } = preprocessing;
const embedPicture = await loadVision(vision, threads);
const embedText = text && (await loadText(text, threads));
const { length: dimensions } = await embedPicture(new Float32Array(3 * size * size), size);
const ofText = await embedText?.('A harmless text.');
if (ofText && ofText.length !== dimensions) {
  throw new Error(`images have ${dimensions} dimensions and texts ${ofText.length}: they are of two models`);
}

serveJobs<ImageProtocol>({ dimensions }, async (job) => {
  if (job.type === 'text') {
    if (!embedText) throw new Error('the model reads no text');
    return embedText(job.text);
  }
  try {
    return await embedPicture(await pixelsOf(job.bytes, preprocessing), size);
  } catch (error) {
    if (error instanceof ImageRefused) return error.message;
    throw error;
  }
});
