/** Owns what a text in `connector.class`, `value.converter` or `transforms.x.type` may mean. */

/** A reference taken apart. A text may look like several things: they are tried in turn. */
export interface PluginReference {
  /** As written, without surrounding blanks. */
  readonly text: string;
  /** Without `#Export`. */
  readonly target: string;
  readonly exportName: string | undefined;
  /** `./x.ts`, `/opt/x`, `x.mjs`: names a file or folder. */
  readonly looksLikeFile: boolean;
  /** `@acme/connect-foo` of `@acme/connect-foo/sub`; `undefined` when no npm package can have that name. */
  readonly packageName: string | undefined;
  /** `org.example.FooSinkConnector`. */
  readonly looksLikeJavaClass: boolean;
}

const MODULE_FILE = /(?<!\.d)\.[cm]?[jt]s$/;
const PACKAGE = /^((?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*)(?:\/.+)?$/;
const JAVA_CLASS = /^(?:[a-z_]\w*\.)+[A-Z]\w*(?:\$\w+)*$/;

/** Takes a reference apart. */
export function parsePluginReference(reference: string): PluginReference {
  const text = reference.trim();
  const hash = text.indexOf('#');
  const target = hash === -1 ? text : text.slice(0, hash);
  const looksLikeFile = /^(?:\.{0,2}\/|file:)/.test(target) || isModuleFile(target);
  return {
    text,
    target,
    exportName: hash === -1 ? undefined : text.slice(hash + 1),
    looksLikeFile,
    packageName: looksLikeFile ? undefined : PACKAGE.exec(target)?.[1],
    looksLikeJavaClass: JAVA_CLASS.test(target),
  };
}

/** True for the name of a file that can be a plugin: `.ts`, `.mts`, `.cts`, `.js`, `.mjs`, `.cjs`, but no declarations. */
export function isModuleFile(name: string): boolean {
  return MODULE_FILE.test(name);
}
