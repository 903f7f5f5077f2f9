import { Command } from 'commander';
import { integer, names } from '../options.ts';
import { run } from './run.ts';

export function keys(): Command {
  const command = new Command('keys').description('Make, list, rotate and revoke API keys.').addHelpText(
    'after',
    `
Without a command they are listed. A key is printed once, when it is made: it cannot be read again.
Scopes: search, index, ops, admin (all of them, and keys), and those of your own subgraphs.

Examples:
  kitegraph keys create "web shop" --scopes search --collections products
  kitegraph keys create nightly --scopes index --expires-in 90
  kitegraph keys rotate key_0123456789abcdef0123
  kitegraph keys revoke key_0123456789abcdef0123`,
  );
  command.addCommand(
    new Command('list')
      .description('list the keys, the newest first')
      .option('--revoked', 'revoked ones too')
      .option('--json', 'print JSON')
      .action(
        run(async (api, options) => {
          const { listKeys } = await import('../commands/keys.ts');
          return listKeys(api, options);
        }),
      ),
    { isDefault: true },
  );
  command.addCommand(
    new Command('create')
      .description('make a key and print it, this once')
      .argument('<name>', 'what it is for')
      .requiredOption('--scopes <names>', 'what it may do, with commas between', names)
      .option('--collections <names>', 'the only collections that it may use, with commas between', names)
      .option('--read-scopes <names>', 'the scopes of documents that it is limited to; *: it sees all', names)
      .option('--for-tenant <name>', 'the tenant that it is bound to')
      .option('--expires-in <days>', 'when it ends, in days from now', integer(1, 3_650))
      .option('--json', 'print JSON')
      .action(
        run(async (api, name: string, options) => {
          const { createKey } = await import('../commands/keys.ts');
          return createKey(api, name, options);
        }),
      ),
  );
  command.addCommand(
    new Command('rotate')
      .description('make a key anew: the same rights, another secret')
      .argument('<id>', 'its id')
      .option('--grace <hours>', 'how long the old one goes on, in hours', integer(0, 720), 24)
      .option('--json', 'print JSON')
      .action(
        run(async (api, id: string, options) => {
          const { rotateKey } = await import('../commands/keys.ts');
          return rotateKey(api, id, options);
        }),
      ),
  );
  command.addCommand(
    new Command('revoke')
      .description('end a key for good')
      .argument('<id>', 'its id')
      .option('-y, --yes', 'do not ask')
      .action(
        run(async (api, id: string, options) => {
          const { revokeKey } = await import('../commands/keys.ts');
          return revokeKey(api, id, options);
        }),
      ),
  );
  return command;
}
