/**
 * `npm run check`: everything that can be said of the code without running it. One line a check, and the output of those
 * that failed; exit code 1 when one did.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const packages = join(root, 'node_modules');
const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];

const checks: { name: string; command: string[] }[] = [
  { name: 'types (tsc)', command: [join(packages, '.bin/tsc'), '-p', '.'] },
  {
    name: 'format, lint, borders between services (Biome)',
    command: [join(packages, '.bin/biome'), 'ci', '--error-on-warnings', '--colors=off', '.'],
  },
  {
    name: 'unused code and packages (knip)',
    command: [process.execPath, join(packages, 'knip/bin/knip.js')],
  },
  { name: 'generated files', command: [process.execPath, 'setup/generate.ts', '--check'] },
  { name: 'Docker files (hadolint, dclint)', command: [process.execPath, '--test', 'docker/docker.test.ts'] },
  { name: 'package-lock.json', command: [...npm, 'ci', '--dry-run', '--offline', '--loglevel=error'] },
];

const AT_ONCE = 2;
let failed = 0;
const queue = [...checks];
await Promise.all(Array.from({ length: AT_ONCE }, work));
if (failed > 0) console.error(`\n${failed} of ${checks.length} checks failed.`);
process.exitCode = failed > 0 ? 1 : 0;

async function work(): Promise<void> {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const began = performance.now();
    const { code, output } = await run(next.command);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'}  ${next.name}, ${seconds} s`);
    if (code === 0) continue;
    failed++;
    console.log(output.trimEnd().replace(/^/gm, '      '));
  }
}

function run([program = '', ...args]: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString() }));
  });
}
