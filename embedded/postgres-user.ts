import { execFile } from 'node:child_process';
import { chmod, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface PostgresUser {
  uid: number;
  gid: number;
  name: string;
  /**
   * How to run a program as this user where plain file permissions do not let it reach what it needs:
   * a command that is put before the program's own.
   */
  prefix: string[];
}

/**
 * PostgreSQL refuses to run as root. As root this finds whom to run it as (the owner of `cluster` where that is there
 * already, else the system's `postgres` or `nobody`), and makes sure that this user reaches `paths` (folders that PostgreSQL reads or writes). Undefined when we are not root.
 *
 * `ours` is a folder that Kitegraph made: it is opened for passing through (o+x). Folders above it are never changed;
 * where one of them is closed, such as /root, the program gets the one capability that passes it, by `setpriv`.
 */
export async function postgresUser(
  ours: string,
  cluster: string,
  paths: string[],
): Promise<PostgresUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const user = (await ownerOf(cluster)) ?? unprivileged(await readFile('/etc/passwd', 'utf8'));
  if (!user)
    throw new Error(
      'PostgreSQL does not run as root, and this system has no user postgres or nobody. Start Kitegraph as another user.',
    );
  const { mode } = await stat(ours);
  if (!(mode & 0o001)) await chmod(ours, mode | 0o001);
  const closed = await firstClosed([ours, ...paths], user);
  if (!closed) return { ...user, prefix: [] };
  const prefix = ['setpriv', '--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups'];
  prefix.push('--inh-caps', '-all,+dac_override', '--ambient-caps', '+dac_override');
  await run(prefix[0] as string, [...prefix.slice(1), 'true']).catch((cause) => {
    throw new Error(
      `PostgreSQL does not run as root, and the user ${user.name} cannot enter ${closed}. Start Kitegraph as another user, or move it and KITEGRAPH_DATA_DIR to a folder that others can enter (chmod o+x).`,
      { cause },
    );
  });
  return { ...user, prefix };
}

/** Puts the program behind what runs it as the user. */
export function asUser(user: PostgresUser | undefined, command: string, args: string[]) {
  const [first, ...rest] = user?.prefix ?? [];
  if (first) return { command: first, args: [...rest, command, ...args], user: undefined };
  return { command, args, user: user && { uid: user.uid, gid: user.gid } };
}

async function ownerOf(cluster: string): Promise<{ uid: number; gid: number; name: string } | undefined> {
  const found = await stat(cluster).catch(() => undefined);
  return found && found.uid !== 0
    ? { uid: found.uid, gid: found.gid, name: `number ${found.uid}` }
    : undefined;
}

function unprivileged(passwd: string): { uid: number; gid: number; name: string } | undefined {
  const users = passwd.split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const entry = users.find((fields) => fields[0] === name);
    if (entry && Number(entry[2]) > 0) return { name, uid: Number(entry[2]), gid: Number(entry[3]) };
  }
  return undefined;
}

/** The first folder on the way to one of `paths` that the user may not pass. */
async function firstClosed(paths: string[], user: { uid: number; gid: number }): Promise<string | undefined> {
  for (const path of paths) {
    for (let dir = path; ; dir = dirname(dir)) {
      const { mode, uid, gid } = await stat(dir);
      const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
      if (!(mode & bit)) return dir;
      if (dir === dirname(dir)) break;
    }
  }
  return undefined;
}
