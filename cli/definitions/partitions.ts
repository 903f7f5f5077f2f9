import { Command } from 'commander';
import { run } from './run.ts';

export function partitions(): Command {
  const command = new Command('partitions')
    .description('List the partitions of a collection that is divided by name, and make or drop one.')
    .addHelpText(
      'after',
      `
Without a command they are listed. A collection is divided by name when it is made: kitegraph create --partition-by name.

Examples:
  kitegraph partitions list news
  kitegraph partitions create news y2026
  kitegraph index 2026.jsonl -c news --partition y2026
  kitegraph partitions release news y2019`,
    );
  command.addCommand(
    new Command('list')
      .description('list the partitions of a collection')
      .argument('<collection>', 'its name')
      .option('--json', 'print JSON')
      .action(
        run(async (api, collection: string, options) => {
          const { listPartitions } = await import('../commands/partitions.ts');
          return listPartitions(api, collection, options);
        }),
      ),
    { isDefault: true },
  );
  command.addCommand(
    one('create', 'make a partition').action(
      run(async (api, collection: string, name: string) => {
        const { createPartition } = await import('../commands/partitions.ts');
        return createPartition(api, collection, name);
      }),
    ),
  );
  command.addCommand(
    one('load', 'let a released partition be searched again').action(
      run(async (api, collection: string, name: string) => {
        const { loadPartition } = await import('../commands/partitions.ts');
        return loadPartition(api, collection, name);
      }),
    ),
  );
  command.addCommand(
    one('release', 'take a partition out of searches; its documents stay').action(
      run(async (api, collection: string, name: string) => {
        const { releasePartition } = await import('../commands/partitions.ts');
        return releasePartition(api, collection, name);
      }),
    ),
  );
  command.addCommand(
    one('drop', 'delete a partition with its documents')
      .option('-y, --yes', 'do not ask')
      .option('--no-wait', 'end as soon as it was begun')
      .option('--json', 'print the job as JSON')
      .action(
        run(async (api, collection: string, name: string, options) => {
          const { dropPartition } = await import('../commands/partitions.ts');
          return dropPartition(api, collection, name, options);
        }),
      ),
  );
  return command;
}

function one(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('<collection>', 'its name')
    .argument('<partition>', 'letters, digits and _');
}
