import { isModuleFile, parsePluginReference } from '../../src/runtime/plugin-reference';

describe('parsePluginReference', () => {
  it('takes the export off a file', () => {
    expect(parsePluginReference(' ./my-source.ts#MySource ')).toEqual({
      text: './my-source.ts#MySource',
      target: './my-source.ts',
      exportName: 'MySource',
      looksLikeFile: true,
      packageName: undefined,
      looksLikeJavaClass: false,
    });
  });

  it.each(['./x', '../x', '/opt/x', 'file:///opt/x.js', 'x.ts', 'folder/x.mjs', 'x.cts'])(
    'takes %s as a file',
    (text) => {
      expect(parsePluginReference(text).looksLikeFile).toBe(true);
    },
  );

  it.each([
    ['@acme/connect-foo', '@acme/connect-foo'],
    ['@acme/connect-foo/sub/path#X', '@acme/connect-foo'],
    ['connect-foo', 'connect-foo'],
    ['connect-foo/sub', 'connect-foo'],
    ['FooSink', undefined],
    ['org.example.FooSink', undefined],
    ['@acme', undefined],
    ['', undefined],
  ])('reads the package of %p as %p', (text, packageName) => {
    expect(parsePluginReference(text).packageName).toBe(packageName);
  });

  it.each([
    ['org.example.FooSink', true],
    ['org.example.Foo$Value', true],
    ['FooSink', false],
    ['org.example', false],
  ])('takes %s for a Java class: %p', (text, expected) => {
    expect(parsePluginReference(text).looksLikeJavaClass).toBe(expected);
  });
});

describe('isModuleFile', () => {
  it('is true for code, not for declarations or data', () => {
    const names = ['a.ts', 'a.mts', 'a.cts', 'a.js', 'a.mjs', 'a.cjs', 'a.d.ts', 'a.d.mts', 'a.json', 'a'];
    expect(names.filter(isModuleFile)).toEqual(['a.ts', 'a.mts', 'a.cts', 'a.js', 'a.mjs', 'a.cjs']);
  });
});
