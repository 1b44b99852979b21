import { readFileSync } from 'node:fs';
import { watchOperations } from '../handler/aws/watch-operations';
import { verdicts } from '../handler/core/access/verdict';
import { template } from './deployments';
import { created, withoutKeyGrant } from './law/watching';

const page = readFileSync('docs/watch.md', 'utf8');

test('the event on the page is the one that a dropped key policy causes', async () => {
  const { run, world, logKeyArn } = await created();
  await run();
  withoutKeyGrant(world, logKeyArn);
  const [event] = (await run()).events;
  const [, onPage = '{}'] = /```json\n(\{\n {2}"source".*?)```/s.exec(page) ?? [];
  const { source, detailType, resources, detail } = event ?? {};
  const actual = { source, 'detail-type': detailType, resources, detail: JSON.parse(detail ?? '{}') };
  expect(JSON.parse(onPage)).toEqual(actual);
});

test('the page names what the template makes of the watch, and every value of the metric', () => {
  const parts = Object.entries(template.resources).filter(([, { condition }]) => condition === 'HasSchedule');
  const named = parts.flatMap(([, { type, properties }]) => {
    if (type !== 'AWS::Logs::MetricFilter') return [];
    return JSON.stringify(properties).match(/(?<="MetricName":")\w+/g) ?? [];
  });
  for (const name of ['VerificationSchedule', 'AlarmTopicArn', ...named, '-broken-roles', '-watch-errors']) {
    expect(page).toContain(name);
  }
  for (const [value, verdict] of verdicts.entries()) expect(page).toContain(`| ${value} | \`${verdict}\` |`);
});

test('the page names whatever the watch issues that is no read', () => {
  const others = Object.keys(watchOperations).filter((operation) => !/:(Get|List|Describe)/.test(operation));
  for (const operation of others) expect(page).toContain(`\`${operation}\``);
});
