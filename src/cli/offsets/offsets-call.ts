/** Owns what all actions of `offsets` have in common: reading the files, the session, and what becomes of an error. */
import type { Secrets } from '../../config/secrets';
import { asError } from '../../errors';
import type { KafkaClients } from '../../kafka/clients';
import { RdkafkaClients } from '../../kafka/rdkafka-clients';
import { createLogger } from '../../logger';
import { isUnavailability } from '../../runtime/ending/unavailability';
import { loadEnvironment } from '../environment';
import { exitCodeOf } from '../exit-code';
import { Findings } from '../findings';
import { failureLine } from '../log-output';
import { readPipeline } from '../pipeline-input';
import { checkSettings } from '../settings-check';
import { processConversation, type Conversation } from '../conversation';
import { OffsetsSession } from './offsets-session';
import { selectTargets, splitArguments } from './offsets-targets';

/** Options of every action. */
export interface OffsetsOptions {
  readonly set?: readonly string[];
  readonly envFile?: string;
  readonly json?: boolean;
  readonly secrets: Secrets;
  /** For tests. Default: those of the network and the process. */
  readonly clients?: KafkaClients;
  readonly conversation?: Conversation;
}

/** What the arguments name. */
export interface OffsetsRequest {
  readonly worker: string;
  /** Files and names. */
  readonly connectors: readonly string[];
  /** It is going to write. */
  readonly isChange: boolean;
}

/** Carries out an action and gives the exit code, also of what it rejects with: that is said in one line of standard error. */
export async function runOffsets(
  options: OffsetsOptions,
  action: (talk: Conversation) => Promise<number>,
): Promise<number> {
  const conversation = options.conversation ?? processConversation();
  try {
    return await action(conversation);
  } catch (thrown) {
    const { message } = asError(thrown);
    conversation.say(failureLine(options.secrets.redact(message), undefined).trimEnd());
    return exitCodeOf(thrown, isUnavailability(thrown) ? 'run' : 'start');
  }
}

/** Opens a session for an action, and closes it whatever comes of it. */
export async function withSession(
  { worker, connectors, isChange }: OffsetsRequest,
  options: OffsetsOptions,
  use: (session: OffsetsSession) => Promise<number>,
): Promise<number> {
  const log = createLogger({ level: 'silent' });
  const conversation = options.conversation ?? processConversation();
  await loadEnvironment(options.envFile, log);
  const { files, names } = await splitArguments(connectors);
  const read = await readPipeline({ worker, connectors: files, set: options.set });
  const findings = new Findings();
  const pipeline = await checkSettings(findings, read, { secrets: options.secrets, servesRest: false, log });
  const session = new OffsetsSession({
    pipeline,
    findings,
    targets: selectTargets({ files, names, pipeline, findings: findings.all() }),
    clients: options.clients ?? new RdkafkaClients(),
    isChange,
    onWarning: once((message) => conversation.say(message)),
  });
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

/** What opens a store a second time warns of the same. */
function once(tell: (message: string) => void): (message: string) => void {
  const told = new Set<string>();
  return (message) => {
    if (!told.has(message)) tell(message);
    told.add(message);
  };
}
