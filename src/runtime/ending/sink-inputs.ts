/** Owns how the input of a sink is found from its settings. */
import type { Props } from '../../api/plugin';
import type { Clock } from '../../clock';
import type { ConfigTransformer } from '../../config/config-transformer';
import type { KafkaClients } from '../../kafka/clients';
import { withContext, type Logger } from '../../logger';
import { eventsTo } from '../client-event-log';
import { sinkConsumerProperties } from '../client-properties';
import type { Herder } from '../herder';
import { sinkConnectorConfigDef } from '../sink-connector-config';
import { subscriptionOf } from '../sink-subscription';
import { SinkInput } from './sink-input';

/** What is needed of the worker. */
export interface SinkInputsOptions {
  readonly herder: Pick<Herder, 'connectorInfo'>;
  readonly transformer: ConfigTransformer;
  readonly clients: KafkaClients;
  /** The worker's settings, placeholders resolved. */
  readonly workerProps: Props;
  readonly clock: Clock;
  readonly log: Logger;
}

const CONFIG = sinkConnectorConfigDef();
/** Java's default. */
const FETCH_WAIT_MS = 500;

/** The input of a sink that was created, with the settings of its own consumers. */
export async function sinkInputOf(
  { herder, transformer, ...surroundings }: SinkInputsOptions,
  name: string,
): Promise<{ input: SinkInput; fetchWaitMs: number }> {
  const { config } = await herder.connectorInfo(name);
  const { data: connector } = await transformer.transform(config);
  return sinkInput(surroundings, name, connector);
}

/** The same of a sink that need not be created. `connector`: its settings, placeholders resolved. */
export function sinkInput(
  { clients, workerProps, clock, log: workerLog }: Omit<SinkInputsOptions, 'herder' | 'transformer'>,
  name: string,
  connector: Props,
): { readonly input: SinkInput; readonly fetchWaitMs: number } {
  const properties = sinkConsumerProperties(workerProps, connector, 0);
  const log = withContext(workerLog, { connector: name });
  const input = new SinkInput({
    consumer: clients.consumer({
      properties: { ...properties, 'client.id': `${properties['client.id'] ?? name}-input` },
      onEvent: eventsTo(log, 'KafkaConsumer'),
    }),
    subscription: subscriptionOf(CONFIG.parse(connector)),
    resetsTo: (properties['auto.offset.reset'] ?? 'earliest').trim().toLowerCase(),
    clock,
    log,
  });
  return { input, fetchWaitMs: Number(properties['fetch.max.wait.ms'] ?? FETCH_WAIT_MS) };
}
