import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceDocument } from '../cli/documents/document.ts';

/** What npm writes down about a package, as far as it is of use here. */
interface PackageFile {
  name?: string;
  version?: string;
  description?: string;
  license?: string | { type?: string };
  keywords?: string[] | string;
}

/**
 * The README files of installed packages as documents: those that the project names itself first, then the others by
 * name, `limit` at most. Packages without a README are passed over.
 * @param root a folder with a package.json and node_modules
 */
export async function* packageReadmes(root: string, limit: number): AsyncGenerator<SourceDocument> {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  ) as Record<string, Record<string, string>>;
  const modules = join(root, 'node_modules');
  const names = new Set([
    ...Object.keys({ ...dependencies, ...devDependencies }),
    ...(await installed(modules)),
  ]);
  let found = 0;
  for (const name of names) {
    const document = await packageReadme(join(modules, name));
    if (document) yield document;
    if (document && ++found === limit) return;
  }
}

/** Names of the packages in a folder node_modules, @scope/name included, sorted. */
async function installed(modules: string): Promise<string[]> {
  const folders = async (path: string) =>
    (await readdir(path, { withFileTypes: true }))
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  const names = (await folders(modules)).filter((name) => !name.startsWith('.'));
  const scoped = names
    .filter((name) => name.startsWith('@'))
    .map(async (scope) => (await folders(join(modules, scope))).map((name) => `${scope}/${name}`));
  return [...names.filter((name) => !name.startsWith('@')), ...(await Promise.all(scoped)).flat()].sort();
}

async function packageReadme(folder: string): Promise<SourceDocument | undefined> {
  const files = await readdir(folder).catch((): string[] => []);
  const readme = files.find((file) => /^readme(\.(md|markdown|txt))?$/i.test(file));
  if (!readme || !files.includes('package.json')) return undefined;
  const content = readable(await readFile(join(folder, readme), 'utf8'));
  const file = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as PackageFile;
  if (!file.name || content === '') return undefined;
  const license = typeof file.license === 'object' ? file.license.type : file.license;
  const keywords = typeof file.keywords === 'string' ? file.keywords.split(/[,\s]+/) : (file.keywords ?? []);
  return {
    origin: file.name,
    place: { file: join(folder, readme), record: 0 },
    input: {
      documentId: file.name,
      title: file.description ? `${file.name}: ${file.description}` : file.name,
      content,
      metadata: { version: file.version, ...(license && { license }), keywords },
    },
  };
}

/** Characters of a README, about: what a package is for stands at its beginning. */
const MOST = 6_000;

/** The text of a README without its badges, pictures and markup of HTML, up to a paragraph's end. */
function readable(markdown: string): string {
  const text = markdown
    .replace(/<!--[\s\S]*?-->|<[^>\n]+>/g, '')
    .replace(/\[!\[[^\]]*\]\([^)]*\)\]\([^)]*\)|!\[[^\]]*\](\([^)]*\)|\[[^\]]*\])/g, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  if (text.length <= MOST) return text;
  const end = text.lastIndexOf('\n\n', MOST);
  return text.slice(0, end > 0 ? end : MOST);
}
