/** Owns what the REST resources are given: the herder, and what else they answer about. */
import type { ConnectorPlugins } from '../runtime/connector-plugins';
import type { Herder } from '../runtime/herder';
import type { Loggers } from '../runtime/loggers';
import type { TaskId } from '../runtime/task-id';
import type { TaskFigures } from './status-page';

/** What requests are answered from. */
export interface RestServices {
  readonly herder: Herder;
  readonly plugins: ConnectorPlugins;
  readonly loggers: Loggers;
  /** `null` where the cluster has none. */
  readonly clusterId: string | null;
  /** `topic.tracking.enable` and `topic.tracking.allow.reset`. */
  readonly tracksTopics: boolean;
  readonly allowsTopicsReset: boolean;
  /** True when the connectors of the command line are created. */
  readonly isReady: () => boolean;
  /** Masks the secrets of the process in a text that leaves it. */
  readonly redact: (text: string) => string;
  /** Masks what config providers gave, and nothing that users wrote themselves. */
  readonly redactLookedUp: (text: string) => string;
  /** How the records of a task fare; undefined where that is not known. */
  readonly taskFigures?: (id: TaskId) => TaskFigures | undefined;
  /** The metrics of the worker as Prometheus reads them. */
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
}
