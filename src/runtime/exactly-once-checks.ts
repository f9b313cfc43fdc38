/** Owns whether a source can deliver as its exactly-once settings ask: what Kafka Connect's distributed mode checks beforehand. */
import type { Props } from '../api/plugin';
import type { SourceConnector } from '../api/source-connector';
import { asError } from '../errors';
import { requiresExactlyOnce, transactionSettings } from './source-connector-config';

/** What the worker offers. `isFileBased`: as Apache's standalone mode, which checks nothing of this. */
export interface ExactlyOnceOffer {
  readonly isFileBased: boolean;
  readonly isEnabled: boolean;
}

/** A complaint about one setting. */
export interface ExactlyOnceComplaint {
  readonly key: string;
  readonly message: string;
}

const SUPPORT = 'exactly.once.support';
const BOUNDARY = 'transaction.boundary';
const OWN_TOPIC = 'offsets.storage.topic';

/** Complaints that keep the connector from being created. Settings that are wrong in themselves are for others to refuse. */
export function checkExactlyOnce(
  connector: SourceConnector,
  props: Props,
  offer: ExactlyOnceOffer,
): ExactlyOnceComplaint[] {
  if (offer.isFileBased) return [];
  const complaints: ExactlyOnceComplaint[] = [];
  if (requiresExactlyOnce(props)) {
    if (!offer.isEnabled) complaints.push({ key: SUPPORT, message: NOT_ENABLED });
    const message = supportComplaint(connector, props);
    if (message !== undefined) complaints.push({ key: SUPPORT, message });
  }
  if (boundaryOf(props) === 'connector') {
    const message = boundaryComplaint(connector, props);
    if (message !== undefined) complaints.push({ key: BOUNDARY, message });
  }
  if (typeof props[OWN_TOPIC] === 'string' && props[OWN_TOPIC] !== '') {
    complaints.push({ key: OWN_TOPIC, message: NO_OWN_TOPIC });
  }
  return complaints;
}

/** A sentence where a connector asks for what a worker with an offset file cannot give; undefined where it does not. */
export function exactlyOnceWarning(props: Props, offer: ExactlyOnceOffer): string | undefined {
  if (!offer.isFileBased || !requiresExactlyOnce(props)) return undefined;
  return `${SUPPORT}=required has no effect: with offset.storage.file.filename sources deliver at least once. Set offset.storage.topic and exactly.once.source.support=enabled in the worker`;
}

const NOT_ENABLED =
  'This worker does not have exactly-once source support enabled: set exactly.once.source.support=enabled in the worker, or requested here';
const NO_OWN_TOPIC =
  'A topic of its own for the offsets of a connector is not supported: they are kept in offset.storage.topic of the worker. Remove the setting';

function supportComplaint(connector: SourceConnector, props: Props): string | undefined {
  try {
    switch (connector.exactlyOnceSupport(props)) {
      case 'SUPPORTED':
        return undefined;
      case 'UNSUPPORTED':
        return 'The connector does not support exactly-once delivery with these settings';
      default:
        return (
          'The connector does not tell whether it supports exactly-once delivery (exactlyOnceSupport): see its documentation, ' +
          'then use the value "requested", with which it is not asked'
        );
    }
  } catch (thrown) {
    return `The connector failed to tell whether it supports exactly-once delivery: ${asError(thrown).message}`;
  }
}

function boundaryComplaint(connector: SourceConnector, props: Props): string | undefined {
  try {
    if (connector.canDefineTransactionBoundaries(props) === 'SUPPORTED') return undefined;
    return 'The connector cannot define the boundaries of transactions with these settings: use poll or interval';
  } catch (thrown) {
    return `The connector failed to tell whether it can define the boundaries of transactions: ${asError(thrown).message}`;
  }
}

function boundaryOf(props: Props): string | undefined {
  try {
    return transactionSettings(props).boundary;
  } catch {
    // Wrong settings have been complained of already.
    return undefined;
  }
}
