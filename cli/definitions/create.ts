import { Command } from 'commander';
import { fieldList, partitioning } from '../options.ts';
import { run } from './run.ts';
import { given, settingsOf, withSettings } from './settings.ts';

export function create(): Command {
  return withSettings(
    new Command('create')
      .description('Make a collection.')
      .argument('<name>', 'letters, digits, - and _')
      .option('--description <text>', 'what is in it')
      .option('--fields <list>', 'its typed fields, such as year:INT,lang:STRING:facet', fieldList)
      .option('--strict', 'refuse documents with metadata that no field declares')
      .option('--images', 'its documents may have images; cannot be changed later')
      .option(
        '--partition-by <what>',
        'divide it by name, tenant or field:<name>; cannot be changed later',
        partitioning,
      ),
  )
    .addHelpText(
      'after',
      `
Types of fields: STRING, INT, FLOAT, BOOLEAN, DATETIME, STRING_LIST. Searches can filter by declared fields. A field after
which a ! stands (lang:STRING!) is required; the values of one that ends with :facet can be counted.

Examples:
  kitegraph create articles --fields year:INT,lang:STRING --description "What we have written"
  kitegraph create products --fields price:FLOAT,tags:STRING_LIST:facet --strict --keyword-fields tags:2
  kitegraph create news --partition-by name
  kitegraph create photos --images`,
    )
    .action(
      run(async (api, name: string, options) => {
        const { createCollection } = await import('../commands/collections.ts');
        const { description, fields, strict, images, partitionBy } = options;
        const own = given({ description, fields, strict, images, partitionBy }) ?? {};
        return createCollection(api, { name, ...own, ...settingsOf(options) });
      }),
    );
}
