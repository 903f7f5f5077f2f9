import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, SetupError } from './explain.ts';

/** What tools really wrote, and what the person must be told. */
const cases: [promise: string, said: string, told: RegExp][] = [
  [
    'an npm registry that cannot be found is named as the cause, with the setting to check',
    'npm error code ENOTFOUND\nnpm error syscall getaddrinfo\nnpm error network request to https://registry.example/pg failed, reason: getaddrinfo ENOTFOUND registry.example\n',
    /^npm cannot reach its registry \(ENOTFOUND\).*npm config get registry$/,
  ],
  [
    'an npm registry that does not answer is told from one that is not found',
    'npm error code ETIMEDOUT\nnpm error network This is a problem related to network connectivity.\n',
    /^npm cannot reach its registry \(ETIMEDOUT\)/,
  ],
  [
    'a package that the npm registry lacks is named',
    'npm error code E404\nnpm error 404 Not Found - GET https://registry.example/@scope%2fname\nnpm error 404\n',
    /^The npm registry does not have @scope\/name\./,
  ],
  [
    'a version that the npm registry lacks is named',
    "npm error code ETARGET\nnpm error notarget No matching version found for pg@99.0.0.\nnpm error notarget In most cases you requested a version that doesn't exist.\n",
    /^The npm registry does not have pg@99\.0\.0\./,
  ],
  [
    'a missing npm is told with where to get it',
    'npm: not found (spawn npm ENOENT)',
    /^npm is missing\. Install it/,
  ],
  [
    'a missing python3 is told with the package to install',
    'python3: not found',
    /^python3 is missing\. Install Python 3\.10 or later .*python3-venv/,
  ],
  ['a Python that is too old is told with its version', 'python 3.8 is too old', /^Python 3\.8 is too old\./],
  [
    'a Debian Python without ensurepip asks for python3-venv',
    'The virtual environment was not created successfully because ensurepip is not available.  On Debian/Ubuntu\nsystems, you need to install the python3-venv package using the following command.\n',
    /^Python lacks ensurepip\. Install it .*python3-venv/,
  ],
  [
    'a Python without the venv module asks for it',
    'Traceback (most recent call last):\n  File "<string>", line 1, in <module>\nModuleNotFoundError: No module named \'venv\'\n',
    /^Python lacks venv\./,
  ],
  [
    'a Python registry that cannot be reached is named as the cause, with the setting to check',
    "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(<pip._vendor.urllib3.connection.HTTPConnection>: Failed to establish a new connection: [Errno 111] Connection refused')': /six/\nERROR: Could not find a version that satisfies the requirement six==1.17.0 (from versions: none)\nERROR: No matching distribution found for six==1.17.0\n",
    /^pip cannot reach its registry \(Failed to establish a new connection\).*pip config get global\.index-url$/,
  ],
  [
    'a Python registry that has nothing of a package is named as the cause',
    'ERROR: Could not find a version that satisfies the requirement six==1.17.0 (from versions: none)\nERROR: No matching distribution found for six==1.17.0\n',
    /^pip found no six==1\.17\.0 in its registry\. Check the network/,
  ],
  [
    'a wheel that does not exist for this system is told from a registry that is away',
    'ERROR: Could not find a version that satisfies the requirement six==99.0 (from versions: 1.16.0, 1.17.0)\nERROR: No matching distribution found for six==99.0\n',
    /^The Python registry has no six==99\.0 for this system and Python\./,
  ],
  [
    'a file that is not the pinned one is refused by name',
    'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the package versions, please update the hashes.\n    six==1.17.0 from https://files.example/six.whl (from -r bad.txt (line 1)):\n        Expected sha256 00\n             Got        47\n',
    /^The Python registry gave another file for six==1\.17\.0 than the one pinned/,
  ],
  [
    'a disk that is too small is told before the download, with the figures',
    'ENOSPC: 1000.0 MB are needed in /srv/kitegraph, 12.5 MB are free',
    /^The disk is full: 1000\.0 MB are needed in \/srv\/kitegraph, 12\.5 MB are free\. Free some space/,
  ],
  [
    'a disk that fills up in pip is told',
    'ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n',
    /^The disk is full\. Free some space/,
  ],
  [
    'a folder without permission is named',
    "Error: [Errno 13] Permission denied: '/srv/kitegraph/runtime'\n",
    /^No permission for \/srv\/kitegraph\/runtime\. Give it to your user/,
  ],
];

for (const [promise, said, told] of cases) {
  test(promise, () => {
    const line = explain(new SetupError(said));
    assert.match(line, told);
    assert.ok(!line.includes('\n'), 'one line');
  });
}

test('an error of the operating system gets its remedy', () => {
  const busy = Object.assign(new Error('listen EADDRINUSE: address already in use 127.0.0.1:4000'), {
    code: 'EADDRINUSE',
  });
  assert.match(explain(busy), /^Port 4000 is in use\. Stop the program .* KITEGRAPH_PORT/);
  const closed = Object.assign(new Error("EACCES: permission denied, mkdir '/srv/data'"), { code: 'EACCES' });
  assert.match(explain(closed), /^No permission for \/srv\/data\./);
  const readOnly = Object.assign(new Error("EROFS: read-only file system, mkdir '/srv/data'"), {
    code: 'EROFS',
  });
  assert.match(explain(readOnly), /^\/srv\/data is on a read-only disk\./);
});

test('an error that says what to do already is passed on as it is', () => {
  const line = 'KITEGRAPH_PORT is "x": a number from 0 to 65535 is allowed.';
  assert.equal(explain(new Error(line)), line);
});

test('of what nobody foresaw the line that names the error is shown', () => {
  assert.equal(
    explain(new SetupError('step one\nerror: the moon is in the way\nbye')),
    'error: the moon is in the way',
  );
});
