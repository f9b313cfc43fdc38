/** Owns the transforms of a connector: which there are, in which order, and to which records each applies (KIP-66, KIP-585). */
import type { ConnectRecord } from '../api/connect-record';
import type { Props } from '../api/plugin';
import type { Predicate } from '../api/predicate';
import type { Transformation } from '../api/transformation';
import { ConnectError } from '../errors';
import { aliasesOf, requirePluginTypes } from './enrichable-plugin';
import type { Plugins } from './plugins';
import { withoutPrefix } from './prefixed-config';
import type { AliasedPlugin } from './task-plugins';

/** What a stage consists of. */
export interface TransformationStageParts<R extends ConnectRecord> {
  readonly transformation: Transformation<R>;
  /** Named in reports, as Java names what is shipped. */
  readonly className: string;
  readonly predicate?: Predicate | undefined;
  readonly isNegated?: boolean;
  /** How transform and predicate are told of from outside. */
  readonly named?: AliasedPlugin;
  readonly namedPredicate?: AliasedPlugin | undefined;
}

/** One transform, and the predicate that decides whether it applies. */
export class TransformationStage<R extends ConnectRecord> {
  readonly className: string;
  readonly named: AliasedPlugin | undefined;
  readonly namedPredicate: AliasedPlugin | undefined;
  readonly #transformation: Transformation<R>;
  readonly #predicate: Predicate | undefined;
  readonly #isNegated: boolean;

  constructor(parts: TransformationStageParts<R>) {
    this.className = parts.className;
    this.named = parts.named;
    this.namedPredicate = parts.namedPredicate;
    this.#transformation = parts.transformation;
    this.#predicate = parts.predicate;
    this.#isNegated = parts.isNegated ?? false;
  }

  /** The record after this stage, the same record when the stage does not apply, `null` when it is dropped. */
  apply(record: R): R | null | Promise<R | null> {
    if (this.#predicate !== undefined && this.#predicate.test(record) === this.#isNegated) return record;
    return this.#transformation.apply(record);
  }

  async close(): Promise<void> {
    await this.#transformation.close?.();
    await this.#predicate?.close?.();
  }
}

/** The stages of a connector in order. One chain per task; records go through it one after another. */
export class TransformationChain<R extends ConnectRecord> {
  readonly stages: readonly TransformationStage<R>[];

  constructor(stages: readonly TransformationStage<R>[]) {
    this.stages = stages;
  }

  async close(): Promise<void> {
    for (const stage of this.stages) await stage.close();
  }
}

/**
 * Makes and configures the transforms and predicates that a connector names. Rejects with ConfigError for settings that
 * cannot be used, with ConnectError for a predicate that is named and not defined.
 */
export async function createTransformationChain<R extends ConnectRecord>(
  plugins: Plugins,
  props: Props,
  folders: readonly string[],
): Promise<TransformationChain<R>> {
  requirePluginTypes(props);
  const stages: TransformationStage<R>[] = [];
  for (const alias of aliasesOf(props.transforms ?? '')) {
    const { predicate, negate, ...own } = withoutPrefix(props, `transforms.${alias}.`);
    const descriptor = await plugins.load('transformation', own.type ?? '', folders);
    const transformation = descriptor.create() as Transformation<R>;
    transformation.configure(own);
    const { className, version } = descriptor;
    const condition = await createPredicate(plugins, { alias: predicate, transform: alias, props, folders });
    stages.push(
      new TransformationStage<R>({
        transformation,
        className,
        named: { alias, className, version },
        predicate: condition?.predicate,
        namedPredicate: condition?.named,
        isNegated: negate?.trim().toLowerCase() === 'true',
      }),
    );
  }
  return new TransformationChain(stages);
}

interface PredicateReference {
  readonly alias: string | null | undefined;
  readonly transform: string;
  readonly props: Props;
  readonly folders: readonly string[];
}

async function createPredicate(
  plugins: Plugins,
  { alias, transform, props, folders }: PredicateReference,
): Promise<{ readonly predicate: Predicate; readonly named: AliasedPlugin } | undefined> {
  if (alias === undefined || alias === null) return undefined;
  const own = withoutPrefix(props, `predicates.${alias.trim()}.`);
  if (own.type === undefined || own.type === null || !aliasesOf(props.predicates ?? '').includes(alias.trim())) {
    throw new ConnectError(
      `transforms.${transform}.predicate names the predicate ${alias}, which is not defined: add it to predicates and give predicates.${alias}.type`,
    );
  }
  const descriptor = await plugins.load('predicate', own.type, folders);
  const predicate = descriptor.create();
  predicate.configure(own);
  const { className, version } = descriptor;
  return { predicate, named: { alias: alias.trim(), className, version } };
}
