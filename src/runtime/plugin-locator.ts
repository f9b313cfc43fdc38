/** Owns where outside plugins are looked for: files, `node_modules`, and the children of `plugin.path`. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asError, ConnectError } from '../errors';
import { resolvePluginModule } from './plugin-module-loader';
import { isModuleFile, type PluginReference } from './plugin-reference';

/** A module that was found. */
export interface PluginModule {
  readonly file: string;
  /** Name and version of the npm package that it is the entry of. */
  readonly packageName: string | undefined;
  readonly packageVersion: string | undefined;
}

/** The answer to a search: the module, or only the places that were searched. */
export interface PluginSearch {
  readonly found: PluginModule | undefined;
  readonly searched: readonly string[];
}

interface PackageManifest {
  readonly name?: string;
  readonly version?: string;
}

/** Looks for the file that a reference names, in each folder in turn. */
export async function locateFile(reference: PluginReference, folders: readonly string[]): Promise<PluginSearch> {
  const target = reference.target.startsWith('file:') ? fileURLToPath(reference.target) : reference.target;
  const searched = distinct(folders.map((folder) => resolve(folder, target)));
  for (const path of searched) {
    const found = await moduleAt(path);
    if (found !== undefined) return { found, searched };
  }
  return { found: undefined, searched };
}

/**
 * Looks for the npm package that a reference names: what a module in one of the folders could import, then the children
 * of the folders of `plugin.path`, then what is installed beside this package.
 */
export async function locatePackage(
  { packageName, target }: PluginReference,
  folders: readonly string[],
  pluginPath: readonly string[],
): Promise<PluginSearch> {
  if (packageName === undefined) return { found: undefined, searched: pluginPath };
  const nodeModules = [...folders, ...pluginPath].flatMap(nodeModulesFrom);
  const own = nodeModulesFrom(__dirname);
  const found =
    (await packageIn(nodeModules, packageName, target)) ??
    (await childNamed(pluginPath, target)) ??
    (await packageIn(own, packageName, target));
  return { found, searched: distinct([...nodeModules, ...pluginPath, ...own]) };
}

/** Every module below `plugin.path`: each child of its folders that is a package or a single file. */
export async function modulesOfPluginPath(pluginPath: readonly string[]): Promise<PluginModule[]> {
  const found = await Promise.all(pluginPath.flatMap(childrenOf).map(moduleAt));
  return found.filter((module) => module !== undefined);
}

async function packageIn(
  nodeModules: readonly string[],
  packageName: string,
  target: string,
): Promise<PluginModule | undefined> {
  for (const folder of distinct(nodeModules)) {
    const packageFolder = join(folder, packageName);
    if (!existsSync(packageFolder)) continue;
    const file = await resolvePluginModule(target, dirname(folder));
    if (file === undefined) throw new ConnectError(`The package in ${packageFolder} has no module ${target} to import`);
    return { file, packageName, packageVersion: readManifest(packageFolder)?.version };
  }
  return undefined;
}

async function childNamed(pluginPath: readonly string[], name: string): Promise<PluginModule | undefined> {
  const child = pluginPath.flatMap(childrenOf).find((folder) => readManifest(folder)?.name === name);
  return child === undefined ? undefined : moduleAt(child);
}

/** The module of a file (its extension may be left out) or of a folder with a package.json or an index. */
async function moduleAt(path: string): Promise<PluginModule | undefined> {
  const manifest = readManifest(path);
  const entry =
    (manifest?.name === undefined ? undefined : await resolvePluginModule(manifest.name, path)) ??
    (await resolvePluginModule(path, dirname(path)));
  if (entry === undefined || !isModuleFile(entry)) return undefined;
  return { file: entry, packageName: manifest?.name, packageVersion: manifest?.version };
}

/** The `node_modules` folders that exist beside a folder and above it. */
function nodeModulesFrom(folder: string): string[] {
  const here = join(folder, 'node_modules');
  const parent = dirname(folder);
  const above = parent === folder ? [] : nodeModulesFrom(parent);
  return existsSync(here) ? [here, ...above] : above;
}

function childrenOf(top: string): string[] {
  if (!existsSync(top)) return [];
  const children = readdirSync(top).filter((name) => !name.startsWith('.') && name !== 'node_modules');
  return children
    .sort()
    .map((name) => join(top, name))
    .filter((path) => isModuleFile(path) || isFolder(path));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function readManifest(folder: string): PackageManifest | undefined {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as PackageManifest;
  } catch (thrown) {
    throw new ConnectError(`${file} cannot be read: ${asError(thrown).message}`, { cause: thrown });
  }
}

function distinct(paths: readonly string[]): string[] {
  return [...new Set(paths)];
}
