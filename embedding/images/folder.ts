import { readFile } from 'node:fs/promises';
import { FolderRefused } from '../models/errors.ts';
import { hashOfFile } from '../models/file-hash.ts';
import type { PermittedFolders } from '../models/permitted.ts';
import type { Preprocessing, TextTower } from './protocol.ts';

/** A folder with an image model. */
export interface ImageFolder {
  vision: string;
  preprocessing: Preprocessing;
  /** Reads texts; undefined: none, or by labels. */
  text: TextTower | undefined;
  /** Paths of a classifier's labels and weights. */
  classifier: { labels: string; weights: string } | undefined;
  license: string | null;
  /** SHA-256 of all that makes a vector. */
  hashes: string[];
}

type Json = Record<string, unknown>;

const CLIP_TOKENS = 77;
/** Of OpenAI's CLIP, which most others took over. */
const CLIP: Preprocessing = {
  size: 224,
  mean: [0.48145466, 0.4578275, 0.40821073],
  deviation: [0.26862954, 0.26130258, 0.27577711],
};

/**
 * Reads a folder with an image model. Either an export of CLIP or the like: vision_model.onnx, text_model.onnx (both also
 * under onnx/), tokenizer.json, preprocessor_config.json, config.json; or a classifier as set-up makes it: vision_model.onnx,
 * labels.json and classifier.bin, with model.json.
 * @throws FolderRefused
 */
export async function readImageFolder(folder: string, permitted: PermittedFolders): Promise<ImageFolder> {
  const file = async (name: string) =>
    (await permitted.file(folder, name)) ?? permitted.file(folder, `onnx/${name}`);
  const json = async (name: string): Promise<Json> => {
    const path = await permitted.file(folder, name);
    if (path === undefined) return {};
    return readFile(path, 'utf8')
      .then(JSON.parse)
      .catch(() => {
        throw new FolderRefused(`${folder}/${name} is not JSON.`);
      });
  };
  const [vision, text, tokenizer] = [
    await file('vision_model.onnx'),
    await file('text_model.onnx'),
    await permitted.file(folder, 'tokenizer.json'),
  ];
  if (!vision) {
    throw new FolderRefused(`${folder} has no vision_model.onnx (or onnx/vision_model.onnx).`);
  }
  if (text && !tokenizer) throw new FolderRefused(`${folder} has no tokenizer.json for its text_model.onnx.`);
  const [card, config] = [await json('model.json'), await json('config.json')];
  const [labels, weights] = [
    await permitted.file(folder, 'labels.json'),
    await permitted.file(folder, 'classifier.bin'),
  ];
  const used = [vision, text, tokenizer, labels, weights].filter((path) => path !== undefined);
  return {
    vision,
    preprocessing: preprocessingOf({ ...(await json('preprocessor_config.json')), ...card }),
    text: text && tokenizer ? { weights: text, tokenizer, maxTokens: tokensOf(config) } : undefined,
    classifier: labels && weights ? { labels, weights } : undefined,
    license: typeof card.license === 'string' ? card.license : null,
    hashes: await Promise.all(used.map(hashOfFile)),
  };
}

/** In the words of preprocessor_config.json. */
function preprocessingOf({ size, crop_size, image_mean, image_std }: Json): Preprocessing {
  const sides = (crop_size ?? size) as number | Record<string, number> | undefined;
  const side = typeof sides === 'object' ? (sides.height ?? sides.shortest_edge) : sides;
  const three = (value: unknown, otherwise: Preprocessing['mean']) =>
    Array.isArray(value) && value.length === 3 && value.every(Number.isFinite)
      ? (value as unknown as Preprocessing['mean'])
      : otherwise;
  return {
    size: Number.isInteger(side) && (side as number) > 0 ? (side as number) : CLIP.size,
    mean: three(image_mean, CLIP.mean),
    deviation: three(image_std, CLIP.deviation),
  };
}

function tokensOf({ text_config }: Json): number {
  const most = (text_config as Json | undefined)?.max_position_embeddings;
  return Number.isInteger(most) && (most as number) > 0 ? (most as number) : CLIP_TOKENS;
}
