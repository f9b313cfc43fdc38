/** Owns how Java's list of partition assignors becomes librdkafka's. */
import { invalidValue } from '../config/config-types';
import { parseList, type PropertyRule } from './client-property-rules';

const PREFIX = 'org.apache.kafka.clients.consumer.';
const ASSIGNORS: ReadonlyMap<string, string> = new Map([
  [`${PREFIX}RangeAssignor`, 'range'],
  [`${PREFIX}RoundRobinAssignor`, 'roundrobin'],
  [`${PREFIX}StickyAssignor`, 'cooperative-sticky'],
  [`${PREFIX}CooperativeStickyAssignor`, 'cooperative-sticky'],
  ['range', 'range'],
  ['roundrobin', 'roundrobin'],
  ['cooperative-sticky', 'cooperative-sticky'],
]);
const COOPERATIVE = 'cooperative-sticky';

/** Java's default list, of which librdkafka can take the first alone. */
export const DEFAULT_ASSIGNORS = `${PREFIX}RangeAssignor,${PREFIX}CooperativeStickyAssignor`;

/**
 * Class names and librdkafka's names, in order of preference. librdkafka does not mix eager and cooperative assignors, so
 * the kind of the first one decides.
 */
export const partitionAssignmentStrategy: PropertyRule = ({ key, value }, out) => {
  const wanted = parseList(value);
  const names = wanted.map((entry) => {
    const found = ASSIGNORS.get(entry.replace(/^class /, ''));
    if (found !== undefined) return found;
    throw invalidValue(
      key,
      value,
      `${entry} is not known here; use RangeAssignor, RoundRobinAssignor or CooperativeStickyAssignor`,
    );
  });
  const [first] = names;
  if (first === undefined) throw invalidValue(key, value, 'there must be at least one assignor');
  if (wanted.some((entry) => entry.endsWith('.StickyAssignor'))) {
    out.note('warn', `${key}: the eager StickyAssignor does not exist here, cooperative-sticky is used for it`);
  }
  const kept = [...new Set(names.filter((name) => (name === COOPERATIVE) === (first === COOPERATIVE)))];
  if (names.some((name) => !kept.includes(name))) {
    out.note('info', `${key}: eager and cooperative assignors cannot be mixed here, ${kept.join(',')} is used`);
  }
  out.set('global', 'partition.assignment.strategy', kept.join(','));
};
