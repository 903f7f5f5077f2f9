import { Command } from 'commander';
import { fieldList, integer, names } from '../options.ts';
import { run } from './run.ts';
import { given, settingsOf, withSettings } from './settings.ts';

export function update(): Command {
  return withSettings(
    new Command('update')
      .description('Change a collection; where its index must be built anew for that, say so and offer it.')
      .argument('<name>', 'the collection')
      .option('--description <text>', 'what is in it')
      .option('--add-fields <list>', 'typed fields to add, such as year:INT,lang:STRING', fieldList)
      .option(
        '--facets <list>',
        'the fields whose values can be counted, such as lang,tags; "" for none',
        names,
      )
      .option('--strict', 'refuse documents with metadata that no field declares')
      .option('--no-strict', 'take them'),
  )
    .optionsGroup('Options:')
    .option('--rebuild', 'rebuild the index where the change needs that')
    .option('--priority <number>', 'of the rebuild, -100 to 100', integer(-100, 100), -10)
    .option('--no-wait', 'with a rebuild: end as soon as it was begun')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Another model, other passages, keywords or kind of vector index need a rebuild: the new index is built beside the old one,
which serves until it is complete. Without --rebuild nothing is changed then, unless you say yes in a terminal.

Examples:
  kitegraph update articles --add-fields lang:STRING --description "What we have written"
  kitegraph update articles --keyword-fields tags:3 --title-weight 4 --rebuild
  kitegraph update articles --model bge-small-en-v1.5 --rebuild --no-wait`,
    )
    .action(
      run(async (api, collection: string, options) => {
        const { updateCollection } = await import('../commands/upkeep.ts');
        const { description, addFields, facets, strict, priority } = options;
        const own = given({ description, addFields, facets, strict }) ?? {};
        return updateCollection(api, { collection, priority, ...own, ...settingsOf(options) }, options);
      }),
    );
}
