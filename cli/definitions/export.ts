import { Command } from 'commander';
import { integer } from '../options.ts';
import { run } from './run.ts';

export function exported(): Command {
  return new Command('export')
    .description('Write the documents of a collection as JSON Lines.')
    .argument('<collection>', 'its name')
    .argument('[file]', 'where to, packed if it ends in .gz (default: standard output)')
    .option('--vectors', 'with the vectors that the server has made; those that were given are there always')
    .option('--patience <seconds>', 'wait so long for a server that is away', integer(0, 86_400), 300)
    .addHelpText(
      'after',
      `
A line is a document: documentId, title, content, metadata, expiresAt, readScopes, partition, tenant, and passages with their vectors. It is
what kitegraph index reads: into a collection of the same settings it gives the same search results. While documents change the
export goes on; one that has changed meanwhile comes again, and one that was deleted as {"documentId": …, "deleted": true}, so
that all lines in their order are the collection as it is at the end.

Examples:
  kitegraph export articles articles.jsonl.gz
  kitegraph export articles --vectors > articles.jsonl
  kitegraph export articles | jq -r .title`,
    )
    .action(
      run(async (api, collection: string, file: string | undefined, options) => {
        const { exportCollection } = await import('../commands/export.ts');
        return exportCollection(api, collection, file, options);
      }),
    );
}
