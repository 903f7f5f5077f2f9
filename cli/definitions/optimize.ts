import { Command } from 'commander';
import { run } from './run.ts';

export function optimize(): Command {
  return new Command('optimize')
    .description('Compact the index of a collection: deleted rows go, small segments become large ones.')
    .argument('<collection>', 'its name')
    .option('--no-wait', 'end as soon as it was begun')
    .option('--json', 'print the job as JSON')
    .addHelpText(
      'after',
      '\nSearches go on. It also happens by itself when it pays.\n\nExample:\n  kitegraph optimize articles',
    )
    .action(
      run(async (api, collection: string, options) => {
        const { optimizeCollection } = await import('../commands/upkeep.ts');
        return optimizeCollection(api, collection, options);
      }),
    );
}
