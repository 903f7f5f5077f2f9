import { createHash } from 'node:crypto';
import { startThread, type Thread } from '../inference/thread.ts';
import type { EmbeddingMetrics } from '../metrics.ts';
import { FolderRefused } from '../models/errors.ts';
import { Overloaded } from '../scheduling/waiting.ts';
import { byLabels, type EmbedTexts } from './by-labels.ts';
import { readClassifier } from './classifier.ts';
import type { ImageFolder } from './folder.ts';
import type { ImageProtocol } from './protocol.ts';

/** How a model finds pictures by text. JOINT: it was trained to. LABELS: by the labels of a classifier. NONE: not at all. */
export type TextToImage = 'JOINT' | 'LABELS' | 'NONE';

export interface ImageModelCard {
  name: string;
  /** Changes with whatever changes the vector of a picture. */
  version: string;
  dimensions: number;
  textToImage: TextToImage;
  license: string | null;
}

/** A model in a worker thread that turns pictures, and texts, into vectors of one space. */
export interface ImageModel extends AsyncDisposable {
  card: ImageModelCard;
  thread: Pick<Thread<ImageProtocol>, 'state'>;
  /** Pictures and texts that wait now. */
  readonly waiting: number;
  /**
   * The unit vector of a picture or a text; a text in place of it says why the picture cannot be read.
   * @throws Overloaded; InferenceLost; the signal's reason
   */
  embed(input: ImageInput, signal: AbortSignal): Promise<Float32Array | string>;
}

export type ImageInput = { image: Uint8Array } | { text: string };

export interface ImageLoading {
  threads: number;
  /** Most pictures and texts that may wait. */
  waiting: number;
  /** By which labels are found. */
  embedTexts: EmbedTexts;
  metrics: EmbeddingMetrics;
  onRestart(model: string, reason: string): void;
}

/** @throws FolderRefused where its files are no model that can be used */
export async function loadImageModel(
  name: string,
  folder: ImageFolder,
  o: ImageLoading,
): Promise<ImageModel> {
  const { vision, preprocessing, text, classifier, hashes, license } = folder;
  const thread = await startThread<ImageProtocol>({
    program: new URL('./worker.ts', import.meta.url),
    setup: { vision, preprocessing, text, threads: o.threads },
    onRestart: (reason) => {
      o.metrics.restarted();
      o.onRestart(name, reason);
    },
  }).catch((error: Error) => {
    throw new FolderRefused(`${vision} cannot be used as an image model: ${error.message}`, { cause: error });
  });
  const { dimensions } = thread.loaded;
  const labelled = classifier && byLabels(await readClassifier(classifier, dimensions), o.embedTexts);
  let waiting = 0;
  let turn: Promise<unknown> = Promise.resolve();

  /** One after another: the thread does one thing at a time. */
  function inTurn<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const mine = turn.then(() => {
      signal.throwIfAborted();
      return work();
    });
    turn = mine.catch(() => undefined);
    return mine;
  }

  async function embedded(input: ImageInput, signal: AbortSignal): Promise<Float32Array | string> {
    const started = performance.now();
    const done = <T>(vector: T): T => {
      o.metrics.image(name, 'image' in input ? 'image' : 'text', (performance.now() - started) / 1000);
      return vector;
    };
    if ('image' in input) {
      return done(await inTurn(() => thread.run({ type: 'image', bytes: input.image }), signal));
    }
    if (text) return done(await inTurn(() => thread.run({ type: 'text', text: input.text }), signal));
    if (labelled) return done(await labelled(input.text));
    return `cannot be embedded: the model ${name} reads no text.`;
  }

  return {
    card: {
      name,
      version: createHash('sha256')
        .update(JSON.stringify([hashes, preprocessing]))
        .digest('hex')
        .slice(0, 12),
      dimensions,
      textToImage: text ? 'JOINT' : labelled ? 'LABELS' : 'NONE',
      license,
    },
    thread,
    get waiting() {
      return waiting;
    },
    async embed(input, signal) {
      if (waiting >= o.waiting) throw new Overloaded(`${waiting} pictures and texts wait already`);
      waiting++;
      try {
        return await embedded(input, signal);
      } finally {
        waiting--;
      }
    },
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  };
}
