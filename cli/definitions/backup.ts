import { Command } from 'commander';
import { integer } from '../options.ts';
import { run } from './run.ts';

export function backup(): Command {
  return new Command('backup')
    .description('Write the whole deployment into a folder, while it goes on being used.')
    .argument('<folder>', 'made where it is not there')
    .option(
      '--vectors',
      'with the vectors that the server has made: larger, and restored without embedding again',
    )
    .option('--patience <seconds>', 'wait so long for a server that is away', integer(0, 86_400), 300)
    .option('--json', 'print the manifest')
    .addHelpText(
      'after',
      `
The folder gets manifest.json (settings of the collections, alert rules, counts, positions, checksums) and a file of documents for
each collection, <collection>.jsonl.gz, as kitegraph export writes it. Each collection is as it was at one moment, its position
in the manifest, whatever was written meanwhile. Jobs, alerts and revisions are not in it; of models it has what is needed to
register them again, not the models themselves.
manifest.json is written last: a folder without it is no backup.

Examples:
  kitegraph backup /var/backups/kitegraph-monday
  kitegraph backup backup --vectors --json`,
    )
    .action(
      run(async (api, folder: string, options) => {
        const { backup } = await import('../commands/backup.ts');
        return backup(api, folder, options);
      }),
    );
}
