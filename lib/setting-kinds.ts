import { isAbsolute } from 'node:path';
import { SCOPE_NAME, TENANT_NAME } from './caller.ts';
import { type ImageHosts, parseImageHosts } from './remote-image/hosts.ts';

/** A kind of setting: how its text becomes a value (`parse` throws where it cannot), and what is allowed, in words. */
export interface SettingKind<T> {
  allowed: string;
  parse: (text: string) => T;
  /** The text of a value, where it is neither a text, a number nor a list of name=text. */
  format?: (value: T) => string;
}

function check(condition: boolean): void {
  if (!condition) throw new Error('not allowed');
}

export const text: SettingKind<string> = {
  allowed: 'a text',
  parse: (value) => value,
};

export const key: SettingKind<string> = {
  allowed: 'at least 16 characters without spaces',
  parse(value) {
    check(/^\S{16,}$/.test(value));
    return value;
  },
};

/** Secrets, separated by commas. */
export const secretList: SettingKind<string[]> = {
  allowed:
    'at least 32 random characters without spaces or commas; several, separated by commas, the newest first',
  parse(value) {
    const secrets = value.split(',').map((secret) => secret.trim());
    check(secrets.every((secret) => /^\S{32,}$/.test(secret)));
    return secrets;
  },
};

export function integer(min: number, max: number): SettingKind<number> {
  return {
    allowed: `a whole number from ${min} to ${max}`,
    parse(value) {
      check(/^\d{1,15}$/.test(value) && Number(value) >= min && Number(value) <= max);
      return Number(value);
    },
  };
}

/** 0 to 1. */
export const share: SettingKind<number> = {
  allowed: 'a number from 0 to 1',
  parse(value) {
    check(/^(0|1|[01]?\.\d{1,6}|1\.0+)$/.test(value) && Number(value) <= 1);
    return Number(value);
  },
};

export function choice<T extends string>(...values: T[]): SettingKind<T> {
  return {
    allowed: `one of ${values.join(', ')}`,
    parse(value) {
      check(values.includes(value as T));
      return value as T;
    },
  };
}

/** An absolute URL of one of these protocols; without a trailing slash. */
export function url(...protocols: string[]): SettingKind<string> {
  return {
    allowed: `an absolute URL (${protocols.map((protocol) => `${protocol}//…`).join(' or ')})`,
    parse(value) {
      check(protocols.includes(new URL(value).protocol));
      return value.replace(/\/+$/, '');
    },
  };
}

/** The path of a file, or an http(s) URL. */
export const fileOrUrl: SettingKind<string> = {
  allowed: 'the path of a file, or an http:// or https:// URL',
  parse(value) {
    const [, protocol] = /^([a-z][a-z\d+.-]*):\/\//i.exec(value) ?? [];
    check(protocol === undefined || (/^https?$/i.test(protocol) && URL.canParse(value)));
    return value;
  },
};

/** host:port, or http(s)://host:port. */
export const address: SettingKind<string> = {
  allowed: 'host:port, or https://host:port',
  parse(value) {
    const parsed = new URL(/^https?:\/\//.test(value) ? value : `http://${value}`);
    check(
      parsed.hostname !== '' && parsed.pathname === '/' && (parsed.port !== '' || /^https?:/.test(value)),
    );
    return value;
  },
};

/** url, url. */
export const addressList: SettingKind<string[]> = {
  allowed: 'http:// or https:// URLs, separated by commas',
  parse(value) {
    const urls = value.split(',').map((entry) => entry.trim());
    return urls.filter((entry) => entry !== '').map(url('http:', 'https:').parse);
  },
};

/** name=url, name=url: each name once. */
export const urlList: SettingKind<{ name: string; url: string }[]> = {
  allowed: 'name=url, name=url, … with names of letters, digits, - and _',
  parse(value) {
    const entries = value
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '')
      .map((entry) => {
        const [, name, target] = /^([A-Za-z][\w-]*)=(.+)$/.exec(entry) ?? [];
        check(name !== undefined && target !== undefined);
        return { name: name as string, url: url('http:', 'https:').parse((target as string).trim()) };
      });
    check(new Set(entries.map((entry) => entry.name)).size === entries.length);
    return entries;
  },
};

/** Absolute paths, separated by commas. */
export const folderList: SettingKind<string[]> = {
  allowed: 'absolute paths of folders, separated by commas',
  parse(value) {
    const folders = value
      .split(',')
      .map((folder) => folder.trim())
      .filter((folder) => folder !== '');
    check(folders.every(isAbsolute));
    return folders;
  },
};

/** Paths of JavaScript or TypeScript modules, separated by commas. */
export const moduleList: SettingKind<string[]> = {
  allowed: 'paths of modules (.js, .mjs or .ts), separated by commas',
  parse(value) {
    const modules = value
      .split(',')
      .map((path) => path.trim())
      .filter((path) => path !== '');
    check(modules.every((path) => /\.(js|mjs|ts)$/.test(path)));
    return modules;
  },
};

/** public, and hosts by name. */
export const imageHostList: SettingKind<ImageHosts> = {
  allowed: 'public, or hosts (host, host:port), separated by commas',
  parse: parseImageHosts,
  format: (hosts) => [...(hosts.public ? ['public'] : []), ...hosts.named].join(','),
};

/** tenant=key, tenant=key: each key once. */
export const tenantKeyList: SettingKind<{ tenant: string; key: string }[]> = {
  allowed: 'tenant=key, tenant=key, … with keys of at least 16 characters',
  parse(value) {
    const entries = value
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '')
      .map((entry) => {
        const at = entry.indexOf('=');
        const tenant = entry.slice(0, at);
        check(at > 0 && TENANT_NAME.test(tenant));
        return { tenant, key: key.parse(entry.slice(at + 1)) };
      });
    check(new Set(entries.map((entry) => entry.key)).size === entries.length);
    return entries;
  },
};

/** scope+scope=key, tenant:scope+scope=key: each key once. */
export const scopedKeyList: SettingKind<{ scopes: string[]; tenant?: string; key: string }[]> = {
  allowed: 'scope+scope=key, tenant:scope=key, … with keys of at least 16 characters',
  parse(value) {
    const entries = value
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '')
      .map((entry) => {
        const [, tenant, names = '', secret = ''] = /^(?:([^:=]*):)?([^:=]+)=(.*)$/.exec(entry) ?? [];
        const scopes = names.split('+');
        check(scopes.every((scope) => SCOPE_NAME.test(scope)));
        check(tenant === undefined || TENANT_NAME.test(tenant));
        return { scopes, ...(tenant !== undefined && { tenant }), key: key.parse(secret) };
      });
    check(new Set(entries.map((entry) => entry.key)).size === entries.length);
    return entries;
  },
  format: (entries) =>
    entries
      .map(
        ({ scopes, tenant, key }) => `${tenant === undefined ? '' : `${tenant}:`}${scopes.join('+')}=${key}`,
      )
      .join(','),
};

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
