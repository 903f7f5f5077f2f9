import { setTimeout as delay } from 'node:timers/promises';
import { type Ask, Refused } from './api.ts';
import type { Change } from './model.ts';
import type { Random } from './random.ts';

export const COLLECTION = 'chaos';
/** All writers write these: what they do to one document meets. */
const DOCUMENTS = 120;
const MOST_IN_A_REQUEST = 6;

const LISTS = {
  addDocuments: 'AddDocumentsInput',
  updateDocuments: 'UpdateDocumentsInput',
  deleteDocuments: 'DeleteDocumentsInput',
} as const;

/**
 * Adds, patches and deletes documents until told to stop. A request whose answer is lost is sent again under its key, until it is
 * acknowledged: so every change that was made is in the list that it returns.
 */
export async function writer(
  name: string,
  ask: Ask,
  random: Random,
  o: { over: AbortSignal; onAcknowledged: () => void },
): Promise<Change[]> {
  const changes: Change[] = [];
  for (let n = 0; !o.over.aborted; n++) {
    const documents = chosen(random).map((documentId, index) => ({
      documentId,
      word: `${name}${n}x${index}`,
      note: `${name}-${n}`,
    }));
    const kind = random.oneOf(['ADD', 'ADD', 'ADD', 'UPDATE', 'DELETE'] as const);
    const priority = random.below(3) * 5;
    try {
      const { position, job } = await send(ask, kind, documents, {
        priority,
        idempotencyKey: `${name} ${n}`,
      });
      const at = Number(position.split('@')[1]);
      o.onAcknowledged();
      changes.push({ position: at, jobId: job.id, documents: documents.map((one) => ({ ...one, kind })) });
    } catch (error) {
      // Another writer has deleted one of them: nothing has changed.
      if (!(error instanceof Refused && error.code === 'DOCUMENT_NOT_FOUND')) throw error;
    }
    await delay(random.below(60));
  }
  return changes;
}

function chosen(random: Random): string[] {
  const ids = new Set<string>();
  for (let left = 1 + random.below(MOST_IN_A_REQUEST); left > 0; left--)
    ids.add(`d${random.below(DOCUMENTS)}`);
  return [...ids];
}

async function send(
  ask: Ask,
  kind: 'ADD' | 'UPDATE' | 'DELETE',
  documents: { documentId: string; word: string; note: string }[],
  more: { priority: number; idempotencyKey: string },
): Promise<{ position: string; job: { id: string } }> {
  const [mutation, input] =
    kind === 'ADD'
      ? (['addDocuments', { documents: documents.map(whole) }] as const)
      : kind === 'UPDATE'
        ? ([
            'updateDocuments',
            { documents: documents.map(({ documentId, note }) => ({ documentId, metadata: { note } })) },
          ] as const)
        : (['deleteDocuments', { documentIds: documents.map(({ documentId }) => documentId) }] as const);
  const answer = await ask(
    `mutation ($input: ${LISTS[mutation]}!) { ${mutation}(input: $input) { position job { id } } }`,
    { input: { collection: COLLECTION, ...more, ...input } },
  );
  return answer[mutation];
}

const whole = ({ documentId, word, note }: { documentId: string; word: string; note: string }) => ({
  documentId,
  content: `This is what ${word} has to say of ${documentId}.`,
  metadata: { note },
});
