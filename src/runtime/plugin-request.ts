/** Owns what is asked for when a plugin is looked up. */
import type { PluginKind } from '../api/plugin';
import type { PluginReference } from './plugin-reference';

/** One question: which plugin of these kinds does the reference mean, seen from these folders? */
export interface PluginRequest {
  readonly kinds: readonly PluginKind[];
  readonly reference: PluginReference;
  /** Absolute, the first wins. */
  readonly folders: readonly string[];
}

/** True for something that is of one of the kinds. */
export function isOfKind(candidate: { readonly kinds: readonly PluginKind[] }, kinds: readonly PluginKind[]): boolean {
  return candidate.kinds.some((kind) => kinds.includes(kind));
}
