import { Command } from 'commander';
import { run } from './run.ts';

export function verify(): Command {
  return new Command('verify')
    .description('Compare the index of a collection with its documents, and mend what differs.')
    .argument('<collection>', 'its name')
    .option('--no-repair', 'only count what differs')
    .option('--no-wait', 'end as soon as it was begun')
    .option('--json', 'print the job as JSON')
    .addHelpText(
      'after',
      `
It also happens by itself, at a slow pace and after a crash. With --no-repair it ends with 1 where something differs.

Examples:
  kitegraph verify articles
  kitegraph verify articles --no-repair --json`,
    )
    .action(
      run(async (api, collection: string, options) => {
        const { verifyCollection } = await import('../commands/upkeep.ts');
        return verifyCollection(api, collection, options);
      }),
    );
}
