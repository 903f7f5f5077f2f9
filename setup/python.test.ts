import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { silentProgress } from './progress.ts';
import { ensureVenv } from './python.ts';

const run = promisify(execFile);

async function temporaryDir(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'kitegraph-setup-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

const SIX = 'six==1.17.0 --hash=sha256:4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274\n';

test('a Python environment is made once, anew when what it needs changes, and anew when it was interrupted', async () => {
  await using home = await temporaryDir();
  const requirements = join(home.path, 'requirements.txt');
  const dir = join(home.path, 'venv');
  await writeFile(requirements, SIX);
  const ensure = () => ensureVenv({ dir, requirements, progress: silentProgress, space: 1e6 });
  const made = async () => (await stat(join(dir, 'pyvenv.cfg'))).mtimeMs;

  const venv = await ensure();
  const { stdout } = await run(venv.python, ['-c', 'import six; print(six.__version__)']);
  assert.equal(stdout.trim(), '1.17.0');
  assert.ok((await stat(venv.bin('pip'))).isFile());

  const first = await made();
  await ensure();
  assert.equal(await made(), first, 'not made again');

  await writeFile(requirements, `# other\n${SIX}`);
  await ensure();
  const second = await made();
  assert.notEqual(second, first, 'made again for other requirements');

  await unlink(join(dir, '.complete'));
  await ensure();
  assert.notEqual(await made(), second, 'made again after an interruption');
});

test('a package whose file is not the pinned one is not installed', async () => {
  await using home = await temporaryDir();
  const requirements = join(home.path, 'requirements.txt');
  await writeFile(requirements, SIX.replace('4721', '0000'));
  const dir = join(home.path, 'venv');
  await assert.rejects(
    ensureVenv({ dir, requirements, progress: silentProgress, space: 1e6 }),
    /DO NOT MATCH THE HASHES/,
  );
  await assert.rejects(readFile(join(dir, '.complete')), { code: 'ENOENT' });
});

/** What a person sees when set-up runs where the only programs are these scripts. */
async function seenWith(programs: Record<string, string>, space = 1e6): Promise<string> {
  await using home = await temporaryDir();
  const bin = join(home.path, 'bin');
  await mkdir(bin);
  for (const [name, body] of Object.entries(programs)) {
    await writeFile(join(bin, name), `#!/bin/sh\n${body}\n`);
    await chmod(join(bin, name), 0o755);
  }
  await writeFile(join(home.path, 'requirements.txt'), SIX);
  const here = dirname(fileURLToPath(import.meta.url));
  const script = `
    import { ensureVenv } from '${here}/python.ts';
    import { silentProgress } from '${here}/progress.ts';
    import { explain } from '${here}/explain.ts';
    await ensureVenv({ dir: '${home.path}/venv', requirements: '${home.path}/requirements.txt', progress: silentProgress, space: ${space} })
      .catch((error) => console.log(explain(error)));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
    env: { PATH: bin },
  });
  return stdout.trim();
}

test('without python3 set-up says what to install, in one line', async () => {
  assert.match(await seenWith({}), /^python3 is missing\. Install Python 3\.10 or later .*$/);
});

test('with an old python3 only set-up names its version', async () => {
  assert.match(await seenWith({ python3: 'echo 3 9' }), /^Python 3\.9 is too old\. .*$/);
});

test('a newer Python beside an old python3 is found', async () => {
  const programs = {
    python3: 'echo 3 9',
    'python3.12': 'case $1 in -c) echo 3 12;; *) echo the newer one >&2; exit 1;; esac',
  };
  assert.match(await seenWith(programs), /the newer one/);
});

test('a python3 without venv is told with the package to install', async () => {
  const body = 'echo "ModuleNotFoundError: No module named \'ensurepip\'" >&2; exit 1';
  assert.match(await seenWith({ python3: body }), /^Python lacks ensurepip\. .*python3-venv.*$/);
});

test('a disk that is too small is told before anything is downloaded', async () => {
  assert.match(
    await seenWith({ python3: 'echo 3 12' }, 1e18),
    /^The disk is full: 1000000000000\.0 MB are needed/,
  );
});
