import { existsSync } from 'node:fs';
import path from 'node:path';
import type * as CompanionPathModule from '../../src/kafka/companion-path';
import { companionPath, packageRoot } from '../../src/kafka/companion-path';

const ROOT = path.resolve(__dirname, '../..');
const BUILT = path.join(ROOT, 'build/Release/companion.node');

/** The path in a package in which just these files of build/ and prebuilds/ are there. */
function pathWith(files: readonly string[], { libc = '2.36' }: { libc?: string | undefined } = {}): string {
  let found = '';
  const report = jest.spyOn(process.report, 'getReport').mockReturnValue({
    header: libc === '' ? {} : { glibcVersionRuntime: libc },
  });
  const exists = (file: string) =>
    /prebuilds|\.node$/.test(file) ? files.some((there) => path.join(ROOT, there).startsWith(file)) : existsSync(file);
  jest.isolateModules(() => {
    jest.doMock('node:fs', () => ({ existsSync: exists }));
    found = jest.requireActual<typeof CompanionPathModule>('../../src/kafka/companion-path').companionPath();
  });
  jest.dontMock('node:fs');
  report.mockRestore();
  return path.relative(ROOT, found);
}

describe('companionPath', () => {
  const platform = `${process.platform}-${process.arch}`;

  it('lies in the folder of the package, from the sources and from the built files alike', () => {
    expect(packageRoot()).toBe(ROOT);
    expect(companionPath()).toBe(BUILT);
    expect(existsSync(companionPath())).toBe(true);
  });

  it('is the one that was built here, where there is one', () => {
    expect(pathWith(['build/Release/companion.node', `prebuilds/${platform}/companion.node`])).toBe(
      'build/Release/companion.node',
    );
  });

  it('is the one for this platform, where none was built here', () => {
    expect(pathWith([`prebuilds/${platform}/companion.node`])).toBe(`prebuilds/${platform}/companion.node`);
  });

  it('is the one for this C library', () => {
    const both = [`prebuilds/${platform}/companion.node`, `prebuilds/${platform}-musl/companion.node`];
    expect(pathWith(both, { libc: '' })).toBe(`prebuilds/${platform}-musl/companion.node`);
    expect(pathWith(both)).toBe(`prebuilds/${platform}/companion.node`);
  });

  it('is what is to be built, where those that are there are for others', () => {
    expect(pathWith(['prebuilds/beos-m68k/companion.node'])).toBe('build/Release/companion.node');
    expect(pathWith([])).toBe('build/Release/companion.node');
  });
});
