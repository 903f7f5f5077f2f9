import './workers.ts';
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import { createRoot } from 'react-dom/client';
import { examples } from './examples.ts';
import { fetcher } from './fetcher.ts';
import './main.css';

const keyTemplate = '{\n  "Authorization": "Bearer "\n}';

/** Without a key, /health tells no more than the status. */
async function needsKey(): Promise<boolean> {
  const health = await fetch('/health').then((response) => response.json());
  return !('components' in health);
}

const locked = await needsKey().catch(() => false);
const { searchParams } = new URL(location.href);
const query = searchParams.get('query');
const tabs =
  query === null ? examples : [{ query, variables: searchParams.get('variables') ?? '' }, ...examples];

createRoot(document.getElementById('kitegraph') as HTMLElement).render(
  <GraphiQL
    fetcher={fetcher}
    defaultTabs={locked ? tabs.map((tab) => ({ headers: keyTemplate, ...tab })) : tabs}
    defaultHeaders={locked ? keyTemplate : ''}
    defaultEditorToolsVisibility={locked ? 'headers' : true}
  >
    <GraphiQL.Logo>
      <span className="kitegraph-logo">
        <img src="/graphiql/favicon.svg" alt="" />
        Kitegraph
      </span>
    </GraphiQL.Logo>
  </GraphiQL>,
);
