import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { measureDirectory, requireRoom } from './disk.ts';
import { SetupError } from './explain.ts';
import { megabytes, type Progress } from './progress.ts';
import { PROBE, PYTHONS } from './require-python.mjs';

const run = promisify(execFile);

export interface Venv {
  /** Path of the environment's own Python. */
  python: string;
  /** Path of a program that the environment's packages brought. */
  bin(name: string): string;
}

/**
 * Makes a virtual environment with exactly what `requirements` pins (every line with its hashes; wheels only), once:
 * the stamp, written last, is the hash of that file, so an interrupted or outdated environment is made anew.
 */
export async function ensureVenv(o: {
  dir: string;
  requirements: string;
  progress: Progress;
  /** What the environment takes on disk, in bytes, checked before anything is downloaded. @default 1e9 */
  space?: number;
}): Promise<Venv> {
  const venv: Venv = {
    python: join(o.dir, 'bin', 'python'),
    bin: (name) => join(o.dir, 'bin', name),
  };
  const stamp = join(o.dir, '.complete');
  const hash = createHash('sha256')
    .update(await readFile(o.requirements))
    .digest('hex');
  if (existsSync(venv.python) && (await readFile(stamp, 'utf8').catch(() => '')) === hash) return venv;

  const python = await findPython();
  await requireRoom(o.dir, o.space ?? 1e9);
  await rm(o.dir, { recursive: true, force: true });
  await mkdir(o.dir, { recursive: true });
  o.progress.step(`Python environment ${basename(o.dir)}`);
  await run(python, ['-m', 'venv', o.dir]).catch((error) => {
    throw new SetupError(`${error.stdout}\n${error.stderr}`, { cause: error });
  });
  await pipInstall(venv, o);
  await writeFile(stamp, hash);
  o.progress.done(megabytes(await measureDirectory(o.dir)));
  return venv;
}

/** Runs the environment's pip, telling each download with its size, then the growing size on disk. */
async function pipInstall(venv: Venv, o: { dir: string; requirements: string; progress: Progress }) {
  const args = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--progress-bar', 'off'];
  args.push('--require-hashes', '--only-binary', ':all:', '-r', o.requirements);
  const pip = spawn(venv.python, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: string[] = [];
  let doing = 'asking the registry';
  const onLine = (line: string) => {
    output.push(line);
    const wheel = /(Downloading|Using cached) (\S+\.whl).*?(\([^)]*B\))?$/.exec(line);
    if (wheel)
      doing = `${wheel[1]?.toLowerCase()} ${wheel[2]?.split('-', 2).join(' ')} ${wheel[3] ?? ''}`.trimEnd();
    if (line.includes('Retrying')) doing = 'the registry does not answer, trying again';
    if (line.startsWith('Installing collected')) doing = 'installing';
    o.progress.update(doing);
  };
  for (const stream of [pip.stdout, pip.stderr]) createInterface({ input: stream }).on('line', onLine);
  const timer = setInterval(async () => {
    const size = await measureDirectory(o.dir).catch(() => 0);
    if (doing === 'installing') o.progress.update(`installing, ${megabytes(size)} on disk`);
  }, 2000);
  try {
    const code = await new Promise((resolve, reject) => pip.once('error', reject).once('close', resolve));
    if (code !== 0) throw new SetupError(output.join('\n'));
  } finally {
    clearInterval(timer);
  }
}

/** The first of `python3`, `python3.14` … `python3.10` that is recent enough and has venv and pip. */
async function findPython(): Promise<string> {
  let failure: unknown = new SetupError('python3: not found');
  for (const name of PYTHONS) {
    try {
      const { stdout } = await run(name, ['-c', PROBE]);
      const [major = 0, minor = 0] = stdout.trim().split(' ').map(Number);
      if (major === 3 && minor >= 10) return name;
      failure = new SetupError(`python ${major}.${minor} is too old`);
    } catch (error) {
      const stderr = (error as { stderr?: string }).stderr;
      if (stderr) failure = new SetupError(stderr, { cause: error });
    }
  }
  throw failure;
}
