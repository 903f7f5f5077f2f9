import { Command, Option } from 'commander';
import { integer } from '../options.ts';
import { run } from './run.ts';

export function models(): Command {
  const command = new Command('models')
    .description('List the embedding models, register one of your own, or remove it.')
    .addHelpText(
      'after',
      `
Without a command they are listed.

Examples:
  kitegraph models
  kitegraph models register my-e5 --folder /srv/models/my-e5 --query-prefix "query: " --passage-prefix "passage: "
  kitegraph models register large --server https://models.example.com --remote-model text-large --api-key-variable KITEGRAPH_MODEL_KEY_LARGE
  kitegraph update articles --model my-e5 --rebuild`,
    );
  command.addCommand(
    new Command('list')
      .description('list the models that collections can use')
      .option('--json', 'print JSON')
      .action(
        run(async (api, options) => {
          const { listModels } = await import('../commands/models.ts');
          return listModels(api, options);
        }),
      ),
    { isDefault: true },
  );
  command.addCommand(register());
  command.addCommand(
    new Command('remove')
      .description('remove a registered model that no collection uses')
      .argument('<name>', 'its name')
      .action(
        run(async (api, name: string) => {
          const { removeModel } = await import('../commands/models.ts');
          return removeModel(api, name);
        }),
      ),
  );
  return command;
}

function register(): Command {
  return new Command('register')
    .description('add a model: a folder with an ONNX model, or an OpenAI-compatible server')
    .argument('<name>', 'letters, digits, . - and _')
    .option(
      '--folder <path>',
      'a folder on the machine of the embedding service, with model.onnx and tokenizer.json: under models/ in its data directory, or under one of KITEGRAPH_MODEL_FOLDERS',
    )
    .option('--server <address>', 'an OpenAI-compatible server: the part before /v1/embeddings')
    .option('--remote-model <name>', "with --server: the model's name there (default: its name here)")
    .option(
      '--api-key-variable <name>',
      "with --server: the environment variable of Kitegraph's services with its key: KITEGRAPH_MODEL_KEY_…",
    )
    .option('--dimensions <number>', 'with --server: dimensions to ask for', integer(1, 100_000))
    .addOption(
      new Option('--pooling <kind>', 'how token vectors become one').choices(['mean', 'cls', 'none']),
    )
    .option('--query-prefix <text>', 'put before each query')
    .option('--passage-prefix <text>', 'put before each passage')
    .option('--max-tokens <number>', 'tokens that it reads', integer(1, 1_000_000))
    .option('--languages <list>', 'languages that it knows, such as en,zh-Hant', (text: string) =>
      text.split(','),
    )
    .action(
      run(async (api, name: string, { server, pooling, url: _, apiKey: __, tenant: ___, ...options }) => {
        const { registerModel } = await import('../commands/models.ts');
        return registerModel(api, {
          name,
          ...options,
          ...(server && { url: server }),
          ...(pooling && { pooling: pooling.toUpperCase() }),
        });
      }),
    );
}
