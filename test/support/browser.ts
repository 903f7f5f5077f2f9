import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import chromium, { inflate, setupLambdaEnvironment } from '@sparticuz/chromium';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';

/** Set-up artefacts live here; the browser is unpacked once. */
const runtimeDir = resolve(
  import.meta.dirname,
  '../..',
  process.env.KITEGRAPH_RUNTIME_DIR ?? '.kitegraph/runtime',
);

/**
 * A headless Chromium: the one of npm's @sparticuz/chromium on Linux x64, and an installed Chrome elsewhere. Where the
 * system lacks the libraries that Chromium needs, those that the package carries are unpacked too.
 */
export async function openBrowser(): Promise<Browser> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return playwright.launch({ channel: 'chrome' });
  const executablePath = await unpackedChromium(join(runtimeDir, 'browser'));
  return playwright.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu'],
    env: process.env as never,
  });
}

/** The package unpacks into the temporary directory, which anybody may write to: it is given one of ours instead. */
async function unpackedChromium(dir: string): Promise<string> {
  await mkdir(dir, { recursive: true });
  const before = process.env.TMPDIR;
  process.env.TMPDIR = dir;
  try {
    const path = await chromium.executablePath();
    if (await runs(path)) return path;
    setupLambdaEnvironment(join(dir, 'al2023', 'lib'));
    await inflate(join(import.meta.dirname, '../../node_modules/@sparticuz/chromium/bin/al2023.tar.br'));
    if (await runs(path)) return path;
    throw new Error(`${path} does not run: see what "ldd ${path}" does not find.`);
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

async function runs(path: string): Promise<boolean> {
  return promisify(execFile)(path, ['--version']).then(
    () => true,
    () => false,
  );
}

/** What a page did that its user did not see: requests to other hosts, errors in the console, failed responses. */
export function watchPage(page: Page, origin: string) {
  const seen = { elsewhere: [] as string[], errors: [] as string[] };
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) seen.elsewhere.push(url);
  });
  page.on('websocket', (socket) => {
    if (!socket.url().startsWith(origin.replace(/^http/, 'ws'))) seen.elsewhere.push(socket.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') seen.errors.push(message.text());
  });
  page.on('pageerror', (error) => seen.errors.push(error.message));
  return seen;
}
