import { Command } from 'commander';
import { run } from './run.ts';

export function status(): Command {
  return new Command('status')
    .description('Show how every part of the system is, and its live metrics.')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nEnds with 1 unless every part is UP.\n\nExamples:\n  kitegraph status\n  kitegraph status --json',
    )
    .action(
      run(async (api, options) => {
        const { status } = await import('../commands/status.ts');
        return status(api, options);
      }),
    );
}
