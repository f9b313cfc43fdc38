/** Owns how definitions of settings and reports on them are written as JSON. */
import type { ConfigKey } from '../config/config-def';
import { configText } from '../config/config-types';
import type { ConfigInfo, ConfigInfos } from '../runtime/config-infos';

export function definitionJson(key: ConfigKey): object {
  return {
    name: key.name,
    type: key.type,
    required: key.defaultValue === undefined,
    default_value: configText(key.defaultValue ?? null, key.type),
    importance: key.importance,
    documentation: key.doc,
    group: key.group,
    order_in_group: key.orderInGroup,
    width: key.width,
    display_name: key.displayName,
    dependents: key.dependents,
  };
}

/** `name`: the connector's class as the settings name it. */
export function reportJson(name: string, report: ConfigInfos): object {
  return {
    name,
    error_count: report.errorCount(),
    groups: report.groups(),
    configs: report.all().map(infoJson),
  };
}

function infoJson({ definition, value }: ConfigInfo): object {
  const type = definition?.type;
  return {
    definition: definition === null ? null : definitionJson(definition),
    value: {
      name: value.name,
      value: configText(value.value, type),
      recommended_values: value.recommendedValues.map((each) => configText(each, type)),
      errors: value.errors,
      visible: value.visible,
    },
  };
}
