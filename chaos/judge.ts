import type { Ask, Data } from './api.ts';
import { type Change, type ExpectedDocument, expectedDocuments } from './model.ts';
import type { ActivityEvent } from './subscriber.ts';
import { COLLECTION } from './writer.ts';

const PAGE = 100;
/** Words of contents that were replaced or deleted, of which so many are searched for. */
const OLD_WORDS = 150;

/** What is not as it must be, once all is quiet: empty where all is well. */
export async function judge(
  ask: Ask,
  changes: readonly Change[],
  events: readonly ActivityEvent[],
): Promise<string[]> {
  const expected = expectedDocuments(changes);
  return [
    ...(await wrongDocuments(ask, expected)),
    ...(await wrongSearches(ask, expected, changes)),
    ...(await wrongJobs(ask, changes)),
    ...wrongEvents(events, changes),
    ...(await drift(ask)),
  ];
}

/** The log against what was acknowledged. */
async function wrongDocuments(ask: Ask, expected: ReadonlyMap<string, ExpectedDocument>): Promise<string[]> {
  const found = new Map<string, Data>();
  for (let after: string | null = null; ; ) {
    const { documents }: Data = await ask(
      `query ($after: String) { documents(collection: "${COLLECTION}", first: ${PAGE}, after: $after) {
         pageInfo { hasNextPage endCursor } edges { node { documentId content metadata revision } } } }`,
      { after },
    );
    for (const { node } of documents.edges) found.set(node.documentId, node);
    if (!documents.pageInfo.hasNextPage) break;
    after = documents.pageInfo.endCursor;
  }
  const wrong: string[] = [];
  for (const [id, { word, note, revision }] of expected) {
    const node = found.get(id);
    if (!node) wrong.push(`${id} is lost: it was acknowledged as ${word}`);
    else if (
      !node.content.includes(` ${word} `) ||
      node.metadata.note !== note ||
      node.revision !== revision
    ) {
      wrong.push(`${id} is ${JSON.stringify(node)}, not ${word}, ${note}, revision ${revision}`);
    }
  }
  for (const id of found.keys()) if (!expected.has(id)) wrong.push(`${id} is back, though it was deleted`);
  return wrong;
}

/** The index against the log: each document once, at its newest revision, and nothing else. */
async function wrongSearches(
  ask: Ask,
  expected: ReadonlyMap<string, ExpectedDocument>,
  changes: readonly Change[],
): Promise<string[]> {
  const wrong: string[] = [];
  const { collection } = await ask(
    `{ collection(name: "${COLLECTION}") { documentCount vectorCount pendingCount } }`,
  );
  const { documentCount, vectorCount, pendingCount } = collection;
  if (documentCount !== expected.size || vectorCount !== expected.size || pendingCount !== 0) {
    wrong.push(`counts are ${JSON.stringify(collection)}, not ${expected.size} documents`);
  }
  for (const [id, { word }] of expected) {
    const found = await search(ask, word);
    if (found.length !== 1 || found[0] !== id)
      wrong.push(`a search for ${word} finds [${found}], not ${id} alone`);
  }
  const current = new Set([...expected.values()].map(({ word }) => word));
  const old = changes
    .flatMap(({ documents }) => documents.map(({ word }) => word))
    .filter((word) => !current.has(word));
  for (const word of old.slice(-OLD_WORDS)) {
    const found = await search(ask, word);
    if (found.length > 0) wrong.push(`a search for ${word}, which is gone, finds [${found}]`);
  }
  return wrong;
}

async function search(ask: Ask, word: string): Promise<string[]> {
  const { search: found } = await ask(
    `query ($text: String!) { search(input: { collections: ["${COLLECTION}"], mode: KEYWORD, text: $text }) { edges { node { documentId } } } }`,
    { text: word },
  );
  return found.edges.map(({ node }: Data) => node?.documentId);
}

/** Every job has ended, and its counts add up. */
async function wrongJobs(ask: Ask, changes: readonly Change[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const { jobId, documents } of changes) {
    const { indexJob: job } = await ask(
      'query ($id: ID!) { indexJob(id: $id) { status total processed failed superseded } }',
      { id: jobId },
    );
    const whole = job && job.status === 'COMPLETED' && job.processed === job.total && job.failed === 0;
    const deletion = documents[0]?.kind === 'DELETE';
    const total = deletion ? job?.total <= documents.length : job?.total === documents.length;
    if (!whole || !total)
      wrong.push(`job ${jobId} of ${documents.length} documents is ${JSON.stringify(job)}`);
  }
  return wrong;
}

/** A subscriber that came back with its last sequence number has seen every event, and none twice. */
function wrongEvents(events: readonly ActivityEvent[], changes: readonly Change[]): string[] {
  const wrong: string[] = [];
  for (const [index, { sequence }] of events.entries()) {
    if (sequence !== index + 1) {
      wrong.push(`event ${sequence} came in the place of event ${index + 1}`);
      break;
    }
  }
  const last = new Map(events.map(({ job }) => [job.id, job.status]));
  for (const { jobId } of changes) {
    if (last.get(jobId) !== 'COMPLETED') wrong.push(`the last event of job ${jobId} says ${last.get(jobId)}`);
  }
  return wrong;
}

async function drift(ask: Ask): Promise<string[]> {
  const { verifyCollection } = await ask(
    `mutation { verifyCollection(input: { collection: "${COLLECTION}", repair: false }) { job { id } } }`,
  );
  for (;;) {
    const { indexJob } = await ask('query ($id: ID!) { indexJob(id: $id) { finishedAt drifted } }', {
      id: verifyCollection.job.id,
    });
    if (!indexJob.finishedAt) continue;
    return indexJob.drifted === 0 ? [] : [`the index differs from the log in ${indexJob.drifted} documents`];
  }
}
