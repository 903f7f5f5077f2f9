import { Command, Option } from 'commander';
import { type Api, api } from './api/client.ts';
import { defaultUrl, readConnection } from './config.ts';
import { openFiles, recordsOf } from './documents/files.ts';
import { formats } from './documents/formats.ts';
import {
  character,
  characterOrNone,
  collected,
  encoding,
  fieldList,
  filter,
  integer,
  nameAndValue,
  searchMode,
} from './options.ts';

/** The command line. A command's own code is loaded when it runs. */
export function kitegraph(): Command {
  const program = new Command('kitegraph')
    .description('Semantic search over GraphQL: index documents, search them, watch the system.')
    .showHelpAfterError('(see --help)')
    .configureHelp({ sortSubcommands: false });
  for (const define of [index, search, collections, create, remove, jobs, alerts, status]) {
    program.addCommand(
      define()
        .showHelpAfterError('(see --help)')
        .option(
          '--url <address>',
          `GraphQL endpoint of the server, also KITEGRAPH_URL (default: ${defaultUrl})`,
        )
        .option('--api-key <key>', 'key of the server, also KITEGRAPH_API_KEY'),
    );
  }
  return program.addHelpText(
    'after',
    `
Begin with a running server (npm start), then:
  kitegraph index docs/ --collection docs --create
  kitegraph search "how do I begin?"
Each command tells more with --help.`,
  );
}

function index(): Command {
  return new Command('index')
    .description('Index documents out of files, and watch until they can be found.')
    .argument(
      '<paths...>',
      'files or folders: .jsonl .ndjson .json .csv .tsv, these also packed as .gz, and .md .markdown .html .htm .xhtml .pdf .txt; or - for standard input, as JSON Lines or --format',
    )
    .requiredOption('-c, --collection <name>', 'the collection that they go into')
    .option('--create', 'make the collection if there is none')
    .option('--description <text>', 'with --create: what is in it')
    .option('--fields <list>', 'with --create: its typed fields, such as year:INT,lang:STRING', fieldList)
    .option('--id-field <name>', "the field or column with a document's id (default: documentId, id or _id)")
    .option('--title-field <name>', 'the one with the title (default: title)')
    .option('--content-field <name>', 'the one with the text (default: content, text or body)')
    .option('--vector-field <name>', 'the one with the vector, if you have it (default: vector or embedding)')
    .option('--no-vector-field', 'take vector and embedding as metadata')
    .option(
      '-m, --metadata <name=value>',
      'a metadata value for every document; repeatable',
      nameAndValue,
      {},
    )
    .addOption(
      new Option('--format <format>', 'read every file as this (default: by its ending)').choices(formats),
    )
    .option('--encoding <name>', 'of text, such as big5 (default: what the file says, else utf-8)', encoding)
    .option('--delimiter <character>', 'tables: between cells (default: by the header row)', character)
    .option('--quote <character>', 'tables: around cells, or none (default: ")', characterOrNone)
    .option('--list-separator <text>', 'tables: between the entries of a STRING_LIST (default: | or ; or ,)')
    .option('--errors <file>', 'write what could not be indexed to this file, as JSON Lines')
    .option('--batch <size>', 'documents in a request, 1 to 1000', integer(1, 1000), 100)
    .option('--priority <number>', 'higher runs first, -100 to 100', integer(-100, 100), 0)
    .option('--no-wait', 'end as soon as the server has accepted everything')
    .addHelpText(
      'after',
      `
An object in JSON, or a row of a table (CSV, TSV; the first row names the columns), is a document: its id, its title, its
text; the others are its metadata. Cells get the types that the collection declares, and are text elsewhere. A vector is a
list of numbers, or base64 of float32 in little-endian order; where there is none the server makes it.
A Markdown, HTML, PDF or text file is a document whose id is its path. Metadata is the YAML front matter of Markdown; lang,
description, author, url and published of HTML; author and pages of PDF.
A document whose id exists is replaced. Ends with 1 where a document could not be indexed: the first 20 of those are told,
and with --errors each one as {file, line or element, documentId, problem}.

Examples:
  kitegraph index articles.jsonl -c articles --create --fields year:INT,lang:STRING
  kitegraph index docs/ README.md paper.pdf -c docs --create -m team=search
  kitegraph index books.csv -c books --create --fields year:INT,tags:STRING_LIST --content-field summary
  kitegraph index export.json -c products --id-field sku --content-field description --batch 500
  zcat dump.jsonl.gz | kitegraph index - -c articles --no-wait`,
    )
    .action(
      run(async (api, paths: string[], options) => {
        const { indexDocuments } = await import('./commands/index-documents.ts');
        const files = await openFiles(paths, { ...options, except: options.errors });
        return indexDocuments(api, (declared) => recordsOf(files, declared), options);
      }),
    );
}

function search(): Command {
  return new Command('search')
    .description('Search documents by meaning, by words, or both.')
    .argument('<text>', 'a question or words, in any language')
    .option('-c, --collection <name>', 'search in this collection; repeatable (default: all)', collected, [])
    .option('--mode <mode>', 'semantic, keyword or hybrid', searchMode, 'HYBRID')
    .option('--filter <json>', 'only documents for which this holds', filter)
    .option('-n, --first <number>', 'at most so many, 1 to 100', integer(1, 100), 5)
    .option('--after <cursor>', 'the page after this cursor')
    .option('--json', "print the server's answer as JSON")
    .addHelpText(
      'after',
      `
Examples:
  kitegraph search "what is a vector database?"
  kitegraph search "什麼是向量資料庫？" -c articles -n 3
  kitegraph search "approximate neighbours" --mode keyword
  kitegraph search "recall" -c articles --filter '{"and": [{"field": "year", "gte": 2023}, {"field": "lang", "eq": "en"}]}'
  kitegraph search "recall" --json | jq -r '.edges[].node.documentId'`,
    )
    .action(
      run(async (api, text: string, options) => {
        const { search } = await import('./commands/search.ts');
        return search(api, text, options);
      }),
    );
}

function collections(): Command {
  return new Command('collections')
    .description('List the collections.')
    .option('--json', 'print them as JSON')
    .addHelpText('after', '\nExamples:\n  kitegraph collections\n  kitegraph collections --json')
    .action(
      run(async (api, options) => {
        const { listCollections } = await import('./commands/collections.ts');
        return listCollections(api, options);
      }),
    );
}

function create(): Command {
  return new Command('create')
    .description('Make a collection.')
    .argument('<name>', 'letters, digits, - and _')
    .option('--description <text>', 'what is in it')
    .option('--fields <list>', 'its typed fields, such as year:INT,lang:STRING', fieldList)
    .option('--strict', 'refuse documents with metadata that no field declares')
    .addHelpText(
      'after',
      `
Types of fields: STRING, INT, FLOAT, BOOLEAN, DATETIME, STRING_LIST. Searches can filter by declared fields.

Examples:
  kitegraph create articles --fields year:INT,lang:STRING --description "What we have written"
  kitegraph create products --fields price:FLOAT,tags:STRING_LIST --strict`,
    )
    .action(
      run(async (api, name: string, { description, fields, strict }) => {
        const { createCollection } = await import('./commands/collections.ts');
        return createCollection(api, { name, description, fields, strict });
      }),
    );
}

function remove(): Command {
  return new Command('delete')
    .description('Delete a collection with its documents.')
    .argument('<name>', 'the collection')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', '\nExamples:\n  kitegraph delete articles\n  kitegraph delete articles --yes')
    .action(
      run(async (api, name: string, options) => {
        const { deleteCollection } = await import('./commands/collections.ts');
        return deleteCollection(api, name, options);
      }),
    );
}

function jobs(): Command {
  return new Command('jobs')
    .description('List indexing jobs, or follow them live.')
    .option('-c, --collection <name>', 'only jobs of this collection')
    .option('-n, --first <number>', 'at most so many, 1 to 100', integer(1, 100), 20)
    .option('-f, --follow', 'print every change as it happens, until Ctrl-C')
    .option('--json', 'print JSON; with --follow an event a line')
    .addHelpText('after', '\nExamples:\n  kitegraph jobs\n  kitegraph jobs --follow -c articles')
    .action(
      run(async (api, options) => {
        const { jobs } = await import('./commands/jobs.ts');
        return jobs(api, options);
      }),
    );
}

function alerts(): Command {
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
        const { alerts } = await import('./commands/alerts.ts');
        return alerts(api, options);
      }),
    );
}

function status(): Command {
  return new Command('status')
    .description('Show how every part of the system is, and its live metrics.')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nEnds with 1 unless every part is UP.\n\nExamples:\n  kitegraph status\n  kitegraph status --json',
    )
    .action(
      run(async (api, options) => {
        const { status } = await import('./commands/status.ts');
        return status(api, options);
      }),
    );
}

// biome-ignore lint/suspicious/noExplicitAny: commander gives arguments and options by the definitions above
type Given = any[];

/** An action with the API of the server that its options name. Where it answers false the program ends with 1. */
function run(action: (api: Api, ...given: Given) => Promise<unknown>) {
  return async (...given: Given) => {
    const command = given.pop() as Command;
    const well = await action(api(readConnection(command.opts())), ...given);
    if (well === false) process.exitCode = 1;
  };
}
