import * as names from '../../src/data/logical-names';

it('logical types are named as the Java classes, which other converters look for', () => {
  expect(names).toEqual({
    DECIMAL_NAME: 'org.apache.kafka.connect.data.Decimal',
    DATE_NAME: 'org.apache.kafka.connect.data.Date',
    TIME_NAME: 'org.apache.kafka.connect.data.Time',
    TIMESTAMP_NAME: 'org.apache.kafka.connect.data.Timestamp',
  });
});
