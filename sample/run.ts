/**
 * `npm run sample`: indexes something real to search in, through the public API, as the command line does it: the
 * articles of this folder, and README files of the packages in node_modules.
 */
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { api } from '../cli/api/client.ts';
import { indexDocuments, usualImport } from '../cli/commands/index-documents.ts';
import { readConnection } from '../cli/config.ts';
import { Failure } from '../cli/failure.ts';
import { fileSource } from '../cli/ingest/source.ts';
import { integer } from '../cli/options.ts';
import { styled } from '../cli/terminal/text.ts';
import { packageReadmes } from './packages.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

const { url, apiKey, packages } = new Command('npm run sample --')
  .description('Index articles about vector search and README files of installed packages.')
  .option('--url <address>', 'GraphQL endpoint of the server, also KITEGRAPH_URL')
  .option('--api-key <key>', 'key of the server, also KITEGRAPH_API_KEY')
  .option('--packages <number>', 'how many README files at most, 0 to 2000', integer(0, 2000), 30)
  .parse()
  .opts<{ url?: string; apiKey?: string; packages: number }>();

const usual = { ...usualImport, create: true };

try {
  const connection = readConnection({ ...(url && { url }), ...(apiKey && { apiKey }) });
  const server = api(connection);
  say('Indexing the articles about vector search, in English and Chinese');
  const files = await fileSource([`${root}sample/articles.jsonl`], {});
  const articles = await indexDocuments(server, files, {
    ...usual,
    collection: 'articles',
    description: 'Short articles about vector search, in English and Traditional Chinese',
    fields: [
      { name: 'year', type: 'INT' },
      { name: 'lang', type: 'STRING', facet: true },
      { name: 'topic', type: 'STRING', facet: true },
    ],
  });
  say(`Indexing README files of packages in node_modules (--packages ${packages})`);
  const readmes = await indexDocuments(
    server,
    { reads: () => packageReadmes(root, packages) },
    {
      ...usual,
      collection: 'packages',
      description: 'README files of npm packages',
      fields: [
        { name: 'version', type: 'STRING' },
        { name: 'license', type: 'STRING', facet: true },
        { name: 'keywords', type: 'STRING_LIST', facet: true },
      ],
    },
  );
  const { href } = new URL(connection.url);
  console.log(whatToTry(href));
  if (!articles || (!readmes && packages > 0)) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function say(text: string) {
  console.log(styled('bold', `\n${text}`));
}

function whatToTry(graphiql: string): string {
  return `
${styled('bold', 'Now try')}
  npx kitegraph search "什麼是向量資料庫？" -c articles
  npx kitegraph search "how do I make lookups quicker without reading everything?" -c articles
  npx kitegraph search "shall we stay online throughout upgrades?" -c articles
      (the article that answers shares no word with the question)
  npx kitegraph search "recall" -c articles --filter '{"and": [{"field": "lang", "eq": "en"}, {"field": "year", "gte": 2024}]}'
  npx kitegraph search "keep the most recently used things in memory" -c packages
  npx kitegraph search "colours in the terminal" -c packages --filter '{"field": "license", "eq": "MIT"}'
  npx kitegraph jobs
  ${graphiql} in a browser: the same in GraphiQL`;
}
