/** Owns the comparison of a transform's or predicate's settings with those of the genuine Java class. */
import type { ConfigDef } from '../../src/config/config-def';
import { configText } from '../../src/config/config-types';
import genuine from '../testdata/transform-definitions.json';

/** `name` without the package: `Cast$Value`, `predicates.HasHeaderKey`. Throws where a definition differs. */
export function expectGenuineDefinition(name: keyof typeof genuine, config: ConfigDef): void {
  const ours = [...config.configKeys.values()].map((key) => ({
    name: key.name,
    type: key.type,
    required: key.defaultValue === undefined,
    default: key.defaultValue === undefined ? null : configText(key.defaultValue),
    importance: key.importance,
    group: key.group,
    orderInGroup: key.orderInGroup,
    width: key.width,
    displayName: key.displayName,
    dependents: key.dependents,
  }));
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
  expect(ours.sort(byName)).toEqual([...genuine[name]].sort(byName));
}
