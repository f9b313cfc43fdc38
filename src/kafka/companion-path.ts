/** Owns where the native companion lies: built here, or built elsewhere for this platform. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

interface Prebuilt {
  readonly prebuiltFile: () => string;
}

let found: string | undefined;

/** The file that `plugin.library.paths` names; where there is none, the one that `npm rebuild` makes. */
export function companionPath(): string {
  found ??= findCompanion();
  return found;
}

/** From src/kafka and from dist/src/kafka alike: the nearest folder above that has the companion's sources. */
export function packageRoot(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'binding.gyp')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/** The install script puts the one that fits into build/. Where scripts are not allowed it is used where it lies. */
function findCompanion(): string {
  const root = packageRoot();
  const built = join(root, 'build', 'Release', 'companion.node');
  if (existsSync(built) || !existsSync(join(root, 'prebuilds'))) return built;
  const { prebuiltFile } = createRequire(__filename)(join(root, 'native', 'install', 'prebuilt.cjs')) as Prebuilt;
  const prebuilt = prebuiltFile();
  return existsSync(prebuilt) ? prebuilt : built;
}
