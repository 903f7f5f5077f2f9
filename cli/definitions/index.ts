import { Command, Option } from 'commander';
import { formats } from '../documents/formats.ts';
import { character, characterOrNone, encoding, fieldList, integer, nameAndValue } from '../options.ts';
import { run } from './run.ts';

export function index(): Command {
  return new Command('index')
    .description('Index documents out of files, and watch until they can be found.')
    .argument(
      '<paths...>',
      'files or folders: .jsonl .ndjson .json .csv .tsv, these also packed as .gz, and .md .markdown .html .htm .xhtml .pdf .txt, and .png .jpg .jpeg .webp where the collection takes images; or - for standard input, as JSON Lines or --format',
    )
    .requiredOption('-c, --collection <name>', 'the collection that they go into')
    .option('--partition <name>', 'the partition of documents that name none; made with --create')
    .addOption(
      new Option('--on-conflict <what>', 'with a document whose id exists (default: replace)').choices([
        'replace',
        'skip',
        'error',
      ]),
    )
    .option('--patch', 'change documents that exist: fields that are missing stay as they are')
    .option('--create', 'make the collection if there is none')
    .option('--description <text>', 'with --create: what is in it')
    .option(
      '--fields <list>',
      'with --create: its typed fields, such as year:INT,lang:STRING:facet',
      fieldList,
    )
    .optionsGroup('What is in the files:')
    .option('--id-field <name>', "the field or column with a document's id (default: documentId, id or _id)")
    .option('--title-field <name>', 'the one with the title (default: title)')
    .option('--content-field <name>', 'the one with the text (default: content, text or body)')
    .option('--vector-field <name>', 'the one with the vector, if you have it (default: vector or embedding)')
    .option('--no-vector-field', 'take vector and embedding as metadata')
    .addOption(
      new Option('-m, --metadata <name=value>', 'a metadata value for every document; repeatable')
        .argParser(nameAndValue)
        .default({}, 'none'),
    )
    .addOption(
      new Option('--format <format>', 'read every file as this (default: by its ending)').choices(formats),
    )
    .option('--encoding <name>', 'of text, such as big5 (default: what the file says, else utf-8)', encoding)
    .option('--delimiter <character>', 'tables: between cells (default: by the header row)', character)
    .option('--quote <character>', 'tables: around cells, or none (default: ")', characterOrNone)
    .option('--list-separator <text>', 'tables: between the entries of a STRING_LIST (default: | or ; or ,)')
    .optionsGroup('How it runs:')
    .option('--errors <file>', 'write what could not be indexed to this file, as JSON Lines')
    .option('--batch <size>', 'documents in a request, 1 to 1000', integer(1, 1000), 100)
    .option('--priority <number>', 'higher runs first, -100 to 100', integer(-100, 100), 0)
    .option('--strict', 'check everything first, and change nothing where something is wrong')
    .option('--restart', 'begin anew where an interrupted import could go on')
    .option(
      '--patience <seconds>',
      'wait so long for a server that is away before giving up',
      integer(0, 86_400),
      300,
    )
    .option('--no-wait', 'end as soon as the server has accepted everything')
    .addHelpText(
      'after',
      `
An object in JSON, or a row of a table (CSV, TSV; the first row names the columns), is a document: its id, its title, its
text; the others are its metadata. Cells get the types that the collection declares, and are text elsewhere. A vector is a
list of numbers, or base64 of float32 in little-endian order; where there is none the server makes it.
A Markdown, HTML, PDF or text file is a document whose id is its path. Metadata is the YAML front matter of Markdown; lang,
description, author, url and published of HTML; author and pages of PDF.
A document whose id exists is replaced (see --on-conflict, --patch); an object with "deleted": true deletes the document with its id. expiresAt says when a
document expires; readScopes (a list) which scopes let others see it; partition and tenant where it belongs, in collections that are divided so.
Ends with 1 where a document could not be indexed: the first 20 of those are told, and with --errors each one as
{file, line or element, documentId, problem}.
An import that was interrupted (Ctrl-C, a crash, a server that stays away) goes on where it was when the same command is run
again, as long as the files are as they were: nothing is done twice. Where it was is kept in $XDG_STATE_HOME/kitegraph/imports (or
~/.local/state/kitegraph/imports).

Examples:
  kitegraph index articles.jsonl -c articles --create --fields year:INT,lang:STRING
  kitegraph index docs/ README.md paper.pdf -c docs --create -m team=search
  kitegraph index books.csv -c books --create --fields year:INT,tags:STRING_LIST --content-field summary
  kitegraph index export.json -c products --id-field sku --content-field description --batch 500
  kitegraph index prices.csv -c products --strict --errors wrong.jsonl
  zcat dump.jsonl.gz | kitegraph index - -c articles --no-wait`,
    )
    .action(
      run(async (api, paths: string[], options) => {
        const { indexDocuments } = await import('../commands/index-documents.ts');
        const { fileSource } = await import('../ingest/source.ts');
        const { idField, titleField, contentField, vectorField, format, encoding } = options;
        const { delimiter, quote, listSeparator, errors: except } = options;
        const mapping = { idField, titleField, contentField, vectorField, patch: options.patch };
        const reading = { ...mapping, format, encoding, delimiter, quote, listSeparator, except };
        const onConflict = options.onConflict?.toUpperCase();
        return indexDocuments(api, await fileSource(paths, reading), { ...options, onConflict });
      }),
    );
}
