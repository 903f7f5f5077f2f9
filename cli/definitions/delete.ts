import { Command } from 'commander';
import { run } from './run.ts';

export function remove(): Command {
  return new Command('delete')
    .description('Delete a collection with its documents.')
    .argument('<name>', 'the collection')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', '\nExamples:\n  kitegraph delete articles\n  kitegraph delete articles --yes')
    .action(
      run(async (api, name: string, options) => {
        const { deleteCollection } = await import('../commands/collections.ts');
        return deleteCollection(api, name, options);
      }),
    );
}
