import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { asUser, type PostgresUser } from './postgres-user.ts';
import { identify } from './process.ts';

/** Folder of the cluster in the data directory. */
export const CLUSTER = 'postgres';
/** The database user that owns everything. */
export const OWNER = 'kitegraph';

/** Finds PostgreSQL's files in the data directory, or makes them, with a password of their own. */
export async function openCluster(
  dataDir: string,
  binaries: PostgresBinaries,
  user: PostgresUser | undefined,
): Promise<{ cluster: string; password: string }> {
  const cluster = join(dataDir, CLUSTER);
  const file = join(dataDir, `${CLUSTER}.password`);
  const kept = await unlessMissing(readFile(file, 'utf8'));
  if (await unlessMissing(stat(cluster))) {
    if (!kept) {
      throw new Error(
        `${file} is missing: it holds the password of ${cluster}. Put it back, or move ${cluster} away to begin anew.`,
      );
    }
    return { cluster, password: kept };
  }
  const password = kept ?? randomBytes(24).toString('base64url');
  if (!kept) {
    await writeFile(`${file}.tmp`, password, { mode: 0o600 });
    await rename(`${file}.tmp`, file);
  }
  await makeCluster(cluster, password, binaries, user);
  return { cluster, password };
}

/** Makes the cluster beside its place and moves it there when it is whole: an interrupted one is made anew. */
async function makeCluster(
  cluster: string,
  password: string,
  binaries: PostgresBinaries,
  user: PostgresUser | undefined,
): Promise<void> {
  const making = `${cluster}.new`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { mode: 0o700 });
  if (user) await chown(making, user.uid, user.gid);
  const {
    command,
    args,
    user: as,
  } = asUser(user, binaries.initdb, [
    ...['--pgdata', making, '--username', OWNER, '--auth', 'scram-sha-256', '--pwfile', '/dev/stdin'],
    ...['--encoding', 'UTF8', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C'],
  ]);
  // initdb opens /dev/stdin by its name, which works for the pipe that the shell makes, not for Node's socket.
  const initdb = spawn('/bin/sh', ['-c', 'cat | "$0" "$@"', command, ...args], { cwd: '/', ...as });
  const output: Buffer[] = [];
  initdb.stdout.on('data', (chunk) => output.push(chunk));
  initdb.stderr.on('data', (chunk) => output.push(chunk));
  initdb.stdin.on('error', () => {});
  initdb.stdin.end(`${password}\n`);
  const code = await new Promise((resolve, reject) => initdb.once('error', reject).once('close', resolve));
  if (code !== 0) {
    const said = Buffer.concat(output).toString();
    throw new Error(`PostgreSQL could not set up ${cluster}: ${/(error|FATAL):.*/.exec(said)?.[0] ?? said}`);
  }
  await rename(making, cluster);
}

/**
 * A killed server whose process id nobody has collected still counts as alive for PostgreSQL, which would refuse to
 * start: its pid file is removed. (A part of it that really lives is found by its shared memory.)
 */
export async function forgetZombie(cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n', 1)[0]);
  if (pid > 0 && hasId(pid) && !identify(pid)) await rm(file, { force: true });
}

/** Whether the system still knows a process of this id, collected or not. */
function hasId(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}
