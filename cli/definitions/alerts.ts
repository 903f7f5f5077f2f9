import { Command } from 'commander';
import { integer } from '../options.ts';
import { run } from './run.ts';

export function alerts(): Command {
  return new Command('alerts')
    .description('List alerts that are pending or firing, or follow them live.')
    .option('-a, --all', 'resolved ones too')
    .option('-n, --first <number>', 'at most so many, 1 to 500', integer(1, 500), 50)
    .option('-f, --follow', 'print every change as it happens, until Ctrl-C')
    .option('--json', 'print JSON; with --follow an event a line')
    .addHelpText(
      'after',
      '\nExamples:\n  kitegraph alerts\n  kitegraph alerts --all -n 10\n  kitegraph alerts --follow',
    )
    .action(
      run(async (api, options) => {
        const { alerts } = await import('../commands/alerts.ts');
        return alerts(api, options);
      }),
    );
}
