/** Owns what is said of a permission that is missing: who may not do what, and the command that allows it. */
import type { AclOperation } from '../kafka/clients';
import type { Asker } from './checked-clients';
import type { Complaint } from './findings';

/** A permission that the run needs and the broker does not give. */
export interface MissingPermission {
  readonly operation: AclOperation;
  readonly resource: 'topic' | 'group';
  readonly name: string;
  /** It may not even be described, so it cannot be told whether it exists. */
  readonly isHidden?: boolean;
  /** Needed as well, though it cannot be told whether it is missing: to be allowed in the same go. */
  readonly alongside?: AclOperation | undefined;
}

/** The complaint about it at a setting. */
export function missingPermission(
  key: string,
  { operation, resource, name, isHidden = false, alongside }: MissingPermission,
  { principal, bootstrap }: Pick<Asker, 'principal' | 'bootstrap'>,
): Complaint {
  const who = principal ?? 'this client';
  const hidden = isHidden ? `, nor to DESCRIBE it${alongside === undefined ? '' : ': it may not exist at all'}` : '';
  const operations = alongside === undefined ? [operation] : [operation, alongside];
  const command = [
    'kafka-acls.sh',
    ...['--bootstrap-server', quoted(bootstrap), '--add', '--allow-principal', quoted(principal ?? 'User:<its name>')],
    ...operations.flatMap((one) => ['--operation', `${one.charAt(0)}${one.slice(1).toLowerCase()}`]),
    ...[`--${resource}`, quoted(name)],
  ].join(' ');
  return {
    kind: 'missing-acl',
    key,
    message: `${who} is not allowed to ${operation} the ${resource} ${name}${hidden}`,
    remedy: `Allow ${operations.join(' and ')} on the ${resource} ${name}: ${command}`,
  };
}

/** As a shell takes it for one word. */
function quoted(text: string): string {
  return /^[\w.,:@/+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
