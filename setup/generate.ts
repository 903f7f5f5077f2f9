/**
 * Writes the generated files: schema/supergraph.graphql, schema/api.graphql (what clients see), what codegen.yml lists, and
 * the table of settings in docs/guide/settings.md.
 * With --check it writes nothing and exits 1 where one is stale.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { generate, loadContext } from '@graphql-codegen/cli';
import { apiSchema, composeSupergraph, ownSubgraphs, subgraphTypeDefs } from '../lib/supergraph.ts';
import { settingsTable } from './settings-table.ts';

const check = process.argv.includes('--check');
const root = new URL('../', import.meta.url);
process.chdir(root.pathname);

const supergraph = composeSupergraph(
  ownSubgraphs.map((name) => ({ name, url: `http://${name}/graphql`, typeDefs: subgraphTypeDefs(name) })),
);
const files = [
  { filename: 'schema/supergraph.graphql', content: `${supergraph.trim()}\n` },
  { filename: 'schema/api.graphql', content: `${apiSchema(supergraph).trim()}\n` },
];
const settingsPage = 'docs/guide/settings.md';
const page = current(settingsPage) ?? '';
const marks = /(?<=<!-- settings -->\n)[\s\S]*(?=<!-- \/settings -->)/;
files.push({ filename: settingsPage, content: page.replace(marks, () => `\n${settingsTable()}\n\n`) });
if (!check) write();

const context = await loadContext('codegen.yml');
context.updateConfig({ silent: true, errorsOnly: true });
const outputs = (await generate(context, false)) as { filename: string; content: string }[];
for (const { filename, content } of outputs)
  files.push({ filename: relative(filename), content: `${content.trim()}\n` });

if (check) {
  const stale = files.filter((file) => current(file.filename) !== file.content);
  for (const file of stale) console.error(`${file.filename} is stale: run npm run generate and commit it.`);
  process.exit(stale.length > 0 ? 1 : 0);
}
write();

function write() {
  for (const file of files) {
    if (current(file.filename) === file.content) continue;
    mkdirSync(dirname(file.filename), { recursive: true });
    writeFileSync(file.filename, file.content);
    console.log(`wrote ${file.filename}`);
  }
}

function relative(filename: string): string {
  return filename.startsWith(root.pathname) ? filename.slice(root.pathname.length) : filename;
}

function current(filename: string): string | undefined {
  try {
    return readFileSync(filename, 'utf8');
  } catch {
    return undefined;
  }
}
