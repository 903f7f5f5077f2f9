import { answered } from '../api/answered.ts';
import type { Api } from '../api/client.ts';
import {
  type ModelLineFragment,
  ModelsDocument,
  RegisterModelDocument,
  type RegisterModelInput,
  RemoveModelDocument,
} from '../generated/operations.ts';
import { table } from '../terminal/table.ts';
import { count, printable } from '../terminal/text.ts';

/** Prints the embedding models that collections can use. */
export async function listModels(api: Api, { json }: { json?: boolean }): Promise<void> {
  const models = answered((await api.request(ModelsDocument, {})).models);
  if (json) return console.log(JSON.stringify(models, null, 2));
  const lines = table(models, [
    { title: 'MODEL', value: ({ name, isDefault }) => `${name}${isDefault ? ' (default)' : ''}` },
    { title: 'VERSION', value: ({ version }) => version, most: 24 },
    { title: 'DIMENSIONS', value: ({ dimensions }) => count(dimensions), align: 'right' },
    { title: 'TOKENS', value: ({ maxTokens }) => (maxTokens ? count(maxTokens) : ''), align: 'right' },
    { title: 'LANGUAGES', value: ({ languages }) => languages?.join(' ') ?? '', most: 30 },
    { title: 'FROM', value: from, most: 50 },
    { title: 'USED BY', value: ({ collections }) => collections?.join(' ') ?? '', most: 40 },
  ]);
  console.log(lines.join('\n'));
}

function from({ source }: ModelLineFragment): string {
  if (!source || source.kind === 'SERVICE') return 'the embedding service';
  return printable(source.location ?? source.kind.toLowerCase());
}

export async function registerModel(api: Api, input: RegisterModelInput): Promise<void> {
  const { model } = (await api.request(RegisterModelDocument, { input })).registerModel;
  console.log(
    `Registered the model "${model.name}" (version ${model.version}, ${count(model.dimensions)} dimensions). Use it with kitegraph create --model ${model.name}, or kitegraph update --model ${model.name}.`,
  );
}

export async function removeModel(api: Api, name: string): Promise<void> {
  await api.request(RemoveModelDocument, { name });
  console.log(`Removed the model "${name}".`);
}
