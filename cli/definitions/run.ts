import type { Command } from 'commander';
import { type Api, api } from '../api/client.ts';
import { defaultUrl, readConnection } from '../config.ts';

// biome-ignore lint/suspicious/noExplicitAny: commander gives arguments and options by the definitions
type Given = any[];

/** An action with the API of the server that its options name. Where it answers false the program ends with 1. */
export function run(action: (api: Api, ...given: Given) => Promise<unknown>) {
  return async (...given: Given) => {
    const command = given.pop() as Command;
    const well = await action(api(readConnection(command.opts())), ...given);
    if (well === false) process.exitCode = 1;
  };
}

/** What every command has: how it says that it was misunderstood, and which server it asks. */
export function connecting(command: Command): Command {
  command.showHelpAfterError('(see --help)').exitOverride();
  // A command of commands asks no server itself.
  if (command.commands.length > 0) {
    command.commands.forEach(connecting);
    return command;
  }
  return command
    .optionsGroup('Server:')
    .option('--url <address>', `GraphQL endpoint of the server, also KITEGRAPH_URL (default: ${defaultUrl})`)
    .option('--api-key <key>', 'key of the server, also KITEGRAPH_API_KEY')
    .option(
      '--tenant <name>',
      'the tenant whose documents these are, in collections divided by tenant, also KITEGRAPH_TENANT',
    );
}
