import { Command } from 'commander';
import { integer } from '../options.ts';
import { run } from './run.ts';

export function jobs(): Command {
  const command = new Command('jobs')
    .description('List indexing jobs, follow them live, and stop, try again or go on with one.')
    .addHelpText(
      'after',
      `
Without a command the newest jobs are listed.

Examples:
  kitegraph jobs -c articles -n 5
  kitegraph jobs --follow
  kitegraph jobs show job_5f0c…
  kitegraph jobs cancel job_5f0c…`,
    );
  command.addCommand(list(), { isDefault: true });
  for (const define of [show, cancel, retry, pause, resume]) command.addCommand(define());
  return command;
}

function list(): Command {
  return new Command('list')
    .description('list jobs, the newest first, or follow them')
    .option('-c, --collection <name>', 'only jobs of this collection')
    .option('-n, --first <number>', 'at most so many, 1 to 100', integer(1, 100), 20)
    .option('-f, --follow', 'print every change as it happens, until Ctrl-C')
    .option('--json', 'print JSON; with --follow an event a line')
    .addHelpText('after', '\nExamples:\n  kitegraph jobs\n  kitegraph jobs --follow -c articles')
    .action(
      run(async (api, options) => {
        const { jobs } = await import('../commands/jobs.ts');
        return jobs(api, options);
      }),
    );
}

function show(): Command {
  return new Command('show')
    .description('show a job, with the documents that could not be indexed')
    .argument('<job>', 'its id')
    .option('--json', 'print JSON')
    .action(
      run(async (api, id: string, options) => {
        const { showJob } = await import('../commands/jobs.ts');
        return showJob(api, id, options);
      }),
    );
}

function cancel(): Command {
  return new Command('cancel')
    .description('end jobs: what is not indexed yet is taken back')
    .argument('<jobs...>', 'their ids')
    .option('--json', 'print each as a line of JSON')
    .addHelpText(
      'after',
      `
Documents of the job that are not indexed yet stand again as searches find them, and those that are new are gone. A rebuild
that is cancelled leaves the old index serving.`,
    )
    .action(
      run(async (api, ids: string[], options) => {
        const { cancelJobs } = await import('../commands/jobs.ts');
        return cancelJobs(api, ids, options);
      }),
    );
}

function retry(): Command {
  return new Command('retry')
    .description('try again what failed in a job')
    .argument('<job>', 'its id')
    .option('--skip-failed', 'a rebuild that failed because of some documents: switch over without them')
    .option('--no-wait', 'end as soon as it was begun')
    .option('--json', 'print the job as JSON')
    .action(
      run(async (api, id: string, options) => {
        const { retryJob } = await import('../commands/jobs.ts');
        return retryJob(api, id, options);
      }),
    );
}

function pause(): Command {
  return new Command('pause')
    .description('stop working on jobs; others pass them')
    .argument('<jobs...>', 'their ids')
    .option('--json', 'print each as a line of JSON')
    .action(
      run(async (api, ids: string[], options) => {
        const { pauseJobs } = await import('../commands/jobs.ts');
        return pauseJobs(api, ids, options);
      }),
    );
}

function resume(): Command {
  return new Command('resume')
    .description('go on with paused jobs')
    .argument('<jobs...>', 'their ids')
    .option('--json', 'print each as a line of JSON')
    .action(
      run(async (api, ids: string[], options) => {
        const { resumeJobs } = await import('../commands/jobs.ts');
        return resumeJobs(api, ids, options);
      }),
    );
}
