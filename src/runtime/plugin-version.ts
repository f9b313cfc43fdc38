/** Owns which versions a `plugin.version` setting allows: one version, or a range such as `[1.0,2.0)`. */

const RANGE = /^([[(])\s*([^,\])]*?)\s*(?:,\s*([^,\])]*?)\s*)?([\])])$/;

/** True when a plugin of this version may be used. `latest` allows any; without a known version only `latest` fits. */
export function matchesVersion(version: string | null, wanted: string): boolean {
  const text = wanted.trim();
  if (text === '' || text === 'latest') return true;
  if (version === null) return false;
  const range = RANGE.exec(text);
  if (range === null) return compareVersions(version, text) === 0;
  const [, open, low = '', high, close] = range;
  if (high === undefined) return compareVersions(version, low) === 0;
  const isAbove = low === '' || compareVersions(version, low) > (open === '[' ? -1 : 0);
  const isBelow = high === '' || compareVersions(version, high) < (close === ']' ? 1 : 0);
  return isAbove && isBelow;
}

/** Why a plugin cannot be used, worded as Kafka Connect words it. */
export function versionComplaint(className: string, wanted: string, available: string | null): string {
  const text = wanted.trim();
  const range = RANGE.test(text) ? text : `[${text},${text}]`;
  return `Plugin ${className} not found that matches the version range ${range}, available versions: [${available ?? ''}]`;
}

/** Below 0, 0 or above 0. Numbers compare as numbers; a version with a qualifier comes before the one without. */
export function compareVersions(left: string, right: string): number {
  const [leftNumbers, leftQualifier] = parse(left);
  const [rightNumbers, rightQualifier] = parse(right);
  for (let index = 0; index < Math.max(leftNumbers.length, rightNumbers.length); index++) {
    const difference = (leftNumbers[index] ?? 0) - (rightNumbers[index] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  if (leftQualifier === rightQualifier) return 0;
  if (leftQualifier === '' || rightQualifier === '') return leftQualifier === '' ? 1 : -1;
  return leftQualifier < rightQualifier ? -1 : 1;
}

function parse(version: string): [numbers: number[], qualifier: string] {
  const [, numbers = '', qualifier = ''] = /^v?([\d.]*)[-+.]?(.*)$/.exec(version.trim()) ?? [];
  return [numbers.split('.').filter(Boolean).map(Number), qualifier.toLowerCase()];
}
