import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  configurationPage,
  coreSections,
  pluginSections,
  pluginsPage,
  printPage,
} from '../../src/cli/config-reference';
import { ConfigDef } from '../../src/config/config-def';

function expectPage(name: string, printed: string): void {
  const path = join(__dirname, '../../docs', name);
  if (process.env['UPDATE_DOCS'] !== undefined) writeFileSync(path, printed);
  expect(readFileSync(path, 'utf8')).toBe(printed);
}

describe('the pages of reference are what the definitions print (write them anew with UPDATE_DOCS=1)', () => {
  test('docs/configuration.md', () => {
    expectPage('configuration.md', configurationPage());
  });

  test('docs/plugins.md', () => {
    expectPage('plugins.md', pluginsPage());
  });
});

describe('every definition', () => {
  test.each([...coreSections(), ...pluginSections()].map((section) => [section.title, section] as const))(
    'of %s prints each setting with its meaning',
    (_title, { definition }) => {
      const text = definition.toMarkdown();

      for (const { name, doc, internal } of definition.configKeys.values()) {
        expect(text.includes(`- \`${name}\`\n`)).toBe(!internal);
        expect(doc).not.toBe('');
      }
    },
  );
});

describe('printPage', () => {
  test('prints a chapter per definition', () => {
    const definition = new ConfigDef().define({ name: 'a', type: 'INT', default: 1, importance: 'LOW', doc: 'An a.' });
    const text = printPage('All', [{ title: 'Things', intro: 'About things.', definition }]);

    expect(text).toMatch(/^# All\n\nPrinted/);
    expect(text).toContain(
      '\n\n## Things\n\nAbout things.\n\n- `a`\n  An a.\n  (type int; default `1`; importance low)\n',
    );
  });
});
