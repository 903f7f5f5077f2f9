import { Command } from 'commander';
import { alerts } from './definitions/alerts.ts';
import { backup } from './definitions/backup.ts';
import { checkSchema } from './definitions/check-schema.ts';
import { collections } from './definitions/collections.ts';
import { create } from './definitions/create.ts';
import { remove } from './definitions/delete.ts';
import { documents } from './definitions/documents.ts';
import { exported } from './definitions/export.ts';
import { index } from './definitions/index.ts';
import { indexing } from './definitions/indexing.ts';
import { jobs } from './definitions/jobs.ts';
import { keys } from './definitions/keys.ts';
import { models } from './definitions/models.ts';
import { optimize } from './definitions/optimize.ts';
import { partitions } from './definitions/partitions.ts';
import { rebuild } from './definitions/rebuild.ts';
import { restore } from './definitions/restore.ts';
import { connecting } from './definitions/run.ts';
import { search } from './definitions/search.ts';
import { status } from './definitions/status.ts';
import { update } from './definitions/update.ts';
import { verify } from './definitions/verify.ts';
import { version } from './version.ts';

const groups = {
  'Documents:': [index, search, documents, exported],
  'Collections:': [collections, create, update, remove, partitions, backup, restore],
  'Operating:': [jobs, indexing, rebuild, optimize, verify, models, alerts, keys, status, checkSchema],
};

/** The command line. A command's own code is loaded when it runs. */
export function kitegraph(): Command {
  const program = new Command('kitegraph')
    .description('Semantic search over GraphQL: index documents, search them, watch the system.')
    .version(version(), '-V, --version', 'print the version')
    .showHelpAfterError('(see --help)')
    .configureHelp({ sortSubcommands: false })
    .enablePositionalOptions()
    .exitOverride();
  for (const [title, definitions] of Object.entries(groups)) {
    for (const define of definitions) program.addCommand(connecting(define()).helpGroup(title));
  }
  return program.addHelpText(
    'after',
    `
Begin with a running server (npm start), then:
  kitegraph index docs/ --collection docs --create
  kitegraph search "how do I begin?"
Each command tells more with --help. Ends with 0 where all went well, 1 where something did not, 2 where the command was
misunderstood, 130 after Ctrl-C.`,
  );
}
