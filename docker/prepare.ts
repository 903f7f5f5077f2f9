/**
 * node docker/prepare.ts model|graphiql <directory>: makes the models, or the GraphiQL bundle, for an image. The
 * models need a python3 with pip.
 */
import { ensureGraphiql } from '../setup/graphiql.ts';
import { ensureModels } from '../setup/models.ts';
import { progressOn } from '../setup/progress.ts';

const [what, dir = ''] = process.argv.slice(2);
const progress = progressOn();
if (what === 'model') await ensureModels({ dir, python: 'python3', progress });
else if (what === 'graphiql') await ensureGraphiql({ dir, progress });
else throw new Error('node docker/prepare.ts model|graphiql <directory>');
