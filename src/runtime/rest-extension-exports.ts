/** Owns which exports of a module can serve as REST extensions besides classes made for it: whatever has a way to register. */
import { PLUGIN_KINDS, pluginKindsOf } from '../api/plugin';
import { RestExtension, type RestExtensionContext } from '../api/rest-extension';
import type { ModuleExports } from './plugin-module-loader';

type Register = RestExtension['register'];

/**
 * The exports, with a class in place of each that is none: of a function named `register` (or as the reference says), of an
 * object with a `register` method, and of a class that has one and extends nothing of ours.
 */
export function withExtensionClasses(exports: ModuleExports, exportName: string | undefined): ModuleExports {
  const isAsked = (name: string) =>
    name === (exportName ?? 'register') || (exportName === undefined && name === 'default');
  return Object.fromEntries(
    Object.entries(exports).map(([name, value]) => [name, extensionClass(value, isAsked(name)) ?? value]),
  );
}

function extensionClass(value: unknown, isAsked: boolean): typeof RestExtension | undefined {
  if (typeof value === 'object' && value !== null && hasRegister(value)) {
    return classOf((context) => value.register(context));
  }
  if (typeof value !== 'function' || pluginKindsOf(value).length > 0) return undefined;
  if (typeof value.prototype === 'object' && value.prototype !== null && hasRegister(value.prototype as object)) {
    return branded(value as new () => { register: Register });
  }
  return isAsked && !isClass(value) ? classOf(value as Register) : undefined;
}

function classOf(register: Register): typeof RestExtension {
  return class extends RestExtension {
    override register(context: RestExtensionContext) {
      return register(context);
    }
  };
}

function branded(plain: new () => { register: Register }): typeof RestExtension {
  const subclass = class extends plain {
    static readonly [PLUGIN_KINDS] = pluginKindsOf(RestExtension);
  };
  return subclass;
}

function hasRegister(value: object): value is { register: Register } {
  return 'register' in value && typeof value.register === 'function';
}

function isClass(value: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(value));
}
