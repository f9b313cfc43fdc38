import { spawnSync } from 'node:child_process';
import path from 'node:path';
import {
  hasDefaultExport,
  hasRunTimeCode,
  importCycles,
  ROOT,
  sourceFiles,
  type SourceFile,
} from './support/source-files';

/** Which rooms of src a room may import, besides itself, the leaves. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  data: [],
  config: ['data'],
  api: ['data', 'config'],
  'config/providers': ['data', 'config', 'api'],
  converters: ['data', 'config', 'api'],
  transforms: ['data', 'config', 'api'],
  connectors: ['data', 'config', 'api'],
  storage: ['data', 'config', 'api', 'kafka'],
  kafka: ['data', 'config', 'api'],
  runtime: ['data', 'config', 'api', 'storage', 'kafka'],
  rest: ['data', 'config', 'api', 'runtime'],
  metrics: ['data', 'config', 'api', 'runtime'],
  cli: ['data', 'config', 'api', 'storage', 'kafka', 'runtime', 'rest', 'metrics'],
};

/** Files that are not as their room is, the files straight in src among them: what each may import of src. */
const MAY_IMPORT_LEAF: Readonly<Record<string, readonly string[]>> = {
  'src/errors.ts': [],
  'src/logger.ts': [],
  'src/clock.ts': [],
  'src/version.ts': [],
  // Replaces ${provider:…} by what the providers say, so it knows their interface.
  'src/config/config-transformer.ts': ['errors', 'config', 'api'],
  // Hands the running copy of the public API to outside plugins.
  'src/runtime/plugin-module-loader.ts': ['version', 'index'],
  'src/index.ts': ['errors', 'logger', 'clock', 'data', 'config', 'api', 'converters', 'transforms', 'connectors'],
};

const LEAVES = ['errors', 'logger', 'clock', 'version'];
const SHIPPED_PLUGINS = ['converters', 'transforms', 'connectors', 'config/providers'];

/** Finer than rooms: from, to, and why not. */
const FORBIDDEN: readonly { from: RegExp; to: RegExp; except?: RegExp; reason: string }[] = [
  {
    from: /^src\/(converters|transforms|connectors|config\/providers)\//,
    to: /^src\/(logger|clock)\.ts$/,
    reason: 'a shipped plugin imports only what an outside author can',
  },
  {
    from: /^src\/storage\//,
    to: /^src\/kafka\//,
    except: /^src\/kafka\/clients\.ts$/,
    reason: 'storage knows the interfaces of kafka only',
  },
  { from: /^src\/runtime\/source\//, to: /^src\/runtime\/sink\//, reason: 'source and sink never import each other' },
  { from: /^src\/runtime\/sink\//, to: /^src\/runtime\/source\//, reason: 'source and sink never import each other' },
  {
    from: /^src\/rest\//,
    to: /^src\/runtime\/worker(-task|-connector)?\.ts$/,
    reason: 'rest knows Herder, never Worker',
  },
  {
    from: /^src\/(?!runtime\/plugin-module-loader\.ts$)/,
    to: /^src\/index\.ts$/,
    reason: 'index.ts is for outside authors',
  },
  { from: /^src\//, to: /^(bin|test|examples|bench)\//, reason: 'src stands alone' },
  { from: /^bin\//, to: /^src\//, except: /^src\/cli\//, reason: 'bin only calls cli' },
];

/** The one file through which the runtime meets shipped plugins. */
const PLUGIN_LIST = 'src/runtime/builtin-plugins.ts';

/** Where a package may be imported. A package that is not here needs a decision, and then an entry. */
const PACKAGE_HOMES: Readonly<Record<string, RegExp>> = {
  'node-rdkafka': /^src\/kafka\//,
  commander: /^src\/cli\//,
  'cli-table3': /^src\/cli\//,
  dotenv: /^src\/cli\//,
  ini: /^src\/cli\//,
  'properties-file': /^src\/(cli\/|config\/java-properties\.ts$)/,
  pino: /^src\/logger\.ts$/,
  jiti: /^src\/runtime\//,
  hono: /^src\/rest\//,
  '@hono/node-server': /^src\/rest\//,
  'prom-client': /^src\/metrics\//,
};

const LINE_LIMIT = 300;

/** Files that may be longer: tables of data and pure contracts. */
const LONG_FILES: Readonly<Record<string, string>> = {};

/** Files with run-time code that have no test of their own. */
const UNTESTED_FILES: Readonly<Record<string, string>> = {
  'src/runtime/errors/error-counters.ts': 'fields that count, without a method; who counts is tested',
  'src/kafka/embedded-kafka-process.ts': 'runs in the child process that embedded-kafka.test.ts starts',
};

/** Folders of test/ that do not mirror src. */
const OTHER_TEST_FOLDERS = ['integration', 'contracts', 'vectors', 'faults', 'support'];
/** Tests of the project as a whole. */
const PROJECT_TESTS = ['conventions', 'examples', 'docs', 'setup'];

const TOP_LEVEL = [
  ...[
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'eslint.config.mjs',
    'jest.config.cjs',
  ],
  ...['knip.json', 'binding.gyp', 'README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'LICENSE'],
  ...['bin', 'src', 'examples', 'test', 'native', 'bench', 'docs'],
];

const source = sourceFiles('src');
const programs = sourceFiles('bin');
const tests = sourceFiles('test');

describe('import directions', () => {
  it('follow the table of rooms', () => {
    expect(
      crossings()
        .filter(([from, to]) => !mayImport(from, to))
        .map(arrow),
    ).toEqual([]);
  });

  it('respect the finer rules', () => {
    const broken = crossings().flatMap(([from, to]) =>
      FORBIDDEN.filter((rule) => rule.from.test(from) && rule.to.test(to) && rule.except?.test(to) !== true).map(
        ({ reason }) => `${from} → ${to}: ${reason}`,
      ),
    );
    expect(broken).toEqual([]);
  });

  it('have no cycle, types included', () => {
    expect(importCycles(source)).toEqual([]);
  });

  it('lead to files that exist', () => {
    const known = new Set([...source, ...programs, ...tests].map((file) => file.path));
    const lost = source.flatMap((file) =>
      file.imports.filter((to) => to.endsWith('.ts') && !known.has(to)).map((to) => arrow([file.path, to])),
    );
    expect(lost).toEqual([]);
  });
});

describe('packages', () => {
  it('are imported only where they belong', () => {
    const astray = [...source, ...programs].flatMap(({ path: file, packages }) =>
      packages
        .filter((name) => !name.startsWith('node:') && PACKAGE_HOMES[name]?.test(file) !== true)
        .map((name) => `${file}: ${name}`),
    );
    expect(astray).toEqual([]);
  });

  it('leave the native companion to one room', () => {
    const users = source.filter(({ text }) => text.includes('companion.node')).map((file) => file.path);
    expect(users.filter((file) => !file.startsWith('src/kafka/'))).toEqual([]);
  });
});

describe('source files', () => {
  it(`have at most ${LINE_LIMIT} lines`, () => {
    const long = source.filter((file) => file.lines > LINE_LIMIT && !(file.path in LONG_FILES));
    expect(long.map((file) => `${file.path}: ${file.lines}`)).toEqual([]);
  });

  it('have kebab-case names', () => {
    const segments = /^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.ts$/;
    expect(names([...source, ...programs, ...tests]).filter((file) => !segments.test(file))).toEqual([]);
  });

  it('have names that say what they own', () => {
    const vague = /(^|[/-])(utils?|helpers?|common|managers?)([/.-]|$)|\/types\.ts$/;
    expect(names(source).filter((file) => vague.test(file))).toEqual([]);
  });

  it('have names that are unique in src', () => {
    const baseNames = names(source).map((file) => path.posix.basename(file));
    expect(baseNames.filter((name, index) => baseNames.indexOf(name) !== index)).toEqual([]);
  });

  it('open with what they own', () => {
    expect(names(source.filter(({ text }) => !text.startsWith('/** Owns ')))).toEqual([]);
  });

  it('have no default export', () => {
    expect(names([...source, ...programs].filter(hasDefaultExport))).toEqual([]);
  });

  it('have one barrel', () => {
    expect(names([...source, ...programs, ...tests]).filter((file) => /(^|\/)index\.ts$/.test(file))).toEqual([
      'src/index.ts',
    ]);
  });

  it('leave nothing for later', () => {
    const later = /\b(TO.?DO|FIX.?ME)\b|\/\/\s*X{3}\b/;
    expect(names([...source, ...programs, ...tests].filter(({ text }) => later.test(text)))).toEqual([]);
  });
});

describe('tests', () => {
  const testNames = names(tests).filter((file) => file.endsWith('.test.ts'));

  it('mirror src', () => {
    const sources = new Set(names(source));
    expect(testNames.filter((file) => isMirror(file) && !sources.has(sourceOf(file)))).toEqual([]);
  });

  it('stand beside every file with run-time code', () => {
    const tested = new Set(testNames.map((file) => path.posix.basename(file, '.test.ts')));
    const untested = source.filter(
      (file) => !(file.path in UNTESTED_FILES) && !tested.has(path.posix.basename(file.path, '.ts')),
    );
    expect(names(untested.filter(hasRunTimeCode))).toEqual([]);
  });

  it('have no exception that is not needed', () => {
    const sources = new Set(names(source));
    expect([...Object.keys(LONG_FILES), ...Object.keys(UNTESTED_FILES)].filter((file) => !sources.has(file))).toEqual(
      [],
    );
    expect(source.filter((file) => file.path in LONG_FILES && file.lines <= LINE_LIMIT)).toEqual([]);
  });
});

describe('the top level', () => {
  it('holds only what belongs there', () => {
    const git = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const entries = new Set(
      git.stdout
        .split('\n')
        .filter(Boolean)
        .map((file) => file.split('/')[0] ?? ''),
    );
    expect(entries.size).toBeGreaterThan(0);
    expect([...entries].filter((entry) => !entry.startsWith('.') && !TOP_LEVEL.includes(entry))).toEqual([]);
  });
});

function names(files: readonly SourceFile[]): string[] {
  return files.map((file) => file.path);
}

function arrow([from, to]: readonly [string, string]): string {
  return `${from} → ${to}`;
}

function crossings(): [string, string][] {
  return [...source, ...programs].flatMap(({ path: from, imports }) =>
    imports.map((to): [string, string] => [from, to]),
  );
}

/** `data` of src/data/schema.ts, `errors` of src/errors.ts. */
function roomOf(file: string): string {
  if (file.startsWith('src/config/providers/')) return 'config/providers';
  return (file.split('/')[1] ?? '').replace(/\.ts$/, '');
}

function mayImport(from: string, to: string): boolean {
  if (!from.startsWith('src/') || !to.startsWith('src/')) return true;
  const [room, target] = [roomOf(from), roomOf(to)];
  const leaf = MAY_IMPORT_LEAF[from];
  if (leaf !== undefined) return leaf.includes(target);
  if (room === target || LEAVES.includes(target)) return true;
  if (from === PLUGIN_LIST && SHIPPED_PLUGINS.includes(target)) return true;
  return MAY_IMPORT[room]?.includes(target) === true;
}

function isMirror(test: string): boolean {
  const [, room = ''] = test.split('/');
  return !OTHER_TEST_FOLDERS.includes(room) && !PROJECT_TESTS.includes(room.replace('.test.ts', ''));
}

function sourceOf(test: string): string {
  return test.replace(/^test\//, 'src/').replace(/\.test\.ts$/, '.ts');
}
