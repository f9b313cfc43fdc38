/** Owns the view of the project's own source files that the conventions test checks. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export const ROOT = path.resolve(__dirname, '..', '..');

/** A source file, by its path from the root of the repository with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  /** Files of this project that it imports, types and `import()` included. */
  readonly imports: readonly string[];
  /** Packages that it imports, by package name; `node:` modules with their prefix. */
  readonly packages: readonly string[];
}

/** All TypeScript files under a folder of the repository, sorted. */
export function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.split(path.sep).join('/')}`)
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map(readSourceFile);
}

/** True when something is left of the file after its types are taken away: it needs a test. */
export function hasRunTimeCode(file: SourceFile): boolean {
  return parse(file).statements.some((statement) => !isTypeOnly(statement));
}

/** True when the file has `export default` or `export =`. */
export function hasDefaultExport(file: SourceFile): boolean {
  return parse(file).statements.some(
    (statement) =>
      ts.isExportAssignment(statement) ||
      (ts.canHaveModifiers(statement) &&
        ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) === true),
  );
}

/** One chain of files for each way back to where it began. */
export function importCycles(files: readonly SourceFile[]): string[] {
  const importsOf = new Map(files.map((file) => [file.path, file.imports]));
  const done = new Set<string>();
  const chain: string[] = [];
  const found: string[] = [];
  const visit = (file: string) => {
    const at = chain.indexOf(file);
    if (at >= 0) found.push([...chain.slice(at), file].join(' → '));
    if (at >= 0 || done.has(file)) return;
    chain.push(file);
    for (const next of importsOf.get(file) ?? []) visit(next);
    chain.pop();
    done.add(file);
  };
  for (const { path: file } of files) visit(file);
  return found;
}

function readSourceFile(file: string): SourceFile {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  const specifiers = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  return {
    path: file,
    text,
    lines: text.split('\n').length - 1,
    imports: specifiers.filter((name) => name.startsWith('.')).map((name) => resolveImport(file, name)),
    packages: specifiers.filter((name) => !name.startsWith('.')).map(packageName),
  };
}

function resolveImport(from: string, specifier: string): string {
  const target = path.posix.join(path.posix.dirname(from), specifier);
  return /\.(ts|json|node)$/.test(target) ? target : `${target.replace(/\.js$/, '')}.ts`;
}

function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  const depth = specifier.startsWith('@') ? 2 : 1;
  return specifier.split('/').slice(0, depth).join('/');
}

function parse(file: SourceFile): ts.SourceFile {
  return ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ESNext);
}

function isTypeOnly(statement: ts.Statement): boolean {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  return (
    ts.isImportDeclaration(statement) || ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)
  );
}
