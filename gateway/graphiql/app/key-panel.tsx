import { Button, type GraphiQLPlugin, useGraphiQLActions } from '@graphiql/react';
import { type FormEvent, useState } from 'react';
import { credentials, keepCredentials } from './credentials.ts';

function KeyIcon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <circle cx="8" cy="15" r="4.5" />
      <path d="m11.2 11.8 8.3-8.3M16 7l3 3M13.5 9.5l2 2" strokeLinecap="round" />
    </svg>
  );
}

function KeyPanel() {
  const { introspect, setVisiblePlugin } = useGraphiQLActions();
  const [given, setGiven] = useState(credentials);
  const [kept, setKept] = useState(given.key !== '');

  function keep(event: FormEvent) {
    event.preventDefault();
    keepCredentials(given);
    setKept(given.key !== '');
    void introspect();
    if (given.key !== '') setVisiblePlugin(null);
  }
  function forget() {
    const none = { key: '', tenant: '' };
    setGiven(none);
    keepCredentials(none);
    setKept(false);
  }

  return (
    <form className="kitegraph-key" onSubmit={keep}>
      <h2>API key</h2>
      <label>
        Key or token
        <input
          type="password"
          autoComplete="off"
          spellCheck={false}
          value={given.key}
          onChange={({ target }) => setGiven({ ...given, key: target.value.trim() })}
        />
      </label>
      <label>
        Tenant
        <input
          type="text"
          autoComplete="off"
          placeholder="none"
          spellCheck={false}
          value={given.tenant}
          onChange={({ target }) => setGiven({ ...given, tenant: target.value.trim() })}
        />
      </label>
      <div>
        <Button type="submit" state="success">
          Use it
        </Button>
        <Button type="button" onClick={forget}>
          Forget it
        </Button>
      </div>
      <p role="status">{kept ? 'In use, until this tab of the browser is closed.' : 'None is in use.'}</p>
      <p>
        It goes with every operation, save where the header editor has an “Authorization” of its own. It is
        stored nowhere else.
      </p>
    </form>
  );
}

/** A panel beside the documentation and the history. */
export const keyPanel: GraphiQLPlugin = { title: 'API key', icon: KeyIcon, content: KeyPanel };
