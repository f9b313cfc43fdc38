/** Owns every error class, its code and its consequence. The class decides the consequence, never the message. */

/** Options of every error here: the cause is kept whenever an error crosses from one room to another. */
export interface ErrorDetails {
  readonly cause?: unknown;
}

/**
 * Base of all errors of this project and of plugins. Thrown by a task's `poll` or `put` it fails the task.
 * `name` is the class name without its `Error` suffix turned into Java's `…Exception` in `javaName`.
 */
export class ConnectError extends Error {
  /** Stable machine-readable code, derived from the class: `DataError` → `DATA`. */
  readonly code: string;

  constructor(message: string, details?: ErrorDetails) {
    super(message, details?.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = codeOf(new.target.name);
  }

  /** The fully qualified Java class of the same meaning, as dead-letter headers and logs of Kafka Connect name it. */
  get javaName(): string {
    return 'org.apache.kafka.connect.errors.ConnectException';
  }
}

function codeOf(className: string): string {
  return className
    .replace(/Error$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase();
}

/** Thrown by plugins (and by clients) when the same call may succeed later: the runtime repeats it. */
export class RetriableError extends ConnectError {
  override get javaName(): string {
    return 'org.apache.kafka.connect.errors.RetriableException';
  }
}

/** A value does not fit its schema, or bytes are not what a converter expects. Tolerated by `errors.tolerance=all`. */
export class DataError extends ConnectError {
  override get javaName(): string {
    return 'org.apache.kafka.connect.errors.DataException';
  }
}

/** A SchemaBuilder was used against its rules. */
export class SchemaBuilderError extends DataError {
  override get javaName(): string {
    return 'org.apache.kafka.connect.errors.SchemaBuilderException';
  }
}

/** A value cannot be projected from one schema to another. */
export class SchemaProjectorError extends DataError {
  override get javaName(): string {
    return 'org.apache.kafka.connect.errors.SchemaProjectorException';
  }
}

/** One thing that is wrong with one setting. `value` is text that may be shown: a secret reads `[hidden]`. */
export interface ConfigFinding {
  readonly key: string;
  /** `null`: the setting was given without a value; `undefined`: it was not given. */
  readonly value?: string | null;
  readonly reason: string;
}

/**
 * A setting is missing or wrong. Thrown while a configuration is parsed or a plugin is configured. `findings` has one
 * entry per complaint where the complaints belong to single settings, and is empty otherwise.
 */
export class ConfigError extends ConnectError {
  readonly findings: readonly ConfigFinding[];

  constructor(message: string, details?: ErrorDetails & { findings?: readonly ConfigFinding[] }) {
    super(message, details);
    this.findings = details?.findings ?? [];
  }

  override get javaName(): string {
    return 'org.apache.kafka.common.config.ConfigException';
  }
}

/** An argument breaks the contract of the function it was given to (Java's IllegalArgumentException). */
export class IllegalArgumentError extends ConnectError {
  override get javaName(): string {
    return 'java.lang.IllegalArgumentException';
  }
}

/** A call came at a moment at which it is not allowed (Java's IllegalStateException). */
export class IllegalStateError extends ConnectError {
  override get javaName(): string {
    return 'java.lang.IllegalStateException';
  }
}

/** A connector, task or plugin that was asked for does not exist. */
export class NotFoundError extends ConnectError {
  override get javaName(): string {
    return 'org.apache.kafka.connect.errors.NotFoundException';
  }
}

/** A connector of this name exists already. */
export class AlreadyExistsError extends ConnectError {
  override get javaName(): string {
    return 'org.apache.kafka.connect.errors.AlreadyExistsException';
  }
}

/** A request is malformed or not allowed in the present state (HTTP 400). `findings` where single settings are to blame. */
export class BadRequestError extends ConnectError {
  readonly findings: readonly ConfigFinding[];

  constructor(message: string, details?: ErrorDetails & { findings?: readonly ConfigFinding[] }) {
    super(message, details);
    this.findings = details?.findings ?? [];
  }

  override get javaName(): string {
    return 'org.apache.kafka.connect.runtime.rest.errors.BadRequestException';
  }
}

/** A Kafka client failed. `kafkaCode` is librdkafka's error code, negative when it is local to the client. */
export class KafkaError extends ConnectError {
  readonly kafkaCode: number;
  readonly isRetriable: boolean;
  readonly isFatal: boolean;

  constructor(
    message: string,
    details: ErrorDetails & { kafkaCode: number; isRetriable?: boolean; isFatal?: boolean },
  ) {
    super(message, details);
    this.kafkaCode = details.kafkaCode;
    this.isRetriable = details.isRetriable ?? false;
    this.isFatal = details.isFatal ?? false;
  }

  override get javaName(): string {
    return 'org.apache.kafka.common.KafkaException';
  }
}

/**
 * What a plugin reads from or writes to is not there or does not answer, and repeating the call has not helped. A process that
 * ends with it says "try later" to whoever started it (exit code 69).
 */
export class UnavailableError extends ConnectError {}

/** No broker could be reached within the client's time-out. */
export class BrokerUnavailableError extends ConnectError {}

/** The offset file is not what it must be, or cannot be read. The worker does not start. */
export class OffsetFileError extends ConnectError {}

/** The offset file cannot be written. */
export class OffsetWriteError extends ConnectError {}

/** A report or textfile of a run cannot be written: exit code 74. */
export class ReportWriteError extends ConnectError {}

/** Another process holds the lock of the offset file; `holder` says who, when it is known. */
export class OffsetFileLockedError extends ConnectError {
  readonly holder: string | undefined;

  constructor(message: string, details?: ErrorDetails & { holder?: string | undefined }) {
    super(message, details);
    this.holder = details?.holder;
  }
}

/** The offsets of a consumer group cannot be changed while it has members. */
export class GroupNotEmptyError extends BadRequestError {}

/** Source offsets that were to be changed from outside have been changed by somebody else meanwhile: a worker runs. */
export class OffsetsInUseError extends ConnectError {}

/** A task was told to stop and abandoned because it did not stop in time. */
export class TaskCancelledError extends ConnectError {}

/** A wait inside a task was ended because the task is told to stop: no failure, and nothing of the record is committed. */
export class TaskStoppingError extends ConnectError {}

/** The command line is wrong: exit code 1. */
export class UsageError extends ConnectError {}

/** The worker could not start: exit code 2, as Apache's worker. */
export class WorkerStartError extends ConnectError {}

/** A connector could not be created from its file: exit code 3, as Apache's worker. */
export class ConnectorStartError extends ConnectError {}

/** Anything thrown, as an Error: keeps an Error as it is and wraps everything else. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new ConnectError(String(thrown));
}
