import { Command } from 'commander';
import { run } from './run.ts';

export function collections(): Command {
  return new Command('collections')
    .description('List the collections, or show how one is set.')
    .argument('[name]', 'show this one')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  kitegraph collections\n  kitegraph collections articles\n  kitegraph collections --json',
    )
    .action(
      run(async (api, name: string | undefined, options) => {
        const { listCollections, showCollection } = await import('../commands/collections.ts');
        return name === undefined ? listCollections(api, options) : showCollection(api, name, options);
      }),
    );
}
