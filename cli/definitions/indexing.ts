import { Command } from 'commander';
import { run } from './run.ts';

export function indexing(): Command {
  const command = new Command('indexing')
    .description('Stop all indexing, go on with it, or show how it stands.')
    .addHelpText(
      'after',
      `
Without a command it is shown. While indexing is paused changes are still accepted, and searches go on.

Examples:
  kitegraph indexing
  kitegraph indexing pause
  kitegraph indexing resume`,
    );
  command.addCommand(
    new Command('status')
      .description('show whether indexing runs, how much waits, and what was done')
      .option('--json', 'print JSON')
      .action(
        run(async (api, options) => {
          const { indexingStatus } = await import('../commands/indexing.ts');
          return indexingStatus(api, options);
        }),
      ),
    { isDefault: true },
  );
  command.addCommand(
    new Command('pause')
      .description('finish the batches in hand (within 10 seconds), then stop')
      .option('--json', 'print JSON')
      .action(
        run(async (api, options) => {
          const { pauseIndexing } = await import('../commands/indexing.ts');
          return pauseIndexing(api, options);
        }),
      ),
  );
  command.addCommand(
    new Command('resume')
      .description('go on')
      .option('--json', 'print JSON')
      .action(
        run(async (api, options) => {
          const { resumeIndexing } = await import('../commands/indexing.ts');
          return resumeIndexing(api, options);
        }),
      ),
  );
  return command;
}
