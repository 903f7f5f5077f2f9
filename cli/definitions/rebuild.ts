import { Command } from 'commander';
import { integer } from '../options.ts';
import { run } from './run.ts';

export function rebuild(): Command {
  return new Command('rebuild')
    .description('Build the index of a collection anew, while the old one serves.')
    .argument('<collection>', 'its name')
    .option('--priority <number>', 'higher runs first, -100 to 100', integer(-100, 100), -10)
    .option('--no-wait', 'end as soon as it was begun')
    .option('--json', 'print the job as JSON')
    .addHelpText(
      'after',
      `
Writes go on, and searches are answered by the old index until the new one is complete. Text that was embedded before by the
same model is not embedded again.

Examples:
  kitegraph rebuild articles
  kitegraph rebuild articles --no-wait`,
    )
    .action(
      run(async (api, collection: string, options) => {
        const { rebuildCollection } = await import('../commands/upkeep.ts');
        return rebuildCollection(api, collection, options);
      }),
    );
}
