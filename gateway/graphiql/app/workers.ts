/**
 * Tells the editor where its workers are: files beside this one, so that the page needs nothing from elsewhere. Imported
 * before the editor, which looks for this when it loads.
 */
const files: Record<string, string> = { json: 'json.worker.js', graphql: 'graphql.worker.js' };

const environment = {
  getWorker: (_id: string, label: string) =>
    new Worker(`/graphiql/${files[label] ?? 'editor.worker.js'}`, { type: 'module' }),
};

Object.assign(globalThis, { MonacoEnvironment: environment });
