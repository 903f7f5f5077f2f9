import { Command } from 'commander';
import { collected } from '../options.ts';
import { run } from './run.ts';

export function checkSchema(): Command {
  return new Command('check-schema')
    .description(
      'Tell which changes of a new schema would break what clients really used of the running one.',
    )
    .argument('<file>', 'the new schema as clients see it, or a supergraph, in SDL')
    .option('--variant <name>', 'the variant of the graph to compare with')
    .option(
      '--usage <file>',
      'more that was used: an answer of /usage kept before (several times)',
      collected,
      [],
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
The gateway counts what clients use since it started, by the names they give themselves (apollographql-client-name and -version), and
tells it at /usage. Keep its answers for what was used before a restart, and for other gateways of the same graph.
Ends with 1 where a change would break something that was used.

Examples:
  kitegraph check-schema supergraph.graphql
  kitegraph check-schema api.graphql --variant public --usage last-week.json`,
    )
    .action(
      run(async (api, file, options) => {
        const { checkSchema } = await import('../commands/check-schema.ts');
        return checkSchema(api, file, options);
      }),
    );
}
