/** Owns the index of adapters: every file in the folder adapters/ brings those of its area. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Adapter, Adapters } from './vector';

interface AdapterModule {
  readonly adapters: Adapters;
}

/** All adapters by component. A file that cannot be loaded is told to `report`; its components have no adapter then. */
export async function loadAdapters(report: (line: string) => void): Promise<ReadonlyMap<string, Adapter>> {
  const folder = join(__dirname, 'adapters');
  const found = new Map<string, Adapter>();
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.ts')) continue;
    try {
      const { adapters } = (await import(join(folder, file))) as AdapterModule;
      for (const [component, adapter] of Object.entries(adapters)) found.set(component, adapter);
    } catch (error) {
      report(
        `adapters/${file} cannot be loaded: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  }
  return found;
}
