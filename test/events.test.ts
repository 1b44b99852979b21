import { readdirSync, readFileSync } from 'node:fs';
import { parseEvent } from '../handler/core/request/parse-event';
import { parseProperties } from '../handler/core/request/parse-properties';
import { deployedFunction } from '../local/cloudformation/deployed-function';
import { byDefault, template } from './deployments';
import { settingsOf } from './settings';

const names = readdirSync('events').filter((name) => name !== 'env.json');
const variables = read('env.json');

describe('events', () => {
  test('env.json sets only what the template declares, since `sam local` drops the rest in silence', () => {
    for (const [logicalId, own] of Object.entries(variables)) {
      const declared = Object.keys(deployedFunction(template, logicalId, byDefault).environment);
      expect(declared).toEqual(expect.arrayContaining(Object.keys(own)));
    }
  });

  test.each(names)('%s holds no scalar but strings, as CloudFormation sends them', (name) => {
    expect(scalarsIn(read(name)).filter((scalar) => typeof scalar !== 'string')).toEqual([]);
  });

  test.each(names)('%s is a request that the function accepts', (name) => {
    expect(parseEvent(read(name), settings())).toMatchObject({ state: 'accepted' });
  });

  test.each(names.filter((name) => name !== 'create-invalid.json'))('%s has properties without a problem', (name) => {
    expect(parseProperties(read(name)['ResourceProperties'], settings(), [])).toHaveProperty('properties');
  });

  test('create-invalid.json is told all of its five mistakes at once', () => {
    const parsed = parseProperties(read('create-invalid.json')['ResourceProperties'], settings(), []);
    const problems = 'problems' in parsed ? parsed.problems.map(({ path, message }) => `${path}: ${message}`) : [];
    const mistakes = [/RoleName: /, /ForceDetachPolicies: /, /MaxSessionDuration: /, /Tags\[0\]/, /S3BuketName/];
    expect(problems).toHaveLength(mistakes.length);
    for (const mistake of mistakes) expect(problems).toContainEqual(expect.stringMatching(mistake));
  });

  test('update and delete are about what create made', () => {
    const [create, update, remove] = ['create.json', 'update.json', 'delete.json'].map(read);
    const { RoleName } = Object(create?.['ResourceProperties']);
    const same = { StackId: create?.['StackId'], LogicalResourceId: create?.['LogicalResourceId'] };
    expect(update).toMatchObject({ ...same, PhysicalResourceId: RoleName });
    expect(update?.['OldResourceProperties']).toEqual(create?.['ResourceProperties']);
    expect(remove).toMatchObject({ ...same, PhysicalResourceId: RoleName });
    expect(remove?.['ResourceProperties']).toEqual(update?.['ResourceProperties']);
  });

  test('no two events are the same request', () => {
    expect(new Set(names.map((name) => read(name)['RequestId'])).size).toBe(names.length);
  });
});

function settings() {
  const { environment, arn } = deployedFunction(template, 'Function', byDefault);
  return settingsOf({ ...environment, ...Object(variables['Function']) }, arn);
}

function read(name: string): Readonly<Record<string, object | string>> {
  return JSON.parse(readFileSync(`events/${name}`, 'utf8'));
}

function scalarsIn(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(scalarsIn) : [value];
}
