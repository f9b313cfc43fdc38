/** Owns how the vectors of predicates and of transformation chains run. */
import type { ConnectRecord } from '../../../src/api/connect-record';
import { Predicate } from '../../../src/api/predicate';
import { SourceRecord } from '../../../src/api/source-record';
import { ConfigDef } from '../../../src/config/config-def';
import { ConfigError } from '../../../src/errors';
import { sourceConnectorConfigDef } from '../../../src/runtime/source-connector-config';
import { enrichWithPlugins, type PluginResolver, requirePluginTypes } from '../../../src/runtime/enrichable-plugin';
import { Plugins } from '../../../src/runtime/plugins';
import {
  createTransformationChain,
  type TransformationChain,
  TransformationStage,
} from '../../../src/runtime/transformation-chain';
import { Filter } from '../../../src/transforms/filter';
import { HasHeaderKey } from '../../../src/transforms/predicates/has-header-key';
import { RecordIsTombstone } from '../../../src/transforms/predicates/record-is-tombstone';
import { TopicNameMatches } from '../../../src/transforms/predicates/topic-name-matches';
import { decodeRecord, encodeRecord } from '../record-codec';
import { type Adapter, type Adapters, isList, type JsonObject, type Vector } from '../vector';

const PACKAGE = 'org.apache.kafka.connect.transforms.predicates';

function predicateAdapter(type: new () => Predicate): Adapter {
  return ({ config, input }, enter) => {
    enter('configure');
    const predicate = new type();
    if (input['op'] === 'validateConfig') {
      const values = predicate.config().validate(config);
      return { errors: Object.fromEntries(values.map(({ name, errors }) => [name, errors])) };
    }
    predicate.configure(config);
    enter('apply');
    return { result: predicate.test(decodeRecord(input['record'] as JsonObject)) };
  };
}

class Fixed extends Predicate {
  constructor(readonly result: boolean) {
    super();
  }

  config(): ConfigDef {
    return new ConfigDef();
  }

  configure(): void {
    // There is nothing to set.
  }

  test(): boolean {
    return this.result;
  }
}

const stageAdapter: Adapter = async ({ config, input }) => {
  const stage = new TransformationStage<ConnectRecord>({
    className: 'Filter',
    transformation: new Filter(),
    predicate: new Fixed(input['predicateResult'] === true),
    isNegated: config['negate'] === 'true',
  });
  return { applied: (await stage.apply(new SourceRecord({ topic: 't' }))) === null };
};

const plugins = new Plugins();

const resolver: PluginResolver = {
  classNames: () => Promise.resolve([]),
  resolve: async (kind, reference) => {
    try {
      const descriptor = await plugins.load(kind, reference);
      return { className: descriptor.className, config: descriptor.create().config() };
    } catch (error) {
      return { problem: error instanceof Error ? error.message : String(error) };
    }
  },
};

async function validate(config: Vector['config']): Promise<void> {
  const def = await enrichWithPlugins(sourceConnectorConfigDef(), config, resolver);
  const messages = def.validate(config).flatMap(({ errors }) => errors);
  if (messages.length > 0) throw new ConfigError(messages.join('\n'));
}

const connectorConfig: Adapter = async ({ config, input }, enter) => {
  enter('configure');
  requirePluginTypes(config);
  await validate(config);
  enter('build');
  const chain = await createTransformationChain<ConnectRecord>(plugins, config, []);
  enter('apply');
  const stages = chain.stages.map(({ className }) => className);
  const records = input['records'];
  if (!isList(records)) return { stages };
  const results: JsonObject[] = [];
  for (const record of records) results.push(await push(chain, decodeRecord(record as JsonObject)));
  return { stages, results };
};

async function push(chain: TransformationChain<ConnectRecord>, record: ConnectRecord): Promise<JsonObject> {
  let current: ConnectRecord = record;
  for (const stage of chain.stages) {
    const next = await stage.apply(current);
    if (next === null) return { dropped: true };
    current = next;
  }
  return { record: encodeRecord(current) };
}

export const adapters: Adapters = {
  [`${PACKAGE}.HasHeaderKey`]: predicateAdapter(HasHeaderKey),
  [`${PACKAGE}.RecordIsTombstone`]: predicateAdapter(RecordIsTombstone),
  [`${PACKAGE}.TopicNameMatches`]: predicateAdapter(TopicNameMatches),
  TransformationStage: stageAdapter,
  ConnectorConfig: connectorConfig,
};
