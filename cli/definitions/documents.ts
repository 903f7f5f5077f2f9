import { Command } from 'commander';
import { filter } from '../options.ts';
import { run } from './run.ts';

export function documents(): Command {
  const command = new Command('documents').description('Show a document, or delete some.').addHelpText(
    'after',
    `
Examples:
  kitegraph documents show articles en-ann
  kitegraph documents delete articles en-ann zh-ann
  kitegraph documents delete articles --filter '{"field": "year", "lt": 2000}'`,
  );
  command.addCommand(
    new Command('show')
      .description('print a document at its newest revision, as JSON')
      .argument('<collection>', 'its collection')
      .argument('<id>', 'its id')
      .action(
        run(async (api, collection: string, id: string) => {
          const { showDocument } = await import('../commands/documents.ts');
          return showDocument(api, collection, id);
        }),
      ),
  );
  command.addCommand(
    new Command('delete')
      .description('delete documents by their ids, or by a filter')
      .argument('<collection>', 'their collection')
      .argument('[ids...]', 'their ids; those that do not exist are passed over')
      .option('--filter <json>', 'every document for which this holds', filter)
      .option('-y, --yes', 'do not ask')
      .option('--no-wait', 'end as soon as it was begun')
      .option('--json', 'print the job as JSON')
      .action(
        run(async (api, collection: string, ids: string[], options) => {
          const { deleteDocuments } = await import('../commands/documents.ts');
          return deleteDocuments(api, collection, ids, options);
        }),
      ),
  );
  return command;
}
