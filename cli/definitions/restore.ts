import { Command, Option } from 'commander';
import { collected, integer } from '../options.ts';
import { run } from './run.ts';

export function restore(): Command {
  return new Command('restore')
    .description('Make what a backup holds anew, and compare the counts.')
    .argument('<folder>', 'that kitegraph backup has written')
    .addOption(
      new Option('-c, --collection <name>', 'only this collection; repeatable')
        .argParser(collected)
        .default([], 'all'),
    )
    .option('--replace', 'delete collections that exist, and restore them')
    .option('--restart', 'begin anew where an interrupted restore could go on')
    .option('--model <name>', 'embed by this model instead of those that the backup names')
    .option('--batch <size>', 'documents in a request, 1 to 1000', integer(1, 1000), 200)
    .option('--priority <number>', 'higher runs first, -100 to 100', integer(-100, 100), 0)
    .option('--patience <seconds>', 'wait so long for a server that is away', integer(0, 86_400), 300)
    .addHelpText(
      'after',
      `
Checks the files by their checksums first. Where a collection exists nothing is changed, unless --replace is given. A restore that was
interrupted goes on where it was when the same command is run again. Ends with 1 unless every document is there.

Examples:
  kitegraph restore /var/backups/kitegraph-monday
  kitegraph restore backup -c articles --replace`,
    )
    .action(
      run(async (api, folder: string, options) => {
        const { restore } = await import('../commands/restore.ts');
        return restore(api, folder, options);
      }),
    );
}
