import { PLUGIN_METRICS } from '../../src/metrics/plugin-metrics';
import { sampleSnapshot, valuesOf } from '../support/metric-snapshots';

describe('PLUGIN_METRICS', () => {
  const { snapshot } = sampleSnapshot();
  const values = (name: string) => valuesOf(PLUGIN_METRICS, `kafka_connect_${name}`, snapshot);

  it('has one series for each state, 1 for the present one', () => {
    expect(values('connector_status')).toMatchObject({
      'connector=in,status=running': 1,
      'connector=in,status=failed': 0,
      'connector=lost,status=failed': 1,
      'connector=lost,status=stopped': 0,
    });
    expect(values('connector_task_status')).toMatchObject({
      'connector=out,task=0,status=running': 1,
      'connector=lost,task=0,status=failed': 1,
    });
  });

  it('has one gauge for each text', () => {
    expect(values('connector_connector_class')).toEqual({
      'connector=in,connector_class=Source': 1,
      'connector=out,connector_class=Sink': 1,
    });
    expect(values('connector_task_header_converter_version')).toMatchObject({
      'connector=in,task=0,header_converter_version=undefined': 1,
    });
    expect(values('connector_transform_transform_class')).toEqual({
      'connector=out,task=0,transform=cut,transform_class=Cut': 1,
    });
    expect(values('connector_predicate_predicate_version')).toEqual({
      'connector=out,task=0,predicate=odd,predicate_version=1': 1,
    });
  });

  it('has all texts of a connector in one series as well', () => {
    expect(Object.keys(values('connector_info'))).toContain(
      'connector=in,connector_type=source,connector_class=Source,connector_version=1',
    );
  });
});
