/**
 * What goes wrong while Kitegraph is set up and started, and what to do about it. Plain JavaScript: it also serves
 * before there is a Node that runs TypeScript.
 *
 * Each entry: a pattern that is looked for in what the failing tool said, and the line that the person gets, made of
 * the match. The first entry that matches counts.
 *
 * @type {[pattern: RegExp, line: (match: RegExpExecArray) => string][]}
 */
export const failures = [
  [
    /ENOSPC[^\n]*?(\d[\d.]* MB are needed in .+, [\d.]+ MB are free)/,
    (match) =>
      `The disk is full: ${match[1]}. Free some space, or set KITEGRAPH_RUNTIME_DIR and KITEGRAPH_DATA_DIR to another disk.`,
  ],
  [
    /ENOSPC|No space left on device|EDQUOT|Disk quota exceeded|could not extend file|wrote only \d+ of \d+ bytes/i,
    () =>
      'The disk is full. Free some space (the set-up takes about 2.5 GB), or set KITEGRAPH_RUNTIME_DIR and KITEGRAPH_DATA_DIR to another disk.',
  ],
  [
    /(?:EROFS|Read-only file system)(?:[^\n]*?'([^'\n]+)')?/,
    (match) =>
      `${match[1] ?? 'The folder'} is on a read-only disk. Set KITEGRAPH_DATA_DIR and KITEGRAPH_RUNTIME_DIR to folders that you can write.`,
  ],
  [
    /(?:EACCES|EPERM|Permission denied)(?:[^\n]*?'([^'\n]+)')?/,
    (match) =>
      `No permission for ${match[1] ?? 'a folder'}. Give it to your user (chown), or set KITEGRAPH_DATA_DIR and KITEGRAPH_RUNTIME_DIR to folders that you can write.`,
  ],
  [
    /(?:EADDRINUSE|address already in use)[^\n]*?(\d+)\s*$/im,
    (match) =>
      `Port ${match[1]} is in use. Stop the program that listens there, or set KITEGRAPH_PORT to another port.`,
  ],
  [
    /npm: not found/,
    () =>
      'npm is missing. Install it with Node.js (https://nodejs.org; on Debian and Ubuntu: apt install npm).',
  ],
  [
    /npm (?:error|ERR!)[^\n]*\b(ENOTFOUND|ETIMEDOUT|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ENETUNREACH|ERR_SOCKET_TIMEOUT|[A-Z_]*CERT[A-Z_]*)\b/,
    (match) =>
      `npm cannot reach its registry (${match[1]}). Check the network and proxy, and the setting shown by: npm config get registry`,
  ],
  [
    /npm (?:error|ERR!)[^\n]*(?:404 Not Found - GET \S+\/(\S+)|No matching version found for (\S+?)\.?\s)/,
    (match) =>
      `The npm registry does not have ${decodeURIComponent(match[1] ?? match[2] ?? '')}. Check the setting shown by: npm config get registry`,
  ],
  [
    /npm (?:error|ERR!)[^\n]*\b(E401|E403|ENEEDAUTH)\b/,
    (match) =>
      `The npm registry refuses you (${match[1]}). Log in to it (npm login), or check the setting shown by: npm config get registry`,
  ],
  [
    /npm (?:error|ERR!)[\s\S]*are in sync/,
    () => 'package.json and package-lock.json do not go together. Run npm install, then start again.',
  ],
  [
    /npm (?:error|ERR!) code EINTEGRITY/,
    () =>
      'The npm registry gave a file that is not the one in package-lock.json. Run npm cache clean --force, then start again; check the setting shown by: npm config get registry',
  ],
  [
    /python3: not found/,
    () =>
      'python3 is missing. Install Python 3.10 or later (Debian and Ubuntu: apt install python3 python3-venv), or set MILVUS_ADDRESS and EMBEDDING_URL to servers of your own.',
  ],
  [
    /python (3\.\d+|2\.\d+) is too old/,
    (match) => `Python ${match[1]} is too old. Install Python 3.10 or later so that python3 is it.`,
  ],
  [
    /No module named '?(venv|ensurepip|pip)\b|ensurepip is not available/,
    (match) =>
      `Python lacks ${match[1] ?? 'ensurepip'}. Install it (Debian and Ubuntu: apt install python3-venv python3-pip).`,
  ],
  [
    /Temporary failure in name resolution|Name or service not known|nodename nor servname|Failed to establish a new connection|Connection refused|Network is unreachable|ConnectTimeoutError|Read timed out|ReadTimeoutError|CERTIFICATE_VERIFY_FAILED/,
    (match) =>
      `pip cannot reach its registry (${match[0]}). Check the network and proxy, and the setting shown by: python3 -m pip config get global.index-url`,
  ],
  [
    /THESE PACKAGES DO NOT MATCH THE HASHES[\s\S]*?\n\s+(\S+==\S+)/,
    (match) =>
      `The Python registry gave another file for ${match[1]} than the one pinned by its hash. Run python3 -m pip cache purge, then start again; check the setting shown by: python3 -m pip config get global.index-url`,
  ],
  [
    /Could not find a version that satisfies the requirement (\S+)[^\n]*from versions: none/,
    (match) =>
      `pip found no ${match[1]} in its registry. Check the network and proxy, and the setting shown by: python3 -m pip config get global.index-url`,
  ],
  [
    /No matching distribution found for (\S+)/,
    (match) =>
      `The Python registry has no ${match[1]} for this system and Python. Use Python 3.10 to 3.14 on Linux (x86-64, arm64) or macOS, and check the setting shown by: python3 -m pip config get global.index-url`,
  ],
];

/**
 * The line with the remedy, where what went wrong is known.
 *
 * @param {string} text everything the failing tool said
 * @returns {string | undefined}
 */
export function knownFailure(text) {
  for (const [pattern, line] of failures) {
    const match = pattern.exec(text);
    if (match) return line(match);
  }
  return undefined;
}

/**
 * One line of what went wrong, with the remedy where it is known.
 *
 * @param {string} text everything the failing tool said
 * @returns {string}
 */
export function explainText(text) {
  const known = knownFailure(text);
  if (known) return known;
  const lines = text.split('\n').map((line) => line.trim());
  return (
    lines.findLast((line) => /error|fatal|cannot|failed/i.test(line)) ??
    lines.findLast(Boolean) ??
    'It failed without a word.'
  );
}
