import KeyvRedis, { createClient } from '@keyv/redis';
import { PartUnavailable } from '../errors.ts';
import { checkPart, type PartHealth } from '../health.ts';
import { logger } from '../log.ts';

/** What one answer of Redis may cost a search, in milliseconds. */
const ANSWER_WITHIN_MS = 150;
/** How long Redis is left alone after it did not answer in time, in milliseconds. */
const REST_MS = 5_000;
/** A timer that fires so much too late tells that this process was busy, and nothing of Redis. */
const BUSY_MS = 30;
/** What is waited for what nothing else can give. */
const PATIENT_MS = 1_000;
/** Commands at most that are sent to a Redis which does not answer. */
const MOST_UNANSWERED = 50;

type Client = ReturnType<typeof createClient>;

/** The connection to Redis that all shared caches of a process use. */
export interface RedisConnection extends AsyncDisposable {
  /** A Keyv store on this connection; one for each Keyv, which sets its namespace. */
  store(): KeyvRedis<string>;
  /** Runs `command` if Redis is there; undefined at once where it is not, or when it does not answer in time. */
  attempt<T>(command: (client: Client) => Promise<T>): Promise<T | undefined>;
  /** The same for what nothing else can give: Redis is asked also where it has not answered of late, and gets more time. */
  insist<T>(command: (client: Client) => Promise<T>): Promise<T | undefined>;
  /** As `attempt`, but where Redis has not answered of late, the command is sent all the same, and nobody waits for it. */
  leave<T>(command: (client: Client) => Promise<T>): Promise<T | undefined>;
  /** Bytes that Redis uses, for all that is in it; undefined where it is away. */
  bytes(): Promise<number | undefined>;
  health(): Promise<PartHealth>;
}

/**
 * The one owner of Redis. It connects in the background and again whenever the connection is lost; nothing ever waits
 * for that: without the offline queue a command fails at once while Redis is away, and one that hangs is given up.
 */
export function redisConnection(o: { url: string }): RedisConnection {
  const log = logger('redis');
  const client: Client = createClient({
    url: o.url,
    disableOfflineQueue: true,
    commandsQueueMaxLength: 10_000,
    socket: { connectTimeout: 1_000, reconnectStrategy: (attempts) => Math.min(100 * 2 ** attempts, 1_000) },
  });
  let said = '';
  const say = (state: string) => {
    if (state !== said) log.warn({ state }, 'Redis: the shared cache level changed its state');
    said = state;
  };
  // Without a listener the first lost connection would end the process.
  client.on('error', (error: Error) => say(`away: ${error.message}`));
  client.on('ready', () => said && say('there'));
  client.connect().catch((error: Error) => say(`away: ${error.message}`));

  let restUntil = 0;
  let unanswered = 0;
  const rests = () => performance.now() < restUntil;

  async function run<T>(command: (client: Client) => Promise<T>, ms: number): Promise<T | undefined> {
    if (!client.isReady) return undefined;
    const patience = waiting(ms);
    unanswered++;
    try {
      const answer = await Promise.race([command(client).finally(() => unanswered--), patience.ended]);
      if (answer === LATE) {
        restUntil = performance.now() + REST_MS;
        say(`no answer within ${ms} ms`);
        return undefined;
      }
      restUntil = 0;
      if (said !== '') say('there');
      return answer as T;
    } catch (error) {
      say(`away: ${(error as Error).message}`);
    } finally {
      patience.stop();
    }
    return undefined;
  }

  const attempt = async <T>(command: (client: Client) => Promise<T>): Promise<T | undefined> =>
    rests() ? undefined : run(command, ANSWER_WITHIN_MS);
  const insist = <T>(command: (client: Client) => Promise<T>) => run(command, PATIENT_MS);
  async function leave<T>(command: (client: Client) => Promise<T>): Promise<T | undefined> {
    if (!rests()) return run(command, ANSWER_WITHIN_MS);
    if (unanswered < MOST_UNANSWERED) void run(command, PATIENT_MS);
    return undefined;
  }

  return {
    store() {
      const store = new KeyvRedis<string>(client as never, {
        throwOnConnectError: false,
        throwOnErrors: true,
      });
      store.on('error', () => undefined); // told to the listener above and to whoever sent the command
      return store;
    },
    attempt,
    insist,
    leave,
    async bytes() {
      const info = await attempt((there) => there.info('memory'));
      const [, used] = /^used_memory:(\d+)/m.exec(info ?? '') ?? [];
      return used === undefined ? undefined : Number(used);
    },
    health: () =>
      checkPart('redis', async () => {
        if (!client.isReady) throw new PartUnavailable('Redis', said || 'not connected yet');
        if ((await attempt(() => client.ping())) === undefined) {
          throw new PartUnavailable(
            'Redis',
            'it does not answer; searches use the memory of each process alone',
          );
        }
        return 'shared cache level';
      }),
    async [Symbol.asyncDispose]() {
      if (client.isOpen) client.destroy();
    },
  };
}

const LATE = Symbol('late');

/**
 * Ends when Redis has had its time. Where the timer fires too late, this process was busy with something else and Redis had no chance:
 * it gets the time again, twice. What lies in the socket already is read before it is called late.
 */
function waiting(ms: number): { ended: Promise<typeof LATE>; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<typeof LATE>((resolve) => {
    const wait = (again: number) => {
      const due = performance.now() + ms;
      timer = setTimeout(() => {
        if (again > 0 && performance.now() - due > BUSY_MS) wait(again - 1);
        else setImmediate(resolve, LATE);
      }, ms);
    };
    wait(2);
  });
  return { ended, stop: () => clearTimeout(timer) };
}
