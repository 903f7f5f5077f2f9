import './workers.ts';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import 'graphiql/style.css';
import { createRoot } from 'react-dom/client';
import { credentials } from './credentials.ts';
import { examples } from './examples.ts';
import { fetcher } from './fetcher.ts';
import { keyPanel } from './key-panel.tsx';
import './main.css';

/** Without a key, /health tells no more than the status. */
async function needsKey(): Promise<boolean> {
  const health = await fetch('/health').then((response) => response.json());
  return !('components' in health);
}

const locked = credentials().key === '' && (await needsKey().catch(() => false));
const { searchParams } = new URL(location.href);
const query = searchParams.get('query');
const tabs =
  query === null ? examples : [{ query, variables: searchParams.get('variables') ?? '' }, ...examples];
const isNarrow = matchMedia('(width < 760px)').matches;

createRoot(document.getElementById('kitegraph') as HTMLElement).render(
  <GraphiQL
    fetcher={fetcher}
    defaultTabs={tabs}
    plugins={[HISTORY_PLUGIN, keyPanel]}
    {...(locked && { visiblePlugin: keyPanel })}
    defaultEditorToolsVisibility={!isNarrow}
  >
    <GraphiQL.Logo>
      <span className="kitegraph-logo">
        <img src="/graphiql/favicon.svg" alt="" />
        <span>Kitegraph</span>
      </span>
    </GraphiQL.Logo>
  </GraphiQL>,
);
