import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { EXIT_CODE_MEANINGS } from '../src/cli/exit-code';
import { createProgram } from '../src/cli/program';
import { describeByName } from '../src/cli/plugins/plugin-description';
import { Secrets } from '../src/config/secrets';
import { fakeConversation } from './support/fake-conversation';
import { checkScreen, liveScreen, planScreen, summaryScreen } from './support/screens';
import { ROOT } from './support/source-files';

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const readme = read('README.md');

const PROGRAM = createProgram(async () => undefined, { secrets: new Secrets(), onEnd: () => undefined });

/** The rows of the first table under a header. */
function table(header: string): string[][] {
  const lines = readme.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${header} |`));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('The README', () => {
  it('lists the options of the command as --help does', () => {
    const options = PROGRAM.options.map(({ flags, description }) => [`\`${flags}\``, description]);
    expect(table('option')).toEqual(options);
  });

  it('lists the sub-commands, each with its options, as their --help does', () => {
    const rows = PROGRAM.commands.flatMap((command) => [command, ...command.commands]).flatMap(rowsOf);
    expect(table('sub-command')).toEqual(rows.filter(([, , description]) => description !== undefined));
  });

  it('lists the exit codes as --help does', () => {
    expect(table('exit code')).toEqual(EXIT_CODE_MEANINGS.map(([code, meaning]) => [String(code), meaning]));
  });

  it('names only files and folders that exist', () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1] ?? '');
    for (const link of links) expect(() => readFileSync(path.join(ROOT, link))).not.toThrow(/ENOENT/);
  });

  it.each<[string, () => string | Promise<string>]>([
    ['the live view', liveScreen],
    ['the summary', summaryScreen],
    ['check', checkScreen],
    ['plan', planScreen],
  ])('shows the screen of %s as it is', async (_what, screen) => {
    const lines = (await screen()).trimEnd().split('\n');
    expect(readme).toContain(lines.map((line) => (line === '' ? '' : `    ${line}`)).join('\n'));
  });

  it('shows what plugins describe prints', async () => {
    const talk = fakeConversation();
    const request = { reference: 'FileStreamSource', worker: undefined, connectors: [] };
    await describeByName(request, { secrets: new Secrets(), conversation: talk });
    const [before = '', after = ''] = talk.printed.join('').split(/^Settings that all of its kind have.*\n\n/m);
    for (const part of [before, after]) {
      const lines = part.trimEnd().split('\n');
      expect(readme).toContain(lines.map((line) => (line === '' ? '' : `    ${line}`)).join('\n'));
    }
  });

  it('shows the quick start that the demo runs', () => {
    for (const file of ['file-source', 'file-sink']) {
      const settings = read(`examples/quickstart/${file}.properties`)
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('tasks.max'));
      for (const setting of settings) expect(readme).toContain(setting);
    }
  });
});

/** A row for the command itself, and one for each option of its own. */
function rowsOf(command: Command): string[][] {
  if (command.commands.length > 0) return [];
  const path = [command.parent === null || command.parent === PROGRAM ? '' : command.parent.name(), command.name()]
    .join(' ')
    .trim();
  const shared = new Set(PROGRAM.options.map(({ flags }) => flags));
  const own = command.options.filter(({ flags }) => !shared.has(flags));
  return [
    [`\`${path}\``, '', command.description()],
    ...own.map(({ flags, description }) => ['', `\`${flags}\``, description]),
  ];
}

describe('The commands that the documents name', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

  it.each(['README.md', 'CONTRIBUTING.md'])('exist, in %s', (file) => {
    const named = [...read(file).matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
