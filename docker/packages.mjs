/**
 * node docker/packages.mjs <program.ts>: reduces package.json to the packages that the program needs, at the versions it
 * names, so that `npm install` then installs just these, as package-lock.json has them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { closure } from './closure.mjs';

const [entry = ''] = process.argv.slice(2);
const {
  dependencies,
  devDependencies: _,
  optionalDependencies: __,
  ...rest
} = JSON.parse(readFileSync('package.json', 'utf8'));
const needed = closure('.', entry).packages;
const unknown = needed.filter((name) => !(name in dependencies));
if (unknown.length > 0)
  throw new Error(`package.json does not name ${unknown.join(', ')}, which ${entry} needs`);
const kept = Object.fromEntries(needed.map((name) => [name, dependencies[name]]));
writeFileSync('package.json', `${JSON.stringify({ ...rest, dependencies: kept }, null, 2)}\n`);
