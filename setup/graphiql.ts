import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, stop } from 'esbuild';
import { megabytes, type Progress } from './progress.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const app = join(root, 'gateway/graphiql/app');
const packages = [
  'esbuild',
  'graphiql',
  '@graphiql/react',
  '@graphiql/toolkit',
  'graphql',
  'graphql-ws',
  'react-dom',
];
const STAMP = 'made-from.txt';

/**
 * Bundles GraphiQL into `dir`, with its workers and fonts, so that the page asks no other host. Does nothing where the
 * bundle there was made from the same sources and packages.
 */
export async function ensureGraphiql(options: { dir: string; progress: Progress }): Promise<void> {
  const { dir, progress } = options;
  const stamp = await stampOfSources();
  if ((await readFile(join(dir, STAMP), 'utf8').catch(() => '')) === stamp) return;

  progress.step('Bundling GraphiQL');
  await mkdir(dirname(dir), { recursive: true });
  // Made beside and moved into place, so that an interrupted or concurrent run leaves a whole bundle.
  const making = `${dir}.${process.pid}`;
  await rm(making, { recursive: true, force: true });
  const bytes = await bundle(making);
  for (const file of ['index.html', 'favicon.svg']) await cp(join(app, file), join(making, file));
  await writeFile(join(making, STAMP), stamp);
  await rm(dir, { recursive: true, force: true });
  await rename(making, dir);
  progress.done(megabytes(bytes));
}

/** @returns the size of what was written, in bytes */
async function bundle(outdir: string): Promise<number> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: {
      main: join(app, 'main.tsx'),
      'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
      'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
      'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
    },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    jsx: 'automatic',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    loader: { '.ttf': 'file', '.woff2': 'file' },
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
    metafile: true,
  });
  // esbuild's helper process would live as long as this one.
  await stop();
  return Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
}

/** A hash of everything that the bundle is made from: the page's sources, this file, the packages' versions. */
async function stampOfSources(): Promise<string> {
  const hash = createHash('sha256');
  const sources = (await readdir(app)).sort().map((file) => join(app, file));
  for (const file of [...sources, fileURLToPath(import.meta.url)]) hash.update(await readFile(file));
  for (const name of packages) {
    const manifest = await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8');
    hash.update(`${name}@${JSON.parse(manifest).version}\n`);
  }
  return hash.digest('hex');
}
