/** Owns folders with plugins in them that lie far from this repository. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from './source-files';

// What is translated in tests is kept with this repository and not in the home of whoever runs them.
process.env['XDG_CACHE_HOME'] = join(ROOT, '.cache');

const NAMES = '{ ConfigDef, Converter, RetriableError, SourceConnector, SourceTask }';
/** The first line of a plugin as an ES module and as a CommonJS module. */
export const ES_IMPORT = `import ${NAMES} from 'connect-standalone';\n`;
export const CJS_IMPORT = `const ${NAMES} = require('connect-standalone');\n`;

/** A temporary folder; `remove` it after the test. */
export class PluginFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'plugins-'));

  /** Writes a file below the folder and returns its path. */
  write(name: string, text: string): string {
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /** Writes an npm package: its manifest, and the text of its one module. Returns the folder of the package. */
  writePackage(folder: string, manifest: Readonly<Record<string, unknown>>, text: string): string {
    this.write(join(folder, 'main.js'), text);
    return dirname(this.write(join(folder, 'package.json'), JSON.stringify({ main: 'main.js', ...manifest })));
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

/** The body of a source connector class that does nothing. */
export function sourceConnector(version = '7.1'): string {
  return `class extends SourceConnector {
    version() { return '${version}'; }
    config() { return new ConfigDef(); }
    start() {}
    taskClass() { return SourceTask; }
    taskConfigs() { return [{}]; }
    stop() {}
  }`;
}

/** The body of a converter class that does nothing. */
export const CONVERTER = `class extends Converter {
    configure() {}
    fromConnectData() { return null; }
    toConnectData() { return { schema: null, value: null }; }
  }`;

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => {
      throw new Error('the promise was fulfilled');
    },
    (error: unknown) => error as Error,
  );
}
