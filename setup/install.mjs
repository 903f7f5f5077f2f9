import { spawn } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { explainText } from './failures.mjs';
import { countForThisPlatform, isInstalled, lockedPackages } from './locked.mjs';

/** What the packages take on disk, in bytes, with room for npm's own cache. */
const SPACE = 1.6e9;

/**
 * Runs `npm ci` where node_modules is not what package-lock.json says (npm's own record in node_modules tells), and
 * shows how far it is. Does nothing where the packages are there, whoever installed them.
 *
 * @param {string} root the repository
 * @returns {Promise<void>} rejects with a one-line message
 */
export async function installPackages(root) {
  const lock = lockedPackages(join(root, 'package-lock.json'));
  const modules = join(root, 'node_modules');
  if (lock && isInstalled(lock, lockedPackages(join(modules, '.package-lock.json')))) return;
  if (!lock && existsSync(join(modules, '.package-lock.json'))) return;

  const { bavail, bsize } = statfsSync(root);
  if (bavail * bsize < SPACE) {
    throw new Error(
      explainText(`ENOSPC: ${megabytes(SPACE)} are needed in ${root}, ${megabytes(bavail * bsize)} are free`),
    );
  }
  const command = lock ? 'ci' : 'install';
  const title = lock
    ? `Installing ${countForThisPlatform(lock)} packages (npm ci)`
    : 'Installing packages (npm install)';
  const began = Date.now();
  const { isTTY } = process.stderr;
  const seen = { asked: 0, downloaded: 0 };
  /** @param {string} detail */
  const tell = (detail) => {
    const text = `${title}: ${detail}, ${Math.round((Date.now() - began) / 1000)} s`;
    process.stderr.write(isTTY ? `\r\x1b[2K${text}` : `${text}\n`);
  };
  const onDisk = () => `${megabytes(sizeOf(modules))} on disk`;
  const howFar = () =>
    seen.downloaded ? `${seen.downloaded} downloaded, ${onDisk()}` : `asked the registry about ${seen.asked}`;
  process.stderr.write(`${title} …${isTTY ? '' : '\n'}`);
  const timer = setInterval(() => tell(howFar()), isTTY ? 2000 : 5000);
  try {
    await npm(root, command, (line) => {
      if (!line.includes('http fetch GET 200')) return;
      if (line.includes('.tgz')) seen.downloaded++;
      else seen.asked++;
    });
  } catch (error) {
    if (isTTY) process.stderr.write('\n');
    throw error;
  } finally {
    clearInterval(timer);
  }
  tell(onDisk());
  if (isTTY) process.stderr.write('\n');
}

/**
 * @param {string} root
 * @param {string} command
 * @param {(line: string) => void} onLine gets each line that npm writes
 */
async function npm(root, command, onLine) {
  const execPath = process.env.npm_execpath;
  const [program = '', ...first] = execPath?.endsWith('.js') ? [process.execPath, execPath] : ['npm'];
  const child = spawn(program, [...first, command, '--no-progress', '--loglevel=http'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32' && program === 'npm',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      onLine(line);
      if (!line.includes('http fetch')) output += `${line}\n`;
    });
  }
  const code = await new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Error(explainText(`npm: not found (${error.message})`))));
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(explainText(output));
}

/**
 * @param {string} dir
 * @returns {number} bytes of all files below it
 */
function sizeOf(dir) {
  let total = 0;
  try {
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) total += sizeOf(path);
      else total += lstatSync(path).size;
    }
  } catch {
    // npm moves folders while they are read: the next look sees them.
  }
  return total;
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
