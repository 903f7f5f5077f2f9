import { Command, Option } from 'commander';
import { collected, filter, integer, number, searchMode, sortField } from '../options.ts';
import { run } from './run.ts';

export function search(): Command {
  return new Command('search')
    .description('Search documents by meaning, by words, by both, or by images.')
    .argument('[text]', 'a question or words, in any language')
    .addOption(
      new Option('-c, --collection <name>', 'search in this collection; repeatable')
        .argParser(collected)
        .default([], 'all'),
    )
    .addOption(
      new Option('-p, --partition <name>', 'only in this partition; repeatable')
        .argParser(collected)
        .default([], 'all'),
    )
    .addOption(
      new Option('--mode <mode>', 'semantic, keyword, hybrid or image')
        .argParser(searchMode)
        .default('HYBRID', 'hybrid'),
    )
    .option('--image <file>', 'find documents with images like this one: PNG, JPEG or WebP, or its address')
    .option('--min-score <number>', 'only documents that are so relevant, 0 to 1', number(0, 1))
    .option('--rerank', 'judge the first documents once more: slower, better')
    .option('--filter <json>', 'only documents for which this holds', filter)
    .option('--sort <field>', 'order by a field, such as year or year:desc; repeatable', sortField)
    .addOption(
      new Option('--facet <field>', 'count the values of a field among all that was found; repeatable')
        .argParser(collected)
        .default([], 'none'),
    )
    .option('-n, --first <number>', 'at most so many, 1 to 100', integer(1, 100), 5)
    .option('--after <cursor>', 'the page after this cursor')
    .option(
      '-f, --follow',
      'go on with what enters, changes, moves or leaves as documents are indexed, until Ctrl-C',
    )
    .option('--json', "print the server's answer as JSON; with --follow an event a line")
    .addHelpText(
      'after',
      `
Examples:
  kitegraph search "what is a vector database?"
  kitegraph search "什麼是向量資料庫？" -c articles -n 3
  kitegraph search "approximate neighbours" --mode keyword
  kitegraph search "how is a graph index built?" --rerank
  kitegraph search "recall" -c articles --filter '{"and": [{"field": "year", "gte": 2023}, {"field": "lang", "eq": "en"}]}'
  kitegraph search "recall" -c articles --sort year:desc --facet lang
  kitegraph search --image kite.jpg -c photos
  kitegraph search "a kite" --mode image -c photos
  kitegraph search "outages of the payment service" -c tickets --follow
  kitegraph search "recall" --json | jq -r '.edges[].node.documentId'`,
    )
    .action(
      run(async (api, text: string | undefined, options) => {
        const { search } = await import('../commands/search.ts');
        return search(api, text, options);
      }),
    );
}
